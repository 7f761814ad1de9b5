import Backprop

/// A random network of a given shape with a random pattern: where an equation holds in several of these, it
/// does not hold by coincidence.
enum TrialWorld {
  /// How wide the layers of a random network are.
  enum Shape: Equatable {
    /// At least three units in each layer, so that two letters of a layer are told apart, and at most four.
    case wide
    /// As wide as the network in use.
    case same
    /// The same with at most three units in each layer, or as many as the number of a unit in it demands.
    case narrow([Int])
    /// The same with three units in one of the layers.
    case widened(layer: Int)
    /// As wide as the network in use, if that has no more weights than this.
    case whole(mostWeights: Int)

    fileprivate func units(_ own: Int, ofLayer layer: Int) -> Int {
      switch self {
      case .wide: min(max(own, 3), 4)
      case .narrow(let highest): min(own, max(3, highest.indices.contains(layer) ? highest[layer] : 0))
      case .widened(layer): 3
      case .widened: min(own, 3)
      case .same, .whole: own
      }
    }

    fileprivate func allows(_ network: Network) -> Bool {
      if case .whole(let most) = self { return network.weightCount <= most }
      return network.layers.allSatisfy { $0.units <= mostUnits }
    }
  }

  /// What is taken over from the network in use.
  struct Kept {
    /// The numbers η and α.
    var rates = false
    /// The name of a number that is another one all the same.
    var changed: String?
    /// That nothing was updated before, if that is so.
    var firstUpdate = false
    /// Whether Σ_k t_k = 1; nil for what the session makes likely.
    var targetsSumToOne: Bool?
    /// How far from 0 weights and targets are, if they are to be beyond kinks.
    var reach: Double?
  }

  /// Wider layers are not tried.
  private static let mostUnits = 12

  /// A context like another one, but with random weights, inputs, targets and learning rates; nil if there is
  /// none of this shape.
  static func context(
    like live: FormulaContext, _ shape: Shape, seed: UInt64, keeping kept: Kept = Kept()
  ) -> FormulaContext? {
    let layers = live.network.layers.enumerated().map { place, layer in
      Layer(
        name: layer.name, units: shape.units(layer.units, ofLayer: place), transfer: layer.transfer)
    }
    guard
      var network = try? Network(
        layers: layers, bias: live.network.bias, errorFunction: live.network.errorFunction),
      shape.allows(network)
    else { return nil }
    for projection in live.network.projections
    where network.projection(from: projection.source, to: projection.target) == nil {
      guard (try? network.connect(projection.source, projection.target)) != nil else { return nil }
    }
    guard let reshaped = live.reshaped(network) else { return nil }
    network = reshaped.network
    network.initializeWeights(.uniform(-(kept.reach ?? 1), kept.reach ?? 1), seed: seed)
    var generator = RandomGenerator(seed: seed &+ 1_000)
    let input = (0..<network.inputUnits).map { _ in generator.uniform(-1, 1) }
    var target = targets(like: live, count: network.outputUnits, kept.targetsSumToOne, &generator)
    if let reach = kept.reach, let near = target {
      // Around their mean, so that their sum stays what it is.
      let mean = near.reduce(0, +) / Double(max(near.count, 1))
      let (middle, least) = kept.targetsSumToOne == true ? (mean, mean) : (0.5, 0)
      target = near.map { least + 2 * ($0 - middle) * reach }
    }
    guard let pass = try? network.forward(input) else { return nil }
    var context = reshaped
    context.network = network
    context.patterns = nil
    context.epochs = nil
    context.weightChanges = nil
    if let name = kept.changed {
      let value = generator.uniform(0.2, 0.9)
      context.definitions[name] = .number(value, spelling: "\(value)")
    }
    if !kept.rates { context.definitions = learningRates(of: live, &generator) }
    context.presentation = Presentation(
      input: input, target: target, network: network, forward: pass,
      backward: target.flatMap { try? network.backward(pass, target: $0) }, number: nil)
    context.ruleMemory = nil
    context.previousWeightChanges =
      kept.firstUpdate && live.previousWeightChanges == nil
      ? nil : network.projections.map { random($0.weights, &generator) }
    context.weightChanges = changes(in: context)
    // The live weights are those after an update.
    if let presented = live.presentation?.network, presented != live.network {
      let added = context.weightChanges ?? network.projections.map { random($0.weights, &generator) }
      context.network.apply(added)
    }
    return context
  }

  private static func random(_ matrix: Matrix, _ generator: inout RandomGenerator) -> Matrix {
    var elements: [Double] = []
    for _ in matrix.elements { elements.append(generator.uniform(-0.5, 0.5)) }
    return Matrix(rows: matrix.rows, columns: matrix.columns, elements: elements)
  }

  /// Between 0 and 1 if the presented ones are; with softmax their sum is 1 if that of the presented ones is.
  private static func targets(
    like live: FormulaContext, count: Int, _ sumToOne: Bool?, _ generator: inout RandomGenerator
  ) -> [Double]? {
    guard let given = live.presentation?.target else { return nil }
    let areShares = given.allSatisfy { $0 >= 0 && $0 <= 1 }
    var targets = (0..<count).map { _ in
      areShares ? generator.uniform(0.1, 0.9) : generator.uniform(-1.5, 1.5)
    }
    if sumToOne ?? (live.network.outputTransfer.isSoftmax && given.reduce(0, +) == 1) {
      let sum = targets.reduce(0, +)
      targets = targets.map { $0 / sum }
    }
    return targets
  }

  /// η and α with values of their own: a missing η must not look like a factor of 1/2.
  private static func learningRates(
    of live: FormulaContext, _ generator: inout RandomGenerator
  ) -> Definitions {
    var definitions = live.definitions
    for name in ["η", "α"] {
      let value = generator.uniform(0.2, 0.9)
      guard let known = definitions[name]?.numericValue, known != 0 else { continue }
      definitions[name] = .number(value, spelling: "\(value)")
    }
    return definitions
  }

  /// Δw by the rule in force; nil where no formula expresses it.
  static func changes(in context: FormulaContext) -> [Matrix]? {
    guard context.presentation?.backward != nil else { return nil }
    let rules = DerivationRules(context)
    var changes: [Matrix] = []
    for projection in context.network.projections {
      var elements: [Double] = []
      let letters = [projection.source, projection.target].map { context.layerLetters[$0] }
      for row in 0..<projection.weights.rows {
        for column in 0..<projection.weights.columns {
          let places = [
            Subscript(letters[0], unit: row + (projection.hasBias ? 0 : 1)),
            Subscript(letters[1], unit: column + 1),
          ]
          guard let rule = rules.rule(for: .quantity(.weightChange, places)),
            let value = try? FormulaEvaluator(context).value(of: SourceFormula(rule.right, range: 0..<0)),
            let number = value.values.first, value.values.count == 1
          else { return nil }
          elements.append(number)
        }
      }
      changes.append(
        Matrix(rows: projection.weights.rows, columns: projection.weights.columns, elements: elements))
    }
    return changes
  }
}
