import Backprop

/// The formulas that `train …, record FORMULA` evaluates after each epoch, with the weights that it has left.
///
/// A formula of the network alone, such as `w_i1j1` or `total E`, has one value; one about a pattern, with a,
/// y, t, δ or E in it, is averaged over the training set. The weights are not touched.
struct FormulaRecorder {
  /// The curves so far.
  private(set) var recorded: [TrainingRun.Recorded]
  /// Whether a formula needs what the last epoch has changed.
  let usesChanges: Bool

  private let formulas: [Compiled]
  private let patterns: PatternSet
  private let places: [Int]
  private let needsDeltas: Bool
  private let isInterrupted: () -> Bool
  private var evaluation: FormulaEvaluation
  /// What can be compiled of the formulas; the rest is interpreted.
  private let program: RecordProgram?
  private let interpreted: [Int]

  private struct Compiled {
    let source: SourceFormula
    let resolved: ResolvedFormula
    let isOfPattern: Bool
  }

  /// Of a larger set, so many patterns, evenly spaced, stand for all.
  static let mostPatterns = 1000
  /// The patterns for which a formula is tried before training begins.
  private static let mostTried = 100

  /// context: of the session. network: as it is before the first epoch. epochs: those done before it, on
  /// which n counts.
  ///
  /// Throws: unless every formula is one finite number, before any epoch.
  init(
    _ sources: [SourceFormula], in context: FormulaContext, training network: Network,
    on patterns: PatternSet, epochs: Int, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    var context = context.withAnyPattern
    context.network = network
    context.patterns = patterns
    context.epochs = epochs + 1
    context.previousWeightChanges = nil
    let memory = context.ruleMemory
    context.ruleMemory = nil
    var resolver = FormulaResolver(context)
    var formulas: [Compiled] = []
    for source in sources {
      if let name = source.names.first(where: { memory?.quantity($0.value) != nil }) {
        throw Diagnostic(
          .expected(
            "a formula of the network, its E and Δw: what a rule remembers is not recorded, but `print` "
              + "shows it after the training",
            found: "`\(name.value)`"), at: name.range, example: "train 100 epochs, record Δw_i1j1")
      }
      let resolved = try resolver.resolve(source)
      let free = resolver.indices.filter { $0.isFree }.map { $0.letter }
      guard free.isEmpty else {
        throw Diagnostic(
          .expected("a single number to record", found: "a value for each \(Wording.list(free))"),
          at: source.range, example: "train 100 epochs, record sqrt(Σ_j δ_j^2)")
      }
      guard !resolved.contains(where: { if case .previousWeightChange = $0 { true } else { false } }) else {
        throw Diagnostic(
          .expected("a formula without Δw(n-1), which an epoch does not have", found: "it"), at: source.range,
          example: "train 100 epochs, record Δw_i1j1")
      }
      formulas.append(
        Compiled(source: source, resolved: resolved, isOfPattern: resolved.contains { $0.isOfPattern }))
    }
    self.formulas = formulas
    self.patterns = patterns
    self.isInterrupted = isInterrupted
    let all = Evenly.places(patterns.count, atMost: Self.mostPatterns)
    let mean =
      all.count < patterns.count
      ? "mean over \(all.count) of \(patterns.count) patterns" : "mean over the patterns"
    recorded = formulas.map {
      TrainingRun.Recorded(formula: $0.source.formula, mean: $0.isOfPattern ? mean : nil)
    }
    usesChanges = formulas.contains { formula in
      formula.resolved.contains { if case .weightChange = $0 { true } else { false } }
    }
    needsDeltas = formulas.contains { formula in
      formula.resolved.contains { if case .delta = $0 { true } else { false } }
    }
    evaluation = FormulaEvaluation(context, slots: resolver.indices.count, isInterrupted)
    places = all
    let sample = all.count < patterns.count ? try? patterns.selecting(all) : patterns
    let program = sample.flatMap {
      RecordProgram(
        formulas.map { $0.resolved }, isMean: formulas.map { $0.isOfPattern },
        slots: resolver.indices.count, network: network, patterns: $0, areAll: all.count == patterns.count)
    }
    self.program = program
    interpreted = formulas.indices.filter { !(program?.places.contains($0) ?? false) }
    try check(on: Evenly.places(all.count, atMost: Self.mostTried).map { all[$0] })
  }

