/// What training makes small, for one pattern; over a set it is summed. Two are equal where their names are.
public struct ErrorFunction: Sendable {
  /// The name in the language.
  public let name: String
  /// The targets that it is made for.
  public let targets: ClosedRange<Double>
  /// What E is with any transfer function in the last layer.
  package let terms: ErrorTerms
  /// The transfer functions of the last layer that it is made for, and what E is with each.
  package let matches: [Match]

  /// What E is with a transfer function.
  package struct Match: Sendable {
    package let transfer: TransferFunction
    package let terms: ErrorTerms

    init(_ transfer: TransferFunction, _ terms: ErrorTerms) {
      self.transfer = transfer
      self.terms = terms
    }
  }

  /// All there are, in the order in which they are listed; the first is used where none is named.
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

  /// For some transfer functions only.
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

  /// What E is with a transfer function in the last layer.
  package func terms(with transfer: TransferFunction) -> ErrorTerms {
    matches.first { $0.transfer == transfer }?.terms ?? terms
  }
}

extension ErrorFunction: Equatable {
  public static func == (a: ErrorFunction, b: ErrorFunction) -> Bool { a.name == b.name }
}
