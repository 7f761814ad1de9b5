/// What cannot be done with a network, its patterns or its training, in facts; the wording is elsewhere.
public enum NetworkError: Error, Equatable, Sendable {
  /// A network has an input and an output layer at least.
  case tooFewLayers(count: Int)
  /// A layer of no units, or of fewer.
  case emptyLayer(layer: Int)
  /// More weights than can be kept: the limit is `Network.largestWeightCount`.
  case tooManyWeights
  case noSuchLayer(Int)
  case noSuchProjection(Int)
  case noSuchWeight(projection: Int, row: Int, column: Int)
  /// A projection must lead from a layer to a later one.
  case notForward(source: Int, target: Int)
  case alreadyConnected(source: Int, target: Int)
  /// The input layer has no transfer function.
  case transferOfInputLayer
  /// Softmax is for the last layer only.
  case softmaxBeforeLastLayer(layer: Int)
  /// Softmax over one unit is 1 whatever its total input, so nothing is learnt through it.
  case softmaxOfOneUnit
  /// Cross-entropy goes with softmax or sigmoid in the last layer.
  case crossEntropyNeedsProbabilities(transfer: String)
  case nonFiniteBias(Double)
  case nonFiniteWeight(projection: Int, row: Int, column: Int)
  case weightShape(projection: Int, expectedRows: Int, expectedColumns: Int, rows: Int, columns: Int)
  case frozenCount(projection: Int, expected: Int, count: Int)
  case inputWidth(expected: Int, count: Int)
  case targetWidth(expected: Int, count: Int)
  /// A set has a pattern at least.
  case noPatterns
  /// A pattern (from 0) of another width than the first.
  case raggedPattern(pattern: Int)
  case nonFinitePattern(pattern: Int)
  /// An input column (from 0) whose numbers are too far apart for their spread to be a number.
  case inputSpread(column: Int)
  /// A built-in set of a size that it does not have.
  case patternSetSize(least: Int, most: Int, size: Int)
  case rateOutOfRange(Double)
  case momentumOutOfRange(Double)
  case decayOutOfRange(Double)
  case epochsOutOfRange(Int)
  case batchSizeOutOfRange(Int)
  /// A parameter of a learning rule, by its name.
  case ruleParameterOutOfRange(String, Double)
}
