/// How a wrong line differs from the row of a reference that it was meant to be.
enum RowSlip {
  case factor(ModularNumber)
  /// One or two usual slips, without which it is that row.
  case usual([Slip])

  /// Whether what is right again below it costs that row alone. Any two lines differ by some factor.
  var isLikely: Bool {
    switch self {
    case .factor(let factor): factor.isSignOrHalf
    case .usual: true
    }
  }
}

/// What a wrong line says if one slip in it is undone, or two.
struct UndoneSlip: Equatable {
  let slips: [Slip]
  /// By what the network's functions say.
  let value: ModularNumber
}

/// Undoes the usual slips of a wrong line, one at a time, or two.
struct LineRepairs {
  private let context: FormulaContext
  private let reader: LineFormReader
  private let limit: WorkLimit

  /// A longer formula is no line of a derivation.
  private static let mostParts = 120
  /// Of a network in which idle parts are looked for.
  private static let mostWeights = 60
  /// Of one line.
  private static let mostPairs = 1_500

  /// What is looked for.
  enum Search {
    case anySlip
    /// One more than a line above it has, or any.
    case another(besides: [[Slip]])
    /// Those that a line above it has.
    case these([[Slip]])
  }

  /// limit: once it is spent, nothing is undone.
  init(_ context: FormulaContext, _ reader: LineFormReader, _ limit: WorkLimit) {
    self.context = context
    self.reader = reader
    self.limit = limit
  }

  /// Those that make one of some values of the line. beginning: what is derived. renaming: as for forms.
  func undone(
    _ line: SourceFormula, of beginning: SourceFormula, _ search: Search,
    renaming letters: [String: String], to values: [ModularNumber]
  ) throws(Diagnostic) -> [UndoneSlip] {
    guard line.formula.partCount <= Self.mostParts, !limit.isSpent else { return [] }
    let trial = Trial(line: line, beginning: beginning, letters: letters, values: values)
    switch search {
    case .these(let all):
      var found: [UndoneSlip] = []
      for slips in all {
        guard let first = slips.first else { continue }
        let own =
          slips.count > 1
          ? try pairs(trial, firsts: [first], second: slips[1]) : try singles(trial) { $0 == first }
        for undone in own where !found.contains(undone) { found.append(undone) }
      }
      return found
    case .another(let earlier):
      let found = try singles(trial) { _ in true }
      let firsts = earlier.filter { $0.count == 1 }.flatMap { $0 }
      return found.isEmpty && !firsts.isEmpty ? try pairs(trial, firsts: firsts) : found
    case .anySlip:
      let found = try singles(trial) { _ in true }
      return found.isEmpty ? try pairs(trial, firsts: nil) : found
    }
  }

  /// Whether a line has a term or a factor without which it has the same value, or a fraction, a function or
  /// a bracket that E and the functions of the network have not brought in, or a ∂ of more than what it is
  /// about; or what is derived itself, or is too long to tell.
  func hasIdlePart(_ line: SourceFormula, of beginning: SourceFormula) throws(Diagnostic) -> Bool {
    guard line.formula.partCount <= Self.mostParts, !limit.isSpent,
      !line.formula.contains(beginning.formula.withoutSign),
      !line.formula.dividesByQuantity || context.dividesByQuantity,
      !line.formula.hasBracket || context.network.outputTransfer.isSoftmax,
      !line.formula.changesNothing, !line.formula.derivesSums
    else { return true }
    let highest = context.highestUnits(in: [line.formula, beginning.formula])
    let small = context.ofModestSize(units: highest.map { $0 + 1 }, most: 3, Self.mostWeights)
    guard let sample = ProofSample(small, seed: 1) else { return true }
    let setting = RepairSetting(context, typed: line.formula, other: beginning.formula)
    for repair in SlipSearch.repairs(setting) where repair.slip == .extraTerm || repair.slip == .extraFactor {
      if limit.isOver() {
        if limit.wasInterrupted { throw Diagnostic(.interrupted, at: line.range) }
        return true
      }
      let shorter = SourceFormula(repair.formula, range: line.range)
      if (try? sample.compare(line, shorter, isInterrupted: limit.isOver)) == .agree { return true }
    }
    return limit.isSpent
  }

