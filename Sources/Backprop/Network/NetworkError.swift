/// What cannot be done with a network, its patterns or its training, in facts.
///
/// Layers, projections, patterns, rows and columns are numbered from 0. Nothing has changed where one is
/// thrown.
public enum NetworkError: Error, Equatable, Sendable {
  // MARK: - Networks

  /// A network has an input and an output layer at least.
  case tooFewLayers(count: Int)
  /// A layer of no units, or of fewer.
  case emptyLayer(layer: Int)
  /// More weights than can be kept: the limit is `Network.largestWeightCount`.
  case tooManyWeights
  /// A layer that the network does not have.
  case noSuchLayer(Int)
  /// A projection that the network does not have.
  case noSuchProjection(Int)
  /// A row or column that the weights of a projection do not have.
  case noSuchWeight(projection: Int, row: Int, column: Int)
  /// A projection must lead from a layer to a later one.
  case notForward(source: Int, target: Int)
  /// There is a projection between these layers.
  case alreadyConnected(source: Int, target: Int)
  /// The input layer has no transfer function.
  case transferOfInputLayer
  /// Softmax is for the last layer only.
  case softmaxBeforeLastLayer(layer: Int)
  /// Softmax over one unit is 1 whatever its total input, so nothing is learnt through it.
  case softmaxOfOneUnit
  /// The error function goes with some transfer functions of the last layer only, `fitting`, and not with
  /// this one: cross-entropy needs outputs that are probabilities.
  case transferDoesNotFit(
    errorFunction: String, transfer: String, fitting: [String], outputs: ClosedRange<Double>)
  /// An output of the bias units that is infinite or not a number.
  case nonFiniteBias(Double)

  // MARK: - Weights

  /// A weight that is, or would become, infinite or not a number.
  case nonFiniteWeight(projection: Int, row: Int, column: Int)
  /// Weights of another shape than those of the projection.
  case weightShape(projection: Int, expectedRows: Int, expectedColumns: Int, rows: Int, columns: Int)
  /// More or fewer marks of frozen weights than there are weights.
  case frozenCount(projection: Int, expected: Int, count: Int)
  /// Bounds, a mean or a deviation by which no finite weights can be drawn, or bounds in the wrong order.
  case weightsCannotBeDrawn(WeightInitialization)
  /// More or fewer matrices of changes than there are projections.
  case changeCount(expected: Int, count: Int)
  /// Changes of another shape than the weights of the projection.
  case changeShape(projection: Int, expectedRows: Int, expectedColumns: Int, rows: Int, columns: Int)

  // MARK: - Passes

  /// An input of another width than the input layer.
  case inputWidth(expected: Int, count: Int)
  /// A target of another width than the output layer.
  case targetWidth(expected: Int, count: Int)
  /// A pass of a network of other layers; both as the number of units of each layer.
  case foreignPass(expected: [Int], units: [Int])

  // MARK: - Patterns

  /// A set has a pattern at least.
  case noPatterns
  /// A pattern of another width than the first.
  case raggedPattern(pattern: Int)
  /// A pattern with a number that is infinite or not a number.
  case nonFinitePattern(pattern: Int)
  /// As many inputs as targets are needed.
  case patternCounts(inputs: Int, targets: Int)
  /// A pattern that a set of `count` does not have.
  case noSuchPattern(Int, count: Int)
  /// A set of a size that it cannot have here.
  case patternSetSize(least: Int, most: Int, size: Int)
  /// A share of a set must be greater than 0 and less than 1.
  case fractionOutOfRange(Double)
  /// Bounds of a range of inputs that are infinite or not numbers.
  case scalingRange(low: Double, high: Double)
  /// An input column whose numbers are too far apart for their spread to be a number.
  case inputSpread(column: Int)

  // MARK: - Matrices

  /// A row of another length than the first.
  case raggedRow(Int, expected: Int, count: Int)
  /// More or fewer elements than a matrix of this shape has.
  case elementCount(rows: Int, columns: Int, count: Int)
  /// An element that a matrix of this shape does not have.
  case noSuchElement(row: Int, column: Int, rows: Int, columns: Int)

  // MARK: - Training

  /// The learning rate η is a finite number, 0 or more.
  case rateOutOfRange(Double)
  /// The momentum α is a finite number, 0 or more.
  case momentumOutOfRange(Double)
  /// The weight decay is a finite number, 0 or more.
  case decayOutOfRange(Double)
  /// The number of epochs is 0 or more.
  case epochsOutOfRange(Int)
  /// A batch has at least 1 pattern.
  case batchSizeOutOfRange(Int)
  /// The error at which training ends is a number.
  case targetOutOfRange(Double)
  /// A learning rule, by its name, has no parameter of this name.
  case noSuchRuleParameter(rule: String, String)
  /// A parameter of a learning rule, by its name.
  case ruleParameterOutOfRange(String, Double)
}
