import Backprop

/// `E = Σ_k (t_k - y_k)^2`
extension Assignment {
  static func error(_ cursor: inout TokenCursor) throws(Diagnostic) -> Action {
    let start = cursor.range.lowerBound
    cursor.advance()
    if cursor.take("(") {
      while cursor.word != nil || cursor.peek == .symbol(")") { cursor.advance() }
    }
    guard cursor.take("=") else { throw cursor.expected("`=`") }
    if let word = cursor.word, cursor.peek(1) == nil,
      let named = NamedError.all.first(where: { $0.name == word }) ?? NamedError.calledElsewhere(word)
    {
      let found = cursor.found
      cursor.advance()
      throw Diagnostic(
        .expected(
          "the formula of E, or `error \(named.form)` for \(named.meaning)", found: found),
        at: cursor.range(from: start), suggestion: "error \(named.name)", example: "error \(named.usualForm)")
    }
    let example = "E = 1/2 Σ_k (t_k - y_k)^2"
    guard !cursor.isAtEnd else { throw cursor.expected("the formula of E", example: example) }
    var tokens = cursor.takeRest()
    // An exercise may ask for the δ that follows from E.
    let isHidden = tokens.count > 2 && tokens.suffix(2).map { $0.kind } == [.symbol(","), .word("hidden")]
    if isHidden { tokens.removeLast(2) }
    let formula = try FormulaParser.formula(withoutWeights(tokens), in: cursor.source)
    return Action(example: example) { (execution) throws(Diagnostic) in
      try execution.setError(formula, isHidden: isHidden)
    }
  }
}

extension Assignment {
  /// `Σ_n E_n(w)` without the `(w)`, as which no factor can be meant.
  private static func withoutWeights(_ tokens: [Token]) -> [Token] {
    var kept: [Token] = []
    var place = 0
    while place < tokens.count {
      if place > 0, tokens[place].kind == .symbol("("), !tokens[place].spaceBefore, place + 2 < tokens.count,
        [.word("w"), .word("W"), .word("θ")].contains(tokens[place + 1].kind),
        tokens[place + 2].kind == .symbol(")")
      {
        place += 3
        continue
      }
      kept.append(tokens[place])
      place += 1
    }
    return kept
  }
}

extension Execution {
  fileprivate mutating func setError(_ formula: SourceFormula, isHidden: Bool) throws(Diagnostic) {
    let network = try currentNetwork()
    let context = state.formulaContext(of: network)
    var formula = formula
    if formula.formula.names.contains(AllWeights.plain) {
      // C_0 is what E is so far.
      formula.formula = formula.formula.replacing(name: AllWeights.plain, by: context.plainError ?? .zero)
      formula.leaves = []
    }
    formula = context.withUnitCounts(context.withAllWeights(formula))
    let definition = try ErrorDefinition(formula, context)
    try checkPenalty(definition.function, of: network, at: formula.range)
    if isHidden {
      try use(definition.function, definition.own, at: formula.range)
      emit([.paragraph([.equation(Equation(.quantity(.error, []), formula.formula))])])
    } else {
      try setError(definition.function, definition.own, at: formula.range)
    }
  }

  /// Throws if weights are in E with which it is no number: `log(w_ij)` of a negative one.
  func checkPenalty(
    _ function: ErrorFunction, of network: NetworkState, at range: SourceRange
  ) throws(Diagnostic) {
    guard let penalty = function.penalty else { return }
    var core = network.core
    do throws(NetworkError) { try core.setErrorFunction(function) } catch { return }
    guard !core.penalty.isFinite else { return }
    guard let place = penalty.placeWithoutNumber(in: core) else {
      throw Diagnostic(.penaltyIsNoNumber(weight: nil, value: 0), at: range)
    }
    throw Diagnostic(
      penaltyIsNoNumber(
        at: WeightPlace(projection: place.projection, row: place.row, column: place.column), network),
      at: range)
  }

