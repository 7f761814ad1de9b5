import Backprop

/// The derivation of a formula for every network of the shape of the one in use.
extension FormulaContext {
  /// withTransfers: whether g and g' are written out.
  ///
  /// Throws if a symbol is undefined or no rule derives the formula.
  func board(
    of source: SourceFormula, withTransfers: Bool, isInterrupted: @escaping () -> Bool = { false }
  ) throws(Diagnostic) -> Board {
    let source = try bounded(source)
    let formula = pinned(source.formula).derivingByOutputs
    if let quantity = formula.quantityOfSet {
      throw Diagnostic(.derivation(.isOfSet(quantity)), at: source.range)
    }
    try checkSymbols(of: source)
    let check = try DerivationCheck(
      self, of: formula, at: source.range, isInterrupted: isInterrupted)
    var deriver = Deriver(
      DerivationScope(context: self, writesTransfers: withTransfers), check, at: source.range,
      isInterrupted: isInterrupted)
    _ = try deriver.derive(formula)
    guard !deriver.lines.isEmpty else {
      throw Diagnostic(.derivation(.nothingToDerive(formula)), at: source.range)
    }
    return Board(lines: deriver.lines, uses: deriver.uses)
  }

  /// Throws unless every symbol means something in the network in use; whether a pattern has been presented
  /// makes no difference.
  private func checkSymbols(of source: SourceFormula) throws(Diagnostic) {
    _ = try FormulaEvaluator(withAnyPattern).indices(of: source)
  }
}

extension Formula {
  /// With ∂ by y_i for ∂ by x_i, which is the same.
  fileprivate var derivingByOutputs: Formula {
    if case .partial(let above, .quantity(.input, let places)) = self {
      return .partial(above.derivingByOutputs, .quantity(.output, places))
    }
    let parts = children.map { $0.derivingByOutputs }
    return parts.isEmpty ? self : with(parts)
  }

  /// A quantity of a whole pattern set or training in it.
  fileprivate var quantityOfSet: Formula? {
    switch self {
    case .quantity(.totalError, _), .quantity(.meanError, _), .quantity(.accuracy, _),
      .quantity(.epochs, _):
      self
    default: children.lazy.compactMap { $0.quantityOfSet }.first
    }
  }
}
