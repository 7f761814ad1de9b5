import Backprop

/// The steps of a derivation, each with its verdict.
struct DerivationVerdicts {
  let steps: [Step]
  /// Rows that cannot be read.
  private let unread: [UnreadRow]
  private let hint: Hint

  struct Step {
    let step: DerivationRows.Step
    /// Its two sides.
    let check: IdentityCheck
    let verdict: Verdict
  }

  enum Verdict: Equatable {
    case holds
    /// The first of its chain that is wrong.
    case fails
    /// The first of its chain that is wrong, although it holds for the presented numbers.
    case holdsHere
    /// After a wrong line, which it follows from.
    case followsWrongLine
    /// After a wrong line, from which it does not follow, but it is what the chain began with.
    case rightAgain
    /// After a wrong line, from which it does not follow either.
    case failsAgain
  }

  init(
    _ rows: DerivationRows, in context: FormulaContext, within bound: Double?, hint: Hint,
    isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    self.hint = hint
    var rows = try rows.known(in: context).bounded(in: context)
    do throws(Diagnostic) {
      steps = try Self.steps(rows, in: context, within: bound, isInterrupted)
    } catch {
      guard error.problem.isOfNoValue else { throw error }
      rows = try rows.evaluable(in: context, isInterrupted: isInterrupted)
      steps = try Self.steps(rows, in: context, within: bound, isInterrupted)
    }
    unread = rows.unread
  }

  private static func steps(
    _ rows: DerivationRows, in context: FormulaContext, within bound: Double?,
    _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> [Step] {
    var steps: [Step] = []
    /// Whether a line of the chain is wrong.
    var isWrong = false
    /// Whether every step of the chain so far was an equation.
    var isEqual = true
    let claims = rows.claims
    /// The last line of the chain that is no number.
    var general: SourceFormula?
    for (place, step) in rows.steps.enumerated() {
      if isInterrupted() { throw Diagnostic(.interrupted, at: step.equation.range) }
      if !step.continues { (isWrong, isEqual, general) = (false, true, nil) }
      if !step.equation.left.formula.isArithmetic { general = step.equation.left }
      // A number in between must not hide what is said of the formulas on both of its sides.
      let claim = general.map { SourceEquation($0, step.equation.right) }
      isEqual = isEqual && step.equation.relation == .equal
      let own = step.bound ?? bound
      let check = try IdentityCheck(
        step.equation, in: context, within: step.equation.relation.isOrder ? nil : own,
        continues: step.continues, isClaim: claims[place], claim: isEqual ? claim : nil,
        isInterrupted: isInterrupted)
      let isRightStep = check.holds && !check.isCoincidence
      var verdict = isRightStep ? Verdict.holds : check.holds ? .holdsHere : .fails
      if isWrong {
        let whole = SourceEquation(step.beginning, step.equation.right)
        var isRight = false
        if isEqual {
          let check = try IdentityCheck(
            whole, in: context, within: own, isClaim: claims[place], isInterrupted: isInterrupted)
          isRight = check.holds && !check.isCoincidence
        }
        verdict =
          switch (isRightStep, isRight) {
          case (true, false): .followsWrongLine
          case (true, true): .holds
          case (false, true): .rightAgain
          case (false, false): .failsAgain
          }
        if isRight { isWrong = false }
      } else if !isRightStep {
        isWrong = true
      }
      steps.append(Step(step: step, check: check, verdict: verdict))
    }
    return steps
  }

  /// The number of the first wrong step, from 0.
  private var firstWrong: Int? { steps.firstIndex { $0.verdict == .fails || $0.verdict == .holdsHere } }

  /// What is wrong with the first wrong step, or row that cannot be read; nil if all hold.
  var refutation: Diagnostic? {
    guard let place = firstWrong, let diagnostic = steps[place].check.refutation(hint) else {
      return unread.first { !$0.isRemark }?.diagnostic
    }
    let step = steps[place].step
    let number = DerivationTable.number(of: step, at: place, unread: unread)
    return unread.mistake(above: step)?.diagnostic
      ?? DerivationTable.diagnostic(diagnostic, ofStep: number, step)
  }

  /// Each step, for programs. slips: of the first wrong one.
  func records(in source: SourceText, slips: [Slip]) -> [CheckRecord] {
    let records = steps.enumerated().map { place, step in
      let record = CheckRecord(
        .step, step.step.range, in: source, step.verdict.forPrograms, slips: place == firstWrong ? slips : [])
      return (step: step.step, record: record)
    }
    return [CheckRecord](records, unread: unread, in: source)
  }

  func blocks(in notation: NetworkNotation) -> [Block] {
    var blocks = [DerivationTable.block(steps.map { ($0.step, words($0)) }, unread: unread, notation)]
    let count = steps.count + unread.filter { !$0.isRemark }.count
    if firstWrong == nil, count == steps.count {
      blocks.append(
        .paragraph([.strong(Wording.allHold(count) + ".")]))
    } else {
      let right = steps.filter { $0.verdict == .holds || $0.verdict == .rightAgain }.count
      let here = steps.filter { $0.verdict == .holdsHere }.count
      blocks.append(.paragraph([.strong(Wording.hold(right, of: count, here: here))]))
    }
    return blocks
  }

  private func words(_ step: Step) -> String {
    let words = Wording.words(step.verdict)
    guard step.verdict == .holds else { return words }
    if !step.check.isExact, !step.check.equation.relation.isOrder {
      return "\(words) only \(Wording.words(step.check.tolerance))"
    }
    return switch step.check.generality {
    case .needsTargetsThatSumToOne: "\(words) where the targets' sum is 1"
    case .needsOneUnit(let letters): "\(words); \(Wording.onlyWithOneUnit(letters))"
    case .holds, .needsNumbers, .fails, nil: words
    }
  }
}

extension DerivationRows {
  /// For each step, whether it is said of all networks: not in a chain that computes with the presented ones,
  /// unless it goes back from a number to a formula.
  fileprivate var claims: [Bool] {
    var claims: [Bool] = []
    var chain: [SourceEquation] = []
    for (place, step) in steps.enumerated() {
      chain.append(step.equation)
      let goesOn = steps.indices.contains(place + 1) && steps[place + 1].continues
      guard !goesOn else { continue }
      let isComputation = !chain.allSatisfy({ $0.isOfAllUnits }) && chain.contains { $0.isOfNumbers }
      var isComputed = false
      for equation in chain {
        isComputed = isComputed || equation.left.formula.isArithmetic
        claims.append(!isComputation || isComputed && !equation.right.formula.isOfNumbers)
      }
      chain = []
    }
    return claims
  }
}

extension DerivationVerdicts.Verdict {
  /// As programs read it.
  var forPrograms: CheckRecord.Verdict {
    switch self {
    case .holds: .holds
    case .fails, .failsAgain: .wrong
    case .holdsHere: .holdsHere
    case .followsWrongLine: .followsWrongLine
    case .rightAgain: .rightAgain
    }
  }
}
