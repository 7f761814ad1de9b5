import Backprop

/// Everything that formulas may refer to.
extension SessionState {
  /// nil if there is no network yet.
  var formulaContext: FormulaContext? { network.map { formulaContext(of: $0) } }

  func formulaContext(of network: NetworkState) -> FormulaContext {
    let earlier = earlierChanges(of: network)
    var context = FormulaContext(
      network: network.core, layerLetters: network.letters, particularLetters: network.particularLetters,
      pins: pins, presentation: network.presentation, patterns: patterns?.set, definitions: namedFormulas,
      functions: functionFormulas, weightChanges: network.weightChanges,
      previousWeightChanges: earlier.changes,
      epochs: network.runs.last?.epochs)
    context.lacksEarlierChanges = !earlier.areKnown
    context.ownError = network.ownError
    context.stepOptions = stepOptions
    if decay.value != 0, network.weightChanges != nil, let trainer = network.trainerBefore,
      let presentation = network.presentation, let target = presentation.target
    {
      context.changesWithoutDecay = {
        try? trainer.withoutDecay().changes(by: presentation.forward, target: target)
      }
    }
    context.follow(notations.inUse)
    context.definitions[AllWeights.squares] = context.squaresOfAllWeights
    context.definitions[AllWeights.magnitudes] = context.magnitudesOfAllWeights
    context.definitions[AllWeights.half] = .quotient(.name(AllWeights.squares), .two)
    context.ruleFormula = ruleFormula
    context.ruleMemory = ruleMemory(of: network)
    context.update = updateNumber(of: network)
    return context
  }

  /// Δw(n-1). To a rule that goes on with it, it is what the rule has of it, and 0 before its first update.
  /// To others, it is what the update before has changed, unless they begin anew.
  private func earlierChanges(of network: NetworkState) -> (changes: [Matrix]?, areKnown: Bool) {
    let isWorkedOut = network.weightChanges != nil
    let kept = isWorkedOut ? network.previousChanges : network.lastChanges
    let goesOn = rule.definition == nil ? rule == .gradient && momentum != 0 : ruleUsesEarlierChange
    if kept != nil || goesOn { return (kept, true) }
    let last = isWorkedOut ? network.trainerBefore : network.trainer
    guard let last, last.updates > 0, last.options.rule == rule else { return (nil, true) }
    let made = isWorkedOut ? network.previousStep : network.lastStep
    return (made, made != nil)
  }

  /// The number of the update that `backward` worked out, or else of the last one by the rule in force.
  private func updateNumber(of network: NetworkState) -> Int64? {
    if network.weightChanges != nil { return network.trainerBefore.map { $0.updates + 1 } }
    guard let trainer = network.trainer, trainer.options.rule == rule, trainer.updates > 0 else { return nil }
    return trainer.updates
  }

  /// The value of a formula in the current state.
  func value(
    of formula: SourceFormula, cores: Int = Processor.cores, isInterrupted: @escaping () -> Bool = { false }
  ) throws(Diagnostic) -> IndexedValue {
    if var context = formulaContext {
      context.cores = cores
      return try FormulaEvaluator(context, isInterrupted: isInterrupted).value(of: formula)
    }
    guard formula.formula.isArithmetic else { throw Diagnostic(.noNetwork, at: formula.range) }
    for name in formula.names where namedFormulas[name.value] == nil {
      guard let letter = ParticularLetter(rawValue: name.value) else { continue }
      throw Diagnostic(
        .needs(command: name.value, "a network: it is the particular \(letter.role.rawValue) unit"),
        at: name.range,
        example: "network 2-2-1")
    }
    // Most lines of numbers name nothing.
    let namesNothing = formula.names.isEmpty && functions.isEmpty
    let resolver = FunctionResolver(
      definitions: namesNothing ? definitions : namedFormulas, functions: functionFormulas)
    let value = try resolver.resolve(formula.formula, at: formula.range).value(at: .real(.nan)).value
    guard value.isFinite else {
      throw Diagnostic(.notFinite(formula.formula.unicode), at: formula.range)
    }
    return IndexedValue(indices: [], values: [value])
  }

  /// η, α and the user's own names defined by `let`.
  var namedFormulas: Definitions {
    var formulas = definitions
    formulas["η"] = .number(learningRate, spelling: Wording.number(learningRate))
    formulas["α"] = .number(momentum, spelling: Wording.number(momentum))
    return formulas
  }

  /// The user's own functions, with the variable name used in stored formulas.
  var functionFormulas: [String: Formula] {
    var formulas: [String: Formula] = [:]
    for function in functions {
      formulas[function.name] = function.formula.replacing(
        name: function.parameter, by: .name(FunctionResolver.parameter))
    }
    return formulas
  }
}
