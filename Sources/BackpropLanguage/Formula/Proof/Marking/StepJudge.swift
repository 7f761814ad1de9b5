import Backprop

/// Whether a step of a derivation is right, whatever the weights, the pattern and the session's numbers are.
struct StepJudge {
  private let context: FormulaContext
  private let reader: LineFormReader
  private let limit: WorkLimit

  enum Verdict {
    case right
    case wrong
    /// It is no equation, names something unknown, or is beyond what can be proved.
    case undecided
  }

  /// The networks on which a step must hold that is not proved.
  private static let samples: UInt64 = 4
  /// And others, of larger numbers: |t - y| > D is another case of an error that is huber's.
  private static let wide: [ProofSample.Numbers] = [
    .upTo(weights: 4, targets: 8), .upTo(weights: 1.2, targets: 100), .upTo(weights: 30, targets: 100),
    .upTo(weights: 300, targets: 10_000),
  ]
  /// Larger terms that cancel take what is compared out of the numbers.
  private static let mostCancellation = 1e6

  /// limit: once it is spent, every step is undecided.
  init(_ context: FormulaContext, _ reader: LineFormReader, _ limit: WorkLimit) {
    self.context = context
    self.reader = reader
    self.limit = limit
  }

  /// Throws only when it is interrupted.
  func verdict(on step: SourceEquation) throws(Diagnostic) -> Verdict {
    guard step.relation == .equal else { return .undecided }
    return try bounded(.undecided) { () throws(Diagnostic) in
      if let left = try reader.form(of: step.left), let right = try reader.form(of: step.right),
        left == right || left.writtenOut == right.writtenOut
      {
        return .right
      }
      switch try IdentityProof(step, in: context, isInterrupted: limit.isOver).verdict {
      case .proved(let proved): return proved.laws.contains { restsOnNumber($0) } ? .wrong : .right
      case .refuted: return .wrong
      case .undecided(let obstacle): return try verdict(on: step, obstacle)
      }
    }
  }

  /// Where no proof was found.
  private func verdict(
    on step: SourceEquation, _ obstacle: ProofObstacle
  ) throws(Diagnostic) -> Verdict {
    switch obstacle {
    case .differsByLittle: .wrong
    case .agreesWithTheseNumbers: namesSettings(step) ? .wrong : try verdictOfSamples(step)
    // What samples cannot see.
    case .differsAtKink, .untriedAtKink, .tooManyDigits: .undecided
    case .algebra, .agreesWithoutProof, .agreesIfTargetsSumToOne, .dependsOnSizes, .tooCloseToTell,
      .noValues:
      try verdictOfSamples(step)
    }
  }

  /// Whether a step holds only with the session's η or α. The numbers that somebody has defined mean what
  /// they say.
  private func restsOnNumber(_ law: ProofLaw) -> Bool {
    guard case .name(let name) = law else { return false }
    return Vocabulary.settings.contains(name)
  }

  private func namesSettings(_ step: SourceEquation) -> Bool {
    (step.left.formula.names + step.right.formula.names).contains { Vocabulary.settings.contains($0) }
  }

  /// What the slip of a wrong step probably is, as far as it may be told.
  func finding(of step: SourceEquation, _ hint: Hint) throws(Diagnostic) -> SlipFinding? {
    guard hint != .verdict, !limit.isSpent else { return nil }
    return try bounded(nil) { () throws(Diagnostic) in
      let proof = try IdentityProof(step, in: context, isInterrupted: limit.isOver)
      guard case .refuted(let example) = proof.verdict,
        case .refuted(let refutation)? = example.check.refutation(hint)?.problem
      else { return nil }
      return refutation.finding
    }
  }

  private func bounded<Value>(
    _ otherwise: Value, _ work: () throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> Value {
    do throws(Diagnostic) { return try work() } catch {
      if error.problem.isInterrupted, limit.wasInterrupted { throw error }
      return otherwise
    }
  }

  /// Right if it holds on random networks, all of which have values for it, and on some of larger numbers.
  private func verdictOfSamples(_ step: SourceEquation) throws(Diagnostic) -> Verdict {
    for seed in 1...Self.samples {
      guard try comparison(step, seed, .anything) == .agree else { return .undecided }
    }
    var count = 0
    for (place, numbers) in Self.wide.enumerated() {
      switch try comparison(step, UInt64(place + 1), numbers) {
      case .agree: count += 1
      case .differ: return .wrong
      case .unclear, .noValue: continue
      }
    }
    return count > 0 ? .right : .undecided
  }

  private func comparison(
    _ step: SourceEquation, _ seed: UInt64, _ numbers: ProofSample.Numbers
  ) throws(Diagnostic) -> ProofSample.Comparison {
    guard let sample = ProofSample(context, seed: seed, numbers) else { return .unclear }
    let comparison = try sample.compare(step.left, step.right, isInterrupted: limit.isOver)
    guard comparison == .agree else { return comparison }
    let table = try FormulaEvaluator(sample.context, isInterrupted: limit.isOver)
      .values(of: [step.left, step.right], measuresSize: true)
    let largest = table.columns.joined().reduce(0) { max($0, $1.magnitude) }
    return table.size <= Self.mostCancellation * largest ? .agree : .unclear
  }
}
