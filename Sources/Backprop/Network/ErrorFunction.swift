/// What training minimizes: the error of one pattern, summed over a set. Two are equal if their names are.
public struct ErrorFunction: Sendable {
  /// The name in the language.
  public let name: String
  /// The targets that it is meant for.
  public let targets: ClosedRange<Double>
  /// E with a transfer function that is not among `matches`.
  package let terms: ErrorTerms
  /// The transfer functions of the last layer that match it, and E with each.
  package let matches: [Match]

  /// E with a transfer function.
  package struct Match: Sendable {
    package let transfer: TransferFunction
    package let terms: ErrorTerms

    init(_ transfer: TransferFunction, _ terms: ErrorTerms) {
      self.transfer = transfer
      self.terms = terms
    }
  }

  /// All error functions in the order in which they are listed; the first is the default.
  package static let all: [ErrorFunction] = [
    .squares,
    .crossEntropy,
  ]

  /// For any transfer function in the last layer.
  init<M: Loss>(_: M.Type) {
    name = M.name
    targets = M.targets
    terms = ErrorTerms(M.self)
    matches = []
  }

  /// For certain transfer functions only.
  init<M: Loss>(_: M.Type, onlyWith matches: [Match]) {
    name = M.name
    targets = M.targets
    terms = ErrorTerms(M.self)
    self.matches = matches
  }

  /// Whether the last layer may have this transfer function.
  public func accepts(_ transfer: TransferFunction) -> Bool {
    matches.isEmpty || matches.contains { $0.transfer == transfer }
  }

  /// E with a transfer function in the last layer.
  package func terms(with transfer: TransferFunction) -> ErrorTerms {
    matches.first { $0.transfer == transfer }?.terms ?? terms
  }
}

extension ErrorFunction: Equatable {
  public static func == (a: ErrorFunction, b: ErrorFunction) -> Bool { a.name == b.name }
}
