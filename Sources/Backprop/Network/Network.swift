/// Layers of units joined by projections of weights.
///
/// A network is a value: training works on a copy, which a `Trainer` holds.
public struct Network: Equatable, Sendable {
  /// From the input layer to the output layer; at least two.
  public private(set) var layers: [Layer]
  /// First the projections from each layer to the next, in order, then those that skip layers, in the order
  /// in which they were added.
  public internal(set) var projections: [Projection]
  /// The constant output of unit 0 of each layer except the last; nil if there are no bias units.
  public let bias: Double?
  /// E, which training minimizes.
  public private(set) var errorFunction: ErrorFunction

  /// The largest number of weights that a network may have, over all projections.
  public static let largestWeightCount = 1 << 28

  /// A network whose consecutive layers are joined; its weights are 0 until they are set.
  package init(
    layers: [Layer], bias: Double? = nil, errorFunction: ErrorFunction = .standard
  ) throws(NetworkError) {
    guard layers.count >= 2 else { throw .tooFewLayers(count: layers.count) }
    if let bias, !bias.isFinite { throw .nonFiniteBias(bias) }
    for (index, layer) in layers.enumerated() {
      if layer.units < 1 { throw .emptyLayer(layer: index) }
      if layer.units > Self.largestWeightCount { throw .tooManyWeights }
      if index > 0 { try Self.check(layer.transfer, layer: index, units: layers.map { $0.units }) }
    }
    // Checked before any of them is allocated.
    _ = try Self.weightCount(units: layers.map { $0.units }, hasBias: bias != nil)
    self.layers = layers
    self.bias = bias
    self.errorFunction = .standard
    projections = []
    for target in 1..<layers.count {
      try addProjection(from: target - 1, to: target, hasBias: bias != nil)
    }
    try setErrorFunction(errorFunction)
  }

  /// Adds a projection from a layer (the input layer is 0) to a later one, with weights of 0. It has no bias
  /// row: a layer's bias weights are row 0 of the projection from the layer just below it.
  ///
  /// Throws: `NetworkError.noSuchLayer`, `.notForward`, `.alreadyConnected`, `.tooManyWeights`.
  public mutating func connect(_ source: Int, _ target: Int) throws(NetworkError) {
    try addProjection(from: source, to: target, hasBias: false)
  }

  private mutating func addProjection(from source: Int, to target: Int, hasBias: Bool) throws(NetworkError) {
    guard layers.indices.contains(source) else { throw .noSuchLayer(source) }
    guard layers.indices.contains(target) else { throw .noSuchLayer(target) }
    guard source < target else { throw .notForward(source: source, target: target) }
    guard projection(from: source, to: target) == nil else {
      throw .alreadyConnected(source: source, target: target)
    }
    let rows = layers[source].units + (hasBias ? 1 : 0)
    let columns = layers[target].units
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, count <= Self.largestWeightCount - weightCount else { throw .tooManyWeights }
    projections.append(
      Projection(
        source: source, target: target, hasBias: hasBias,
        weights: Matrix(rows: rows, columns: columns, repeating: 0)))
  }

  /// The number of weights of layers with these numbers of units, each joined to the next; with `hasBias`,
  /// bias weights are included.
  ///
  /// Throws: if there are more than a network may have.
  package static func weightCount(units: [Int], hasBias: Bool) throws(NetworkError) -> Int {
    var count = 0
    for (source, target) in zip(units, units.dropFirst()) {
      guard source <= largestWeightCount else { throw .tooManyWeights }
      let (weights, overflow) = (source + (hasBias ? 1 : 0)).multipliedReportingOverflow(by: target)
      guard !overflow, weights <= largestWeightCount - count else { throw .tooManyWeights }
      count += weights
    }
    return count
  }

  /// Throws: if softmax is not in the last layer, or that layer has only one unit.
  private static func check(
    _ transfer: TransferFunction, layer: Int, units: [Int]
  ) throws(NetworkError) {
    guard transfer.isSoftmax else { return }
    guard layer == units.count - 1 else { throw .softmaxBeforeLastLayer(layer: layer) }
    guard units[layer] > 1 else { throw .softmaxOfOneUnit }
  }

  private static func check(
    _ function: ErrorFunction, with transfer: TransferFunction
  ) throws(NetworkError) {
    guard function.accepts(transfer) else {
      throw .transferDoesNotFit(
        errorFunction: function.name, transfer: transfer.name,
        fitting: function.matches.map { $0.transfer.name }, outputs: function.targets)
    }
  }

  /// The number of weights, including bias weights.
  public var weightCount: Int {
    projections.reduce(0) { $0 + $1.weights.elements.count }
  }

  /// The place in `projections` of the one between two layers; nil if there is none.
  public func projection(from source: Int, to target: Int) -> Int? {
    projections.firstIndex { $0.source == source && $0.target == target }
  }

  /// The number of inputs.
  public var inputUnits: Int { layers[0].units }
  /// The number of outputs.
  public var outputUnits: Int { layers[layers.count - 1].units }
  /// The transfer function of the last layer.
  public var outputTransfer: TransferFunction { layers[layers.count - 1].transfer }

  /// E with the last layer's transfer function.
  package var errorTerms: ErrorTerms { errorFunction.terms(with: outputTransfer) }

  /// Replaces the error function.
  ///
  /// Throws: `NetworkError.transferDoesNotFit`.
  public mutating func setErrorFunction(_ function: ErrorFunction) throws(NetworkError) {
    try Self.check(function, with: outputTransfer)
    errorFunction = function
  }

  /// Replaces the transfer function of a layer, counted from 1, because the input layer has none.
  ///
  /// Throws: `NetworkError.noSuchLayer`, `.transferOfInputLayer`, `.softmaxBeforeLastLayer`,
  /// `.softmaxOfOneUnit`, `.transferDoesNotFit`.
  public mutating func setTransfer(_ transfer: TransferFunction, ofLayer layer: Int) throws(NetworkError) {
    guard layers.indices.contains(layer) else { throw .noSuchLayer(layer) }
    guard layer > 0 else { throw .transferOfInputLayer }
    try Self.check(transfer, layer: layer, units: layers.map { $0.units })
    if layer == layers.count - 1 { try Self.check(errorFunction, with: transfer) }
    layers[layer].transfer = transfer
  }
}
