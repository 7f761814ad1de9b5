import Backprop

extension Wording {
  /// The errors of the core, in the handout's words.
  static func sentence(_ error: NetworkError) -> String {
    switch error {
    case .tooFewLayers: return "a network needs at least an input and an output layer"
    case .emptyLayer: return "a layer needs at least one unit"
    case .tooManyWeights: return "too many weights: at most \(Network.largestWeightCount)"
    case .noSuchLayer(let layer): return "the network has no layer \(layer + 1)"
    case .noSuchProjection: return "the network has no such weights"
    case .noSuchWeight(_, let row, let column):
      return "there is no weight from unit \(row) to unit \(column + 1)"
    case .notForward: return "weights lead from a layer to a later one, never back"
    case .alreadyConnected: return "these layers are connected already"
    case .transferOfInputLayer: return "the input layer has no transfer function: its outputs are the inputs"
    case .softmaxBeforeLastLayer: return "softmax is for the last layer only"
    case .softmaxOfOneUnit:
      return
        "softmax over one unit is always 1, so it learns nothing: give the layer two units or more, or "
        + "`sigmoid`"
    case .transferDoesNotFit(let errorFunction, let transfer, let fitting, let range):
      let outputs =
        range.lowerBound.isFinite && range.upperBound.isFinite
        ? "outputs between \(number(range.lowerBound)) and \(number(range.upperBound)): " : ""
      return
        "\(errorFunction) needs \(outputs)\(list(fitting, last: "or")) in the last layer, not \(transfer)"
    case .nonFiniteBias: return "the output of the bias units must be a finite number"
    case .nonFiniteWeight: return "a weight must be a finite number"
    case .weightShape(_, let expectedRows, let expectedColumns, let rows, let columns):
      return
        "the weights are \(expectedRows) × \(expectedColumns), but \(rows) × \(columns) numbers are given "
        + "here"
    case .frozenCount: return "the number of weights does not match the layers"
    case .weightsCannotBeDrawn: return "no finite weights can be drawn like this"
    case .changeCount(let expected, let count):
      return "there are \(count) matrices of weight changes, but \(expected) are needed"
    case .changeShape(_, let expectedRows, let expectedColumns, let rows, let columns):
      return
        "the weights are \(expectedRows) × \(expectedColumns), but their changes are \(rows) × \(columns)"
    case .inputWidth(let expected, let count):
      return sentence(Problem.inputWidth(expected: expected, count: count))
    case .targetWidth(let expected, let count):
      return sentence(Problem.targetWidth(expected: expected, count: count))
    case .foreignPass: return "this pass was made by a network with other layers"
    case .noPatterns: return "a pattern set needs at least one pattern"
    case .raggedPattern(let pattern): return "pattern \(pattern + 1) does not have the width of the first"
    case .nonFinitePattern(let pattern): return "pattern \(pattern + 1) holds a number that is not finite"
    case .patternCounts(let inputs, let targets):
      return "there are \(plural(inputs, "input")), but \(plural(targets, "target"))"
    case .noSuchPattern(let pattern, let count):
      return "there is no pattern \(pattern + 1): the set has \(plural(count, "pattern"))"
    case .fractionOutOfRange(let fraction):
      return "a part of a set must be more than 0 and less than 1 of it, not \(number(fraction))"
    case .scalingRange: return "the range that inputs are scaled to must be finite numbers"
    case .inputSpread(let column):
      return
        "the numbers of input \(column + 1) are too far apart: their spread exceeds the largest number"
    case .patternSetSize(let least, let most, let size):
      if most == Int.max {
        return "this set has \(plural(size, "pattern")), but at least \(least) are needed"
      }
      return "\(size) is not a size of this set: it goes from \(least) to \(most)"
    case .raggedRow(let row, let expected, let count):
      return "row \(row + 1) has \(plural(count, "number")), but the first has \(expected)"
    case .elementCount(let rows, let columns, let count):
      return "\(rows) × \(columns) numbers are needed, but there are \(count)"
    case .noSuchElement(let row, let column, let rows, let columns):
      return "there is no element (\(row), \(column)) in \(rows) × \(columns) numbers"
    case .rateOutOfRange(let rate): return "the learning rate η must be 0 or more, not \(number(rate))"
    case .momentumOutOfRange(let momentum): return "the momentum α must be 0 or more, not \(number(momentum))"
    case .decayOutOfRange(let decay): return "the weight decay must be 0 or more, not \(number(decay))"
    case .epochsOutOfRange(let epochs): return "the number of epochs must be 0 or more, not \(epochs)"
    case .batchSizeOutOfRange(let size): return "a batch has at least 1 pattern, not \(size)"
    case .targetOutOfRange(let target): return "training cannot end at an error of \(number(target))"
    case .noSuchRuleParameter(let rule, let name):
      return "the learning rule \(rule) has no parameter \(name)"
    case .ruleParameterOutOfRange(let name, let value):
      return "\(name) of the learning rule cannot be \(number(value))"
    }
  }
}
