import Backprop

/// Random networks of a shape, on which every line of a derivation is evaluated: ∂ by forward-mode
/// differentiation, δ and Δw by the core. Neither uses the rules of the derivation.
struct DerivationCheck {
  private let contexts: [FormulaContext]
  private let isInterrupted: () -> Bool

  /// So many networks must agree with a line.
  private static let count = 2
  /// So many are tried if E or a formula is no number in some.
  private static let mostTries = 40
  private static let first: UInt64 = 20_601

  /// formula: what is derived, whose numbered units the networks must have.
  init(
    _ context: FormulaContext, of formula: Formula, at range: SourceRange,
    isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    self.isInterrupted = isInterrupted
    var formulas = [formula]
    if let own = context.ownError { formulas.append(own.formula) }
    if let rule = context.ruleFormula { formulas.append(rule.formula) }
    var contexts: [FormulaContext] = []
    var shape = try Self.shape(context, formulas, at: range)
    for seed in 0..<UInt64(Self.mostTries) {
      try Self.fill(&shape, seed: Self.first + seed, at: range)
      contexts.append(shape)
    }
    self.contexts = contexts
  }

  /// Throws unless both sides of an equation are equal, for every unit of its letters, in random networks.
  func check(_ equation: Equation, at range: SourceRange) throws(Diagnostic) {
    var agreed = 0
    for context in contexts where agreed < Self.count {
      let evaluator = FormulaEvaluator(context, isInterrupted: isInterrupted)
      let sides = [
        SourceFormula(equation.left, range: range), SourceFormula(equation.right, range: range),
      ]
      do throws(Diagnostic) {
        let values = try evaluator.values(of: sides, measuresSize: true)
        let tolerance = Tolerance.rounding(size: max(values.size, 1e-3))
        guard zip(values.columns[0], values.columns[1]).allSatisfy({ tolerance.allows($0, $1) }) else {
          throw Diagnostic(.derivation(.lineFails(equation)), at: range)
        }
        agreed += 1
      } catch {
        if case .notFinite = error.problem { continue }
        throw error
      }
    }
    if agreed == 0 { throw Diagnostic(.derivation(.lineNotChecked(equation)), at: range) }
  }

  // MARK: - Random networks

  /// A context with a small network of the same layers and projections, or with the network itself if its E
  /// needs it.
  private static func shape(
    _ context: FormulaContext, _ formulas: [Formula], at range: SourceRange
  ) throws(Diagnostic) -> FormulaContext {
    var shape = context
    let network = context.network
    let usual = network.layers.count > 4 ? [2] : [2, 3]
    let layers = network.layers.enumerated().map { place, layer in
      let numbered = formulas.map { $0.highestUnit(of: layer.name) }.max() ?? 0
      let units = max(usual[place % usual.count], numbered)
      return Layer(name: layer.name, units: units, transfer: layer.transfer)
    }
    // Such an E is another function in a network of another shape.
    let isOfShape = context.ownError.map { $0.penalty != nil || $0.parts.namesUnits } ?? false
    let function = isOfShape ? ErrorFunction.standard : network.errorFunction
    do throws(NetworkError) {
      // A softmax takes part in no other function than its own, so the function is set with the layers.
      var small = try Network(layers: layers, bias: network.bias, errorFunction: function)
      for projection in network.projections
      where small.projection(from: projection.source, to: projection.target) == nil {
        try small.connect(projection.source, projection.target)
      }
      shape.network = small
      if isOfShape, let own = context.ownError {
        var plain = shape
        plain.presentation = nil
        guard let definition = try? ErrorDefinition(own, plain, at: range) else {
          shape.network = network
          return shape
        }
        try shape.network.setErrorFunction(definition.function)
        shape.ownError = definition.own
      }
    } catch { throw Diagnostic(.network(error), at: range) }
    return shape
  }

  /// Gives the network random weights, and a random pattern with everything that the passes compute.
  private static func fill(
    _ context: inout FormulaContext, seed: UInt64, at range: SourceRange
  ) throws(Diagnostic) {
    var network = context.network
    network.initializeWeights(.uniform(-1, 1), seed: seed)
    var generator = RandomGenerator(seed: seed &+ 1_000_003)
    let input = (0..<network.inputUnits).map { _ in generator.uniform(-1, 1) }
    var target = (0..<network.outputUnits).map { _ in generator.uniform(0.05, 0.95) }
    if network.outputTransfer.isSoftmax {
      let sum = target.reduce(0, +)
      target = target.map { $0 / sum }
    }
    do throws(NetworkError) {
      let forward = try network.forward(input)
      let backward = try network.backward(forward, target: target)
      context.presentation = Presentation(
        input: input, target: target, network: network, forward: forward, backward: backward)
      context.network = network
      let earlier = network.projections.map { projection in
        Matrix(
          rows: projection.weights.rows, columns: projection.weights.columns,
          elements: projection.weights.elements.map { _ in generator.uniform(-0.1, 0.1) })
      }
      var trainer = try Trainer(network: network, options: context.stepOptions, threads: 1)
      try trainer.setLastChanges(earlier)
      context.previousWeightChanges = earlier
      context.weightChanges = try trainer.changes(by: forward, target: target)
    } catch { throw Diagnostic(.network(error), at: range) }
  }
}

extension Formula {
  /// The highest number of a unit of a layer in it; 0 if there is none.
  fileprivate func highestUnit(of letter: String) -> Int {
    let own: [Subscript] =
      switch self {
      case .quantity(_, let places): places
      case .iverson(let a, let b): [a, b]
      default: []
      }
    let inside = children.map { $0.highestUnit(of: letter) }.max() ?? 0
    return own.filter { $0.letter == letter }.compactMap { $0.unit }.reduce(inside) { max($0, $1) }
  }
}