  /// Evaluates the formulas after an epoch. A formula that has no finite value then has no point.
  ///
  /// epoch: counted from 1 in this training. done: the same with those before it. changes: of the weights, by
  /// that epoch.
  ///
  /// Returns: false if the work was interrupted.
  mutating func record(_ network: Network, epoch: Int, done: Int, changes: [Matrix]?) -> Bool {
    guard let values = values(network, done: done, changes) else { return false }
    for (place, value) in values.enumerated() {
      if value.isFinite {
        recorded[place].points.append(.init(epoch: epoch, error: value))
      } else {
        recorded[place].gaps += 1
      }
    }
    return true
  }

  private mutating func values(_ network: Network, done: Int, _ changes: [Matrix]?) -> [Double]? {
    var values = [Double](repeating: 0, count: formulas.count)
    if let program {
      guard let compiled = program.values(network, changes: changes, epochs: done, isStopped: isInterrupted)
      else { return nil }
      for (place, value) in zip(program.places, compiled) { values[place] = value }
    }
    guard !interpreted.isEmpty else { return values }
    evaluation.begin { context in
      context.network = network
      context.epochs = done
      context.weightChanges = changes
    }
    guard let others = self.values(of: interpreted, on: places) else { return nil }
    for (place, value) in zip(interpreted, others) { values[place] = value }
    return values
  }

  /// Throws if a formula is infinite or not a number with the first weights.
  private mutating func check(on places: [Int]) throws(Diagnostic) {
    guard let values = values(of: Array(formulas.indices), on: places) else {
      throw Diagnostic(.interrupted, at: formulas.first?.source.range ?? 0..<0)
    }
    for (formula, value) in zip(formulas, values) where !value.isFinite {
      // What depends on changes may have a value once there are some.
      if formula.resolved.contains(where: { if case .weightChange = $0 { true } else { false } }) { continue }
      throw Diagnostic(.notFinite(formula.source.formula.unicode), at: formula.source.range)
    }
  }

  /// The values of these formulas, the mean over the patterns of one that is about a pattern; nil if
  /// interrupted.
  private mutating func values(of chosen: [Int], on places: [Int]) -> [Double]? {
    var sums = [Double](repeating: 0, count: chosen.count)
    let ofPattern = chosen.indices.filter { formulas[chosen[$0]].isOfPattern }
    for place in chosen.indices where !formulas[chosen[place]].isOfPattern {
      sums[place] = evaluation.value(of: formulas[chosen[place]].resolved).value
    }
    if !ofPattern.isEmpty {
      let network = evaluation.context.network
      for (number, place) in places.enumerated() {
        if number % 64 == 63, isInterrupted() { return nil }
        let pattern = patterns[place]
        guard let forward = try? network.forward(pattern.input) else { return nil }
        let deltas = needsDeltas ? try? network.deltasAlone(forward, target: pattern.target) : nil
        evaluation.present(
          Presentation(
            input: pattern.input, target: pattern.target, network: network, forward: forward,
            backward: deltas))
        for place in ofPattern { sums[place] += evaluation.value(of: formulas[chosen[place]].resolved).value }
      }
      for place in ofPattern { sums[place] /= Double(places.count) }
    }
    return evaluation.isStopped ? nil : sums
  }
}

extension ResolvedFormula {
  /// Whether it or a part of it is such.
  func contains(where matches: (ResolvedFormula) -> Bool) -> Bool {
    matches(self) || parts.contains { $0.contains(where: matches) }
  }

  private var parts: [ResolvedFormula] {
    switch self {
    case .named(_, let a), .negated(let a), .transfer(_, let a, _), .softmax(_, let a, _, _, _),
      .summation(_, _, let a), .partial(let a, _), .apply(_, let a, _):
      [a]
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
      .power(let a, let b):
      [a, b]
    case .call(_, let arguments): arguments
    case .number, .weight, .weightChange, .previousWeightChange, .remembered, .totalInput, .output, .delta,
      .target, .error, .totalError, .meanError, .accuracy, .epochs, .parameter, .iverson:
      []
    }
  }

  /// Whether it is a quantity of the pattern that is presented.
  fileprivate var isOfPattern: Bool {
    switch self {
    case .totalInput, .output, .delta, .target, .error: true
    default: false
    }
  }
}
