import Backprop

/// Networks on which total inputs are exactly where a function has its kink.
extension ProofSample {
  /// How the total inputs of a layer come to a value.
  enum Way: CaseIterable {
    /// Every weight that leads to it is 0, but for those of one unit.
    case oneWeight
    /// Two units of a layer are alike, and their weights cancel, so that few weights are 0.
    case pairOfUnits
  }

  /// The total inputs of a layer are a value. nil if they are not exactly that.
  init?(_ base: FormulaContext, seed: UInt64, totalInput value: Double, ofLayer layer: Int, _ way: Way) {
    guard let start = ProofSample(base, seed: seed), var input = start.context.presentation?.input,
      let target = start.context.presentation?.target, input.count > 0
    else { return nil }
    var network = start.context.network
    let own = network.projections.indices.filter { network.projections[$0].target == layer }
    guard let first = own.first else { return nil }
    let source = network.projections[first].source
    let hasBias = network.projections[first].hasBias
    if way == .pairOfUnits {
      guard network.layers[source].units > 1 else { return nil }
      if source == 0 {
        input[1] = input[0]
      } else {
        for place in network.projections.indices where network.projections[place].target == source {
          Self.change(&network, place) { w, row, _ in w[row, 0] }
        }
      }
    }
    for place in own where place != first { Self.change(&network, place) { _, _, _ in 0 } }
    let skipped = hasBias ? 1 : 0
    Self.change(&network, first) { w, row, column in
      switch row - skipped {
      case 0 where way == .pairOfUnits: w[row, column]
      case 1 where way == .pairOfUnits: -w[row - 1, column]
      default: 0
      }
    }
    if value != 0 {
      // What the bias unit gives, or else the first unit.
      let row: Int
      let factor: Double
      if hasBias {
        (row, factor) = (0, network.bias ?? 0)
      } else if way == .oneWeight {
        if source == 0 { input[0] = 1 }
        guard let forward = try? network.forward(input) else { return nil }
        (row, factor) = (0, forward.outputs[source][0])
      } else {
        return nil
      }
      let weight = value / factor
      guard weight.isFinite else { return nil }
      Self.change(&network, first) { w, ownRow, column in ownRow == row ? weight : w[ownRow, column] }
    }
    guard let forward = try? network.forward(input),
      let backward = try? network.backward(forward, target: target),
      forward.totalInputs[layer].allSatisfy({ $0 == value })
    else { return nil }
    var context = start.context
    context.network = network
    context.presentation = Presentation(
      input: input, target: target, network: network, forward: forward, backward: backward)
    self.init(context: context)
  }

  /// element: of a row and a column, from the weights before.
  private static func change(
    _ network: inout Network, _ place: Int, _ element: (Matrix, Int, Int) -> Double
  ) {
    let w = network.projections[place].weights
    var elements: [Double] = []
    for row in 0..<w.rows {
      for column in 0..<w.columns { elements.append(element(w, row, column)) }
    }
    try? network.setWeights(
      Matrix(rows: w.rows, columns: w.columns, elements: elements), ofProjection: place)
  }
}

extension FormulaContext {
  /// Whether g of a layer is built in and has a kink or a jump, where its slope is a convention: that of its
  /// formula may be another.
  func hasBuiltInKink(ofLayer layer: Int) -> Bool {
    [TransferFunction.relu, .leakyRelu, .step].contains { $0.name == network.layers[layer].transfer.name }
  }

  /// Where g of a layer may have a kink or a jump.
  func kinks(ofLayer layer: Int) -> [Double] {
    if hasBuiltInKink(ofLayer: layer) { return [0] }
    let g = network.layers[layer].transfer
    guard g.definition != nil, let body = functions[g.name], body.hasKinks else { return [] }
    var places: [Double] = [0]
    for number in body.numbers(definitions).prefix(Self.mostNumbers) {
      for place in [number, -number] where !places.contains(place) { places.append(place) }
    }
    return places
  }

  private static let mostNumbers = 6
}

extension Formula {
  /// The numbers in it, names and fractions among them.
  fileprivate func numbers(_ definitions: Definitions) -> [Double] {
    if let value = numericValue { return value.isFinite ? [value] : [] }
    if case .name(let name) = self { return definitions[name]?.numericValue.map { [$0] } ?? [] }
    return children.flatMap { $0.numbers(definitions) }
  }

  /// Whether g or g' is taken of something that is no total input, and something is differentiated.
  var hasSlopeElsewhere: Bool { takesTransferElsewhere && hasSlope }

  private var takesTransferElsewhere: Bool {
    switch self {
    case .call(.transfer, let arguments), .call(.transferDerivative, let arguments):
      !arguments.allSatisfy { if case .quantity(.totalInput, _) = $0 { true } else { false } }
    default: children.contains { $0.takesTransferElsewhere }
    }
  }

  private var hasSlope: Bool {
    switch self {
    case .partial, .call(.transferDerivative, _), .quantity(.delta, _): true
    default: children.contains { $0.hasSlope }
    }
  }
}
