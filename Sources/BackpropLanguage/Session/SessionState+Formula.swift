import Backprop

/// Everything that formulas may refer to.
extension SessionState {
  /// nil if there is no network yet.
  var formulaContext: FormulaContext? { network.map { formulaContext(of: $0) } }

  func formulaContext(of network: NetworkState) -> FormulaContext {
    var context = FormulaContext(
      network: network.core, layerLetters: network.letters, particularLetters: network.particularLetters,
      pins: pins, presentation: network.presentation, patterns: patterns?.set, definitions: namedFormulas,
      functions: functionFormulas, weightChanges: network.weightChanges,
      previousWeightChanges: network.weightChanges == nil ? network.lastChanges : network.previousChanges,
      epochs: network.runs.last?.epochs)
    context.ownError = network.ownError
    context.stepOptions = stepOptions
    context.hasBiasApart = notations.inUse.bias != nil
    context.hasBiasInput = notations.inUse.hasBiasInput
    context.definitions[AllWeights.squares] = context.squaresOfAllWeights
    context.definitions[AllWeights.half] = .quotient(.name(AllWeights.squares), .two)
    context.ruleFormula = ruleFormula
    context.ruleMemory = ruleMemory(of: network)
    return context
  }

  /// The value of a formula in the current state.
  func value(
    of formula: SourceFormula, isInterrupted: @escaping () -> Bool = { false }
  ) throws(Diagnostic) -> IndexedValue {
    if let context = formulaContext {
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
    let resolver = FunctionResolver(definitions: namedFormulas, functions: functionFormulas)
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
