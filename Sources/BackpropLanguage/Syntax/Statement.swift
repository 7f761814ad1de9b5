import Backprop

/// One command of a cell, understood but not yet run.
struct Statement: Sendable {
  /// From the first to the last scalar of the statement, its rows included.
  var range: SourceRange
  var kind: Kind

  enum Kind: Sendable {
    case network(NetworkDefinition)
    case patterns(PatternsDefinition)
    case weights(WeightInitialization, seed: Int?)
    case assignWeights(Located<WeightSelection>, AssignedValue)
    case assignSetting(Setting, SourceFormula)
    case defineFunction(Located<String>, parameter: String, SourceFormula)
    case letName(Located<String>, SourceFormula)
    case connect(Located<String>, Located<String>)
    case transfer(layer: Located<String>?, Located<TransferName>)
    case freeze([Located<WeightSelection>], Bool)
    case reset
    case forward(Presented)
    case backward
    case update
    case step(Presented)
    case train(TrainRequest)
    case test
    case sweep(SweepRequest)
    case diagnose
    case print([Printed])
    /// A line that is just a formula.
    case formula(SourceFormula)
    case check([SourceEquation], within: Double?)
    case checkGradient
    case explain([Explained])
    case draw(FigureRequest)
    case figures([Figure.Format])
    case use(Located<String>)
    case list
    case delete([Located<String>])
    case digits(Int)
    case example(Located<String>?)
    case help(Located<String>?)
    case data(DataStatement)
  }
}

/// A value and the place in the cell that it was read from.
struct Located<Value: Sendable>: Sendable {
  var value: Value
  var range: SourceRange
  init(_ value: Value, _ range: SourceRange) {
    self.value = value
    self.range = range
  }
}

/// `network NAME: …`
struct NetworkDefinition: Sendable {
  struct LayerDefinition: Sendable {
    var letter: Located<String>?
    var units: Int
    var transfer: Located<TransferName>?
    var range: SourceRange
  }
  var name: String
  var layers: [LayerDefinition]
  var bias: Double?
  var errorFunction: Located<ErrorFunction>
}

/// The name of a transfer function: the built-in ones, or the user's own.
enum TransferName: Sendable, Equatable {
  case builtIn(TransferFunction)
  case named(String)
}

/// `patterns …`
struct PatternsDefinition: Sendable {
  enum Source: Sendable {
    case rows([Pattern])
    case builtIn(String, size: Int?)
  }
  var name: String
  var source: Source
}

/// Some weights: of a projection, all the weights from one unit, to one unit, or between two.
enum WeightSelection: Sendable {
  case all
  case bias
  case between(Subscript, Subscript)
}

/// What stands right of `w_ij =`.
enum AssignedValue: Sendable {
  case matrix(Located<Matrix>)
  case formula(SourceFormula)
}

enum Setting: Sendable { case learningRate, momentum }

/// What `forward` and `step` present.
enum Presented: Sendable {
  /// The pattern presented last, or the first of the set.
  case again
  case number(Located<Int>)
  case typed(input: Located<[Double]>, target: Located<[Double]>?)
}

/// What `train` was asked for; nil: by the session's settings.
struct TrainRequest: Sendable {
  var epochs: Int?
  var learningRate: Double?
  var momentum: Double?
  var updates: Updates
  var reduction: Reduction
  var rule: LearningRule
  var decay: Double
  /// nil: in the order of the set.
  var shuffleSeed: Int?
  var target: StoppingRule?
  var precision: Precision
}

/// One item of `explain`.
enum Explained: Sendable {
  case step
  case formula(SourceFormula)
}

/// One item of `print`.
enum Printed: Sendable {
  case weights, activations, deltas, weightChanges, network, patterns, settings, history
  case formula(SourceFormula)
}
