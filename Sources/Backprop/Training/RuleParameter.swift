/// A number that a learning rule takes, such as Adam's β1. It is declared once, for the options of the
/// language, their help and their checks.
public struct RuleParameter: Equatable, Sendable {
  /// The name as users type it.
  public let name: String
  /// Alternative spellings.
  public let synonyms: [String]
  /// The default value.
  public let standard: Double
  /// The values that it may have.
  public let bounds: Bounds
  /// The name of another parameter of the rule, whose value must not exceed this one's; nil if there is none.
  public let least: String?
  /// What it does, in a few words.
  public let meaning: String

  /// The values that a parameter may have; all are finite.
  public enum Bounds: Equatable, Sendable {
    /// At least this number.
    case atLeast(Double)
    /// Greater than this number.
    case above(Double)
    /// At least the first number, and less than the second.
    case from(Double, below: Double)
    /// Greater than the first number and less than the second.
    case between(Double, Double)

    /// Whether the parameter may have this value.
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
    _ name: String, synonyms: [String] = [], standard: Double, _ bounds: Bounds,
    atLeast least: RuleParameter? = nil, meaning: String
  ) {
    self.name = name
    self.synonyms = synonyms
    self.standard = standard
    self.bounds = bounds
    self.least = least?.name
    self.meaning = meaning
  }
}
