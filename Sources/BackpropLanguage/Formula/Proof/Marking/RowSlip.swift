/// How a wrong line differs from the row of a reference that it was meant to be.
enum RowSlip {
  case factor(ModularNumber)
  /// A usual slip, without which it is that row.
  case usual(Slip)

  /// Whether what is right again below it costs that row alone. Any two lines differ by some factor.
  var isLikely: Bool {
    switch self {
    case .factor(let factor): factor.isSignOrHalf
    case .usual: true
    }
  }
}

/// What a wrong line says if one slip in it is undone.
struct UndoneSlip {
  let slip: Slip
  /// By what the network's functions say.
  let value: ModularNumber
}

/// Undoes the usual slips of a wrong line, one at a time.
struct LineRepairs {
  private let context: FormulaContext
  private let reader: LineFormReader
  private let limit: WorkLimit

  /// A longer formula is no line of a derivation.
  private static let mostParts = 120

  /// limit: once it is spent, nothing is undone.
  init(_ context: FormulaContext, _ reader: LineFormReader, _ limit: WorkLimit) {
    self.context = context
    self.reader = reader
    self.limit = limit
  }

  /// Those that make one of some values of the line. beginning: what is derived. slips: which are undone; nil
  /// for all. renaming: as for forms.
  func undone(
    _ line: SourceFormula, of beginning: SourceFormula, _ slips: [Slip]? = nil,
    renaming letters: [String: String], to values: [ModularNumber]
  ) throws(Diagnostic) -> [UndoneSlip] {
    guard line.formula.partCount <= Self.mostParts, slips?.isEmpty != true, !limit.isSpent else { return [] }
    let setting = RepairSetting(context, typed: line.formula, other: beginning.formula)
    var found: [UndoneSlip] = []
    for repair in SlipSearch.repairs(setting) where slips?.contains(repair.slip) ?? true {
      if limit.isOver() {
        if limit.wasInterrupted { throw Diagnostic(.interrupted, at: line.range) }
        break
      }
      let formula = SourceFormula(repair.formula, range: line.range)
      guard let value = try reader.valueByFunctions(of: formula, renaming: letters), values.contains(value)
      else { continue }
      found.append(UndoneSlip(slip: repair.slip, value: value))
    }
    return found
  }
}
