import Backprop

/// Whether a step of a derivation is right, whatever the weights, the pattern and the session's numbers are.
struct StepJudge {
  private let context: FormulaContext
  private let reader: LineFormReader
  private let isInterrupted: () -> Bool

  enum Verdict: Equatable {
    case right
    /// What the slip probably is, if it may be told.
    case wrong(SlipFinding?)
    /// It is no equation, names something unknown, or is beyond what can be proved.
    case undecided
  }

  /// The networks on which a step must hold that is not proved.
  private static let samples: UInt64 = 4

  init(_ context: FormulaContext, _ reader: LineFormReader, isInterrupted: @escaping () -> Bool) {
    self.context = context
    self.reader = reader
    self.isInterrupted = isInterrupted
  }

  /// Throws only when it is interrupted.
  func verdict(on step: SourceEquation, _ hint: Hint) throws(Diagnostic) -> Verdict {
    guard step.relation == .equal else { return .undecided }
    if let left = try reader.form(of: step.left), try reader.form(of: step.right) == left { return .right }
    do throws(Diagnostic) {
      switch try IdentityProof(step, in: context, isInterrupted: isInterrupted).verdict {
      case .proved: return .right
      case .refuted(let example):
        guard hint != .verdict, case .refuted(let refutation)? = example.check.refutation(hint)?.problem
        else { return .wrong(nil) }
        return .wrong(refutation.finding)
      case .undecided: return try holdsOnSamples(step) ? .right : .undecided
      }
    } catch {
      if error.problem.isInterrupted { throw error }
      return .undecided
    }
  }

  /// Whether it holds on random networks, all of which have values for it.
  private func holdsOnSamples(_ step: SourceEquation) throws(Diagnostic) -> Bool {
    for seed in 1...Self.samples {
      guard let sample = ProofSample(context, seed: seed),
        try sample.compare(step.left, step.right, isInterrupted: isInterrupted) == .agree
      else { return false }
    }
    return true
  }
}