  private struct Trial {
    let line: SourceFormula
    let beginning: SourceFormula
    let letters: [String: String]
    let values: [ModularNumber]
  }

  private func singles(
    _ trial: Trial, _ isWanted: (Slip) -> Bool
  ) throws(Diagnostic) -> [UndoneSlip] {
    var found: [UndoneSlip] = []
    for repair in repairs(of: trial.line.formula, trial) where isWanted(repair.slip) {
      guard let value = try value(of: repair.formula, trial) else { break }
      if let value, trial.values.contains(value) {
        found.append(UndoneSlip(slips: [repair.slip], value: value))
      }
    }
    return found
  }

  /// firsts: nil for all that are common. second: nil for any.
  private func pairs(
    _ trial: Trial, firsts: [Slip]?, second: Slip? = nil
  ) throws(Diagnostic) -> [UndoneSlip] {
    var found: [UndoneSlip] = []
    var count = 0
    for first in repairs(of: trial.line.formula, trial)
    where firsts?.contains(first.slip) ?? first.slip.occursInPairs {
      if limit.isOver() {
        if limit.wasInterrupted { throw Diagnostic(.interrupted, at: trial.line.range) }
        return found
      }
      for repair in repairs(of: first.formula, trial)
      where second.map({ $0 == repair.slip }) ?? repair.slip.occursInPairs {
        count += 1
        guard count <= Self.mostPairs, let value = try value(of: repair.formula, trial) else { return found }
        let undone = value.map { UndoneSlip(slips: [first.slip, repair.slip], value: $0) }
        if let undone, trial.values.contains(undone.value), !found.contains(undone) { found.append(undone) }
      }
    }
    return found
  }

  private func repairs(of formula: Formula, _ trial: Trial) -> [Repair] {
    SlipSearch.repairs(RepairSetting(context, typed: formula, other: trial.beginning.formula))
  }

  /// nil if the work is done; nil in it if there is none.
  private func value(of formula: Formula, _ trial: Trial) throws(Diagnostic) -> ModularNumber?? {
    if limit.isOver() {
      if limit.wasInterrupted { throw Diagnostic(.interrupted, at: trial.line.range) }
      return nil
    }
    return .some(
      try reader.valueByFunctions(
        of: SourceFormula(formula, range: trial.line.range), renaming: trial.letters))
  }
}

extension Formula {
  /// Whether there is a bracket [k = r] in it.
  fileprivate var hasBracket: Bool {
    if case .iverson = self { return true }
    return children.contains { $0.hasBracket }
  }

  /// Whether it has a function that may leave what it is given as it is: `max(A, A)`, `abs(A)`, `sqrt(A^2)`.
  fileprivate var changesNothing: Bool {
    switch self {
    case .call(.elementary(.max), _), .call(.elementary(.min), _), .call(.elementary(.abs), _),
      .call(.elementary(.sqrt), _), .call(.elementary(.sign), _), .call(.elementary(.floor), _),
      .call(.comparison, _):
      true
    default: children.contains { $0.changesNothing }
    }
  }

  /// Whether there is a ∂ of a sum of terms, or of E and something else: `∂(E + 1)/∂a_j`.
  fileprivate var derivesSums: Bool {
    if case .partial(let numerator, _) = self {
      var derived = numerator
      if case .negated(let inside) = derived { derived = inside }
      switch derived {
      case .quantity: break
      case .sum, .difference: return true
      default: if derived.mentions(.error) { return true }
      }
    }
    return children.contains { $0.derivesSums }
  }

  /// Whether something that is no number stands below a fraction line.
  fileprivate var dividesByQuantity: Bool {
    switch self {
    case .quotient(_, let below) where !below.isArithmetic: true
    case .power(let base, let exponent) where !base.isArithmetic && (exponent.numericValue ?? -1) < 0: true
    default: children.contains { $0.dividesByQuantity }
    }
  }
}

extension FormulaContext {
  /// Whether E or a transfer function brings fractions into derivatives.
  fileprivate var dividesByQuantity: Bool {
    ownError != nil || network.errorFunction != .squares
      || network.layers.dropFirst().contains { $0.transfer.definition != nil }
  }
}