  private func penaltyIsNoNumber(
    at place: WeightPlace, _ network: NetworkState, isSlope: Bool = false
  ) -> Problem {
    .penaltyIsNoNumber(
      weight: network.weightName(place),
      value: network.core.projections[place.projection].weights[place.row, place.column], isSlope: isSlope)
  }

  /// Throws if training cannot begin with the weights as they are, because of what they add to E.
  ///
  /// rule: that of the training, which may leave out the slope of what is added.
  func checkPenalty(
    of network: NetworkState, _ patterns: PatternSet, _ rule: LearningRule, at range: SourceRange
  ) throws(Diagnostic) {
    guard network.core.errorFunction.penalty != nil else { return }
    try checkPenalty(network.core.errorFunction, of: network, at: range)
    guard rule.outputDelta == nil, !rule.leavesOutPenalty else { return }
    let pattern = patterns[0]
    guard let pass = try? network.core.forward(pattern.input),
      let gradients = try? network.core.backward(pass, target: pattern.target),
      network.firstNotFinite(gradients.deltas) == nil
    else { return }
    for (number, slopes) in gradients.negativeGradients.enumerated() {
      // Frozen weights stay as they are.
      let frozen = network.core.projections[number].frozen
      let wrong = slopes.elements.indices.first {
        !slopes.elements[$0].isFinite && !(frozen?[$0] ?? false)
      }
      guard let wrong else { continue }
      let (row, column) = wrong.quotientAndRemainder(dividingBy: slopes.columns)
      let place = WeightPlace(projection: number, row: row, column: column)
      throw Diagnostic(penaltyIsNoNumber(at: place, network, isSlope: true), at: range)
    }
  }

  /// Gives the network in use an error function, and shows E and the δ that follows from it.
  mutating func setError(
    _ function: ErrorFunction, _ own: OwnError?, at range: SourceRange
  ) throws(Diagnostic) {
    try use(function, own, at: range)
    let network = try currentNetwork()
    let rules = DerivationRules(state.formulaContext(of: network)).rulesWithBiases
    let steps: [HandoutStep] = [
      .comparison, .delta(ofLayer: network.core.layers.count - 1, in: network.core),
    ]
    var shown = steps.compactMap { step in rules.first { $0.step == step && !$0.left.isChange } }
    // Where weights are in E, each gradient is shown: a penalty need not be of all weights.
    if own?.penalty != nil {
      let gradients = rules.filter { $0.left.containsPartial }
      shown +=
        gradients.filter { !$0.left.isOfBias }.reversed() + gradients.filter { $0.left.isOfBias }.reversed()
    }
    emit(shown.map { .paragraph([.equation(Equation($0.left, $0.right))]) })
    noteTargetsOfClasses()
    noteLeftOutPenalty()
  }

  /// δ_k = t_k - y_k, of softmax with cross-entropy, needs targets that add up to 1. Others that are
  /// presented have shown their sum in it.
  private func noteTargetsOfClasses() {
    guard let network = state.network, network.core.errorTerms.isMatched,
      network.core.outputTransfer.isSoftmax
    else { return }
    let letter = network.letter(network.core.layers.count - 1)
    let target = Formula.quantity(.target, [Subscript(letter)])
    let sum = Equation(.summation(letter, target), .one)
    emit([.note([.text("for targets of classes, "), .equation(sum)])])
  }

  /// Gives the network in use an error function.
  mutating func use(
    _ function: ErrorFunction, _ own: OwnError?, at range: SourceRange
  ) throws(Diagnostic) {
    var network = try currentNetwork()
    do throws(NetworkError) { try network.core.setErrorFunction(function) } catch {
      throw problem(error, at: range)
    }
    network.ownError = own
    network.forgetTraining(because: "E has changed")
    network.networkHasChanged()
    state.store(network)
  }
}

extension Formula {
  /// Whether it is ∂E/∂b.
  fileprivate var isOfBias: Bool { freeSubscripts.first?.unit == 0 }

  /// Whether it is Δw or ∂E/∂w.
  fileprivate var isChange: Bool {
    switch self {
    case .quantity(.weightChange, _), .partial: true
    default: false
    }
  }
}
