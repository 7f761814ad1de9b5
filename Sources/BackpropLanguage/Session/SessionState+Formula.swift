import Backprop

/// What formulas may refer to.
extension SessionState {
  /// nil where there is no network yet.
  var formulaContext: FormulaContext? {
    guard let current = network else { return nil }
    var definitions: [String: Formula] = [:]
    for definition in self.definitions { definitions[definition.name] = definition.formula }
    definitions["η"] = .number(learningRate, spelling: Wording.number(learningRate))
    definitions["α"] = .number(momentum, spelling: Wording.number(momentum))
    var functions: [String: Formula] = [:]
    for function in self.functions { functions[function.name] = function.formula }
    return FormulaContext(
      network: current.network, layerLetters: current.letters, particularLetters: current.particularLetters,
      pins: pins, presentation: current.presentation, patterns: patterns?.set, definitions: definitions,
      functions: functions, weightChanges: current.weightChanges)
  }
}
