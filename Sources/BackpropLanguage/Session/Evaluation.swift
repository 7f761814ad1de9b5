import Backprop

/// The seam between the session and formulas: the only place where a statement has one evaluated.
extension SessionState {
  /// The value of a formula as things stand.
  func value(of formula: SourceFormula) throws(Diagnostic) -> IndexedValue {
    switch formula.formula {
    case .number(let number, _): return IndexedValue(indices: [], values: [number])
    case .negated(.number(let number, _)): return IndexedValue(indices: [], values: [-number])
    default: throw Diagnostic(.expected("a number", found: "a formula"), at: formula.range)
    }
  }
}

extension Formula {
  /// The names that it uses.
  var names: [String] { [] }
}
