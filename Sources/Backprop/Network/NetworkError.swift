/// Facts about what cannot be done with a network, its patterns or its training.
///
/// Layers, projections, patterns, rows and columns are numbered from 0. If an error is thrown, nothing has
/// changed.
public enum NetworkError: Error, Equatable, Sendable {
  // MARK: - Networks

  /// A network has at least an input and an output layer.
  case tooFewLayers(count: Int)
  /// A layer with no units, or with a negative number of them.
  case emptyLayer(layer: Int)
  /// More weights than a network may have: the limit is `Network.largestWeightCount`.
  case tooManyWeights
  /// A layer that the network does not have.
  case noSuchLayer(Int)
  /// A projection that the network does not have.
  case noSuchProjection(Int)
  /// A row or column that the weights of a projection do not have.
  case noSuchWeight(projection: Int, row: Int, column: Int)
  /// A projection must lead from a layer to a later one.
  case notForward(source: Int, target: Int)
  /// There already is a projection between these layers.
  case alreadyConnected(source: Int, target: Int)
  /// The input layer has no transfer function.
  case transferOfInputLayer
  /// Softmax is for the last layer only.
  case softmaxBeforeLastLayer(layer: Int)
  /// Softmax over one unit is 1 whatever its total input is, so nothing is learnt through it.
  case softmaxOfOneUnit
  /// The error function requires one of the transfer functions `fitting` in the last layer, not this one:
  /// cross-entropy needs outputs that are probabilities.
  case transferDoesNotFit(
    errorFunction: String, transfer: String, fitting: [String], outputs: ClosedRange<Double>)
  /// An output of the bias units that is infinite or not a number.
  case nonFiniteBias(Double)

  // MARK: - Weights

  /// A weight that is, or would become, infinite or not a number.
  case nonFiniteWeight(projection: Int, row: Int, column: Int)
  /// Weights whose shape is not that of the projection.
  case weightShape(projection: Int, expectedRows: Int, expectedColumns: Int, rows: Int, columns: Int)
  /// The number of frozen marks is not the number of weights.
  case frozenCount(projection: Int, expected: Int, count: Int)
  /// Bounds, a mean or a deviation from which no finite weights can be drawn, or bounds in the wrong order.
  case weightsCannotBeDrawn(WeightInitialization)
  /// The number of matrices of changes is not the number of projections.
  case changeCount(expected: Int, count: Int)
  /// Changes whose shape is not that of the projection's weights.
  case changeShape(projection: Int, expectedRows: Int, expectedColumns: Int, rows: Int, columns: Int)

  // MARK: - Passes

  /// An input whose width is not that of the input layer.
  case inputWidth(expected: Int, count: Int)
  /// A target whose width is not that of the output layer.
  case targetWidth(expected: Int, count: Int)
  /// A pass from a network with other layers; both are given as the number of units of each layer.
  case foreignPass(expected: [Int], units: [Int])

  // MARK: - Patterns

  /// A set has at least one pattern.
  case noPatterns
  /// A pattern whose width is not that of the first.
  case raggedPattern(pattern: Int)
  /// A pattern with a number that is infinite or not a number.
  case nonFinitePattern(pattern: Int)
  /// There must be as many targets as inputs.
  case patternCounts(inputs: Int, targets: Int)
  /// A pattern that does not exist in a set of `count` patterns.
  case noSuchPattern(Int, count: Int)
  /// A size that this set cannot have.
  case patternSetSize(least: Int, most: Int, size: Int64)
  /// A fraction of a set must be greater than 0 and less than 1.
  case fractionOutOfRange(Double)
  /// Bounds of a range of inputs that are infinite or not numbers.
  case scalingRange(low: Double, high: Double)
  /// An input column whose numbers are so far apart that their spread is not finite.
  case inputSpread(column: Int)

  // MARK: - Matrices

  /// A row whose length is not that of the first.
  case raggedRow(Int, expected: Int, count: Int)
  /// The number of elements does not fit the shape of the matrix.
  case elementCount(rows: Int, columns: Int, count: Int)
  /// An element that the matrix does not have.
  case noSuchElement(row: Int, column: Int, rows: Int, columns: Int)

  // MARK: - Training

  /// The learning rate η must be a finite number, 0 or more.
  case rateOutOfRange(Double)
  /// The momentum α must be a finite number, 0 or more.
  case momentumOutOfRange(Double)
  /// The weight decay must be a finite number, 0 or more.
  case decayOutOfRange(Double)
  /// The number of epochs must be 0 or more.
  case epochsOutOfRange(Int)
  /// A batch must have at least 1 pattern.
  case batchSizeOutOfRange(Int64)
  /// The error at which training ends must be a number.
  case targetOutOfRange(Double)
  /// A parameter that the learning rule of this name does not have.
  case noSuchRuleParameter(rule: String, String)
  /// A value that this parameter of the learning rule may not have.
  case ruleParameterOutOfRange(String, Double)
}
