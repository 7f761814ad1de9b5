import IndexedAlgebra

/// The steps of a derivation, each proved or not, and what `prove` shows of them.
struct DerivationProofs {
  let steps: [Step]
  /// Rows that cannot be read.
  private let unread: [UnreadRow]
  private let context: FormulaContext
  private let hint: Hint
  /// What the first wrong step holds for all the same.
  private var assumption: BiasAssumption?

  struct Step {
    let step: DerivationRows.Step
    let proof: IdentityProof
    /// nil: not decided.
    let verdict: DerivationVerdicts.Verdict?
  }

  /// Throws if a symbol is undefined, and when it is interrupted.
  init(
    _ rows: DerivationRows, in context: FormulaContext, hint: Hint, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    self.context = context
    self.hint = hint
    var steps: [Step] = []
    /// Whether a line of the chain is wrong.
    var isWrong = false
    let rows = try rows.known(in: context)
    unread = rows.unread
    for step in try rows.bounded(in: context).steps {
      if !step.continues { isWrong = false }
      let proof = try IdentityProof(step.equation, in: context, isInterrupted: isInterrupted)
      var isRight = false
      if isWrong {
        let whole = SourceEquation(step.beginning, step.equation.right)
        isRight = try IdentityProof(whole, in: context, isInterrupted: isInterrupted).isProved
      }
      let verdict: DerivationVerdicts.Verdict? =
        switch proof.verdict {
        case .proved: isWrong && !isRight ? .followsWrongLine : .holds
        case .refuted: isWrong ? (isRight ? .rightAgain : .failsAgain) : .fails
        case .undecided: nil
        }
      if isRight { isWrong = false }
      if verdict == .fails { isWrong = true }
      steps.append(Step(step: step, proof: proof, verdict: verdict))
    }
    self.steps = steps
    if let place = firstUnproved, hint != .verdict {
      assumption = try steps[place].proof.biasAssumption(in: context, isInterrupted: isInterrupted)
    }
  }

  /// The number of the first step that is wrong, or not decided, from 0.
  private var firstUnproved: Int? {
    steps.firstIndex { $0.verdict == .fails } ?? steps.firstIndex { $0.verdict == nil }
  }

  private func document(_ step: Step) -> ProofDocument {
    ProofDocument(proof: step.proof, context: context, hint: hint, continues: step.step.continues)
  }

  /// What is wrong with the first wrong step, or row that cannot be read; nil if all are proved.
  var refutation: Diagnostic? {
    guard let place = firstUnproved, let diagnostic = document(steps[place]).refutation else {
      return unread.first { !$0.isRemark }?.diagnostic
    }
    let step = steps[place].step
    return unread.mistake(above: step)?.diagnostic
      ?? DerivationTable.diagnostic(diagnostic, ofStep: number(of: place), step)
  }

  /// The number of a step in the table.
  private func number(of place: Int) -> Int {
    DerivationTable.number(of: steps[place].step, at: place, unread: unread)
  }

  /// Each step, for programs. slips: of the first that is not proved.
  func records(in source: SourceText, slips: [Slip]) -> [CheckRecord] {
    let records = steps.enumerated().map { place, step in
      let verdict: CheckRecord.Verdict =
        step.verdict == .holds ? .proved : step.verdict.map { $0.forPrograms } ?? .undecided
      let record = CheckRecord(
        .step, step.step.range, in: source, verdict,
        slips: place == firstUnproved ? slips : [])
      return (step: step.step, record: record)
    }
    return [CheckRecord](records, unread: unread, in: source)
  }

  func blocks(in notation: NetworkNotation) -> [Block] {
    var blocks: [Block] = [
      DerivationTable.block(steps.map { ($0.step, words($0)) }, unread: unread, notation),
      .paragraph(summary),
    ]
    if let place = firstUnproved {
      // The table has said the rest.
      if case .refuted(let example) = steps[place].proof.verdict, hint != .verdict,
        let lines = example.lines(context.layerLetters)
      {
        blocks.append(.paragraph([.text("A counter-example to step \(number(of: place)):")]))
        blocks.append(.code(lines))
      }
      if let assumption {
        blocks.append(.note([.text("Step \(number(of: place)): \(Wording.sentence(assumption))")]))
      }
    } else {
      let used = AlgebraRule.all.filter { rule in proved.contains { $0.rules.contains(rule) } }
      if !used.isEmpty {
        blocks.append(.note([.text("Used: " + Wording.list(used.map { $0.name }) + ".")]))
      }
    }
    return blocks
  }

  private var proved: [IdentityProof.Proved] {
    steps.compactMap { if case .proved(let proved) = $0.proof.verdict { proved } else { nil } }
  }

  private func words(_ step: Step) -> String {
    guard let verdict = step.verdict else { return "is not decided" }
    return Wording.words(verdict) + (verdict == .holds ? document(step).conditions : "")
  }

  /// How many steps hold, and for what.
  private var summary: [Inline] {
    let rowCount = steps.count + unread.filter { !$0.isRemark }.count
    guard firstUnproved == nil, rowCount == steps.count else {
      let right = steps.filter { $0.verdict == .holds || $0.verdict == .rightAgain }.count
      return [.strong(Wording.hold(right, of: rowCount))]
    }
    let isForAll =
      proved.allSatisfy { $0.isForEveryTransfer } && steps.allSatisfy { document($0).conditions.isEmpty }
    let scope = Wording.scope(proved.flatMap { $0.laws }, isForEveryTransfer: isForAll, context)
    let room = steps.lazy.map { document($0).room }.first { !$0.isEmpty } ?? ""
    return [
      .strong(Wording.allHold(steps.count)),
      .text(" for \(scope)\(room)."),
    ]
  }
}

extension IdentityProof {
  fileprivate var isProved: Bool { if case .proved = verdict { true } else { false } }
}
