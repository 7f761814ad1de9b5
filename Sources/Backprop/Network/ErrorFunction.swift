/// What training minimizes: the error of one pattern, summed over a set. Two are equal
/// if their names and definitions are. It never changes, so that networks share it.
public final class ErrorFunction: Sendable {
  /// The name in the language; for an E of one's own, its formula.
  public let name: String
  /// For an E of one's own: everything that determines its values, so that two with the same formula and
  /// different values have different definitions.
  public let definition: String?
  /// The targets that it is meant for.
  public let targets: ClosedRange<Double>
  /// E with a transfer function that is not among `matches`.
  package let terms: ErrorTerms
  /// The part of E that depends on the weights alone; nil if there is none.
  package let penalty: WeightPenalty?
  /// The transfer functions of the last layer that match it, and E with each.
  package let matches: [Match]
  /// Whether the last layer must have one of these.
  package let requiresMatch: Bool

  /// E with a transfer function.
  package struct Match: Sendable {
    package let transfer: TransferFunction
    package let terms: ErrorTerms

    init(_ transfer: TransferFunction, _ terms: ErrorTerms) {
      self.transfer = transfer
      self.terms = terms
    }
  }

  /// All error functions in the order in which they are listed.
  package static let all: [ErrorFunction] = [
    .squares,
    .crossEntropy,
  ]

  /// The one used where none is named.
  public static let standard = squares

  /// For any transfer function in the last layer or, if a match is required, for those that match it.
  init<M: Loss>(_: M.Type, matches: [Match] = [], requiresMatch: Bool = false) {
    name = M.name
    definition = nil
    targets = M.targets
    terms = ErrorTerms(M.self)
    penalty = nil
    self.matches = matches
    self.requiresMatch = requiresMatch
  }

  /// An E of one's own. Where its values are those of a built-in E with some transfer function, or with any,
  /// that one is used, which is faster and may lose fewer digits.
  ///
  /// sums: E without the penalty. isSame: whether a built-in E has the same values as these.
  package init(
    name: String, definition: String, _ sums: ErrorSums, penalty: WeightPenalty? = nil,
    isSame: (ErrorSums) -> Bool
  ) {
    self.name = name
    self.definition = definition
    targets = -.infinity ... .infinity
    self.penalty = penalty
    let same = Self.all.first { !$0.requiresMatch && isSame($0.terms.sums) }
    terms = same?.terms ?? ErrorTerms(sums)
    matches = Self.all.flatMap { $0.matches }.filter { isSame($0.terms.sums) }
    requiresMatch = false
  }

  /// Whether the last layer may have this transfer function.
  public func accepts(_ transfer: TransferFunction) -> Bool {
    !requiresMatch || matches.contains { $0.transfer == transfer }
  }

  /// E with a transfer function in the last layer.
  package func terms(with transfer: TransferFunction) -> ErrorTerms {
    matches.first { $0.transfer == transfer }?.terms ?? terms
  }
}

extension ErrorFunction: Equatable {
  public static func == (a: ErrorFunction, b: ErrorFunction) -> Bool {
    a.name == b.name && a.definition == b.definition
  }
}
