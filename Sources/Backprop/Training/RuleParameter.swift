/// A number that a learning rule takes, such as Adam's β1: declared once, for the options of the language,
/// their help and their checks.
public struct RuleParameter: Equatable, Sendable {
  /// As it is typed.
  public let name: String
  /// Other spellings.
  public let synonyms: [String]
  /// Its value where nothing is said.
  public let standard: Double
  /// The values that it may have.
  public let bounds: Bounds
  /// Another parameter of the rule that this one may not be less than.
  public let least: String?
  /// What it does, in a few words.
  public let meaning: String

  /// The values that a parameter may have, all of them finite.
  public enum Bounds: Equatable, Sendable {
    /// This number or more.
    case atLeast(Double)
    /// More than this number.
    case above(Double)
    /// The first number or more, and less than the second.
    case from(Double, below: Double)
    /// More than the first number and less than the second.
    case between(Double, Double)

    /// Whether a parameter may have this value.
    public func allows(_ value: Double) -> Bool {
      guard value.isFinite else { return false }
      return switch self {
      case .atLeast(let bound): value >= bound
      case .above(let bound): value > bound
      case .from(let least, let bound): value >= least && value < bound
      case .between(let lower, let upper): value > lower && value < upper
      }
    }
  }

  init(
    _ name: String, synonyms: [String] = [], standard: Double, _ bounds: Bounds, atLeast least: String? = nil,
    meaning: String
  ) {
    self.name = name
    self.synonyms = synonyms
    self.standard = standard
    self.bounds = bounds
    self.least = least
    self.meaning = meaning
  }
}
