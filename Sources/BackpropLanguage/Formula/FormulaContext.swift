import Backprop

/// Everything that a formula's symbols can refer to: a snapshot of the session, as a value.
public struct FormulaContext: Sendable {
  public var network: Network
  /// The index letter of each layer, input first: `["i", "j", "k"]` or the cell's own.
  public var layerLetters: [String]
  /// Letters that name one particular unit (`p q r` and the user's), with the layer of each.
  public var particularLetters: [String: Int]
  /// Units pinned by `let q = 2`.
  public var pins: [String: Int]
  public var presentation: Presentation?
  public var patterns: PatternSet?
  /// η, α, β and the user's own `let` definitions, as formulas.
  public var definitions: Definitions
  /// The user's own transfer functions by name, as formulas in `a`.
  public var functions: [String: Formula]
  /// E of the network, if it is the user's own.
  var ownError: OwnError?
  /// The last weight changes Δw by projection, after `backward`; nil before.
  public var weightChanges: [Matrix]?
  /// Δw(n-1): the changes of the previous update; nil if there was none.
  public var previousWeightChanges: [Matrix]?
  /// Whether there was one, but its changes have not been kept.
  var lacksEarlierChanges = false
  /// The number of epochs of the last training; nil if there was none.
  public var epochs: Int?
  /// Δw of a rule of the user's own, or of another that a formula expresses.
  var ruleFormula: RuleFormula?
  /// What a rule of the user's own remembers.
  var ruleMemory: RuleMemory?
  /// The number of the update that Δw is of, or else of the last one; nil before the first.
  var update: Int64?
  /// How `update` changes the weights.
  var stepOptions = TrainingOptions()
  /// Works out what Δw would be without the decay that it includes; nil if there is none.
  var changesWithoutDecay: (@Sendable () -> [Matrix]?)?
  /// Whether bias weights have a symbol of their own, so that no index runs over a bias unit.
  var hasBiasApart = false
  /// Whether what is typed as δ is -δ here.
  var hasOppositeDelta = false
  /// Whether the 1 of the bias unit is an input, x_0.
  var hasBiasInput = false

  /// How many processor cores evaluations may use.
  var cores = Processor.cores

  public init(
    network: Network, layerLetters: [String], particularLetters: [String: Int] = [:],
    pins: [String: Int] = [:],
    presentation: Presentation? = nil, patterns: PatternSet? = nil, definitions: Definitions = Definitions(),
    functions: [String: Formula] = [:], weightChanges: [Matrix]? = nil,
    previousWeightChanges: [Matrix]? = nil, epochs: Int? = nil
  ) {
    self.network = network
    self.layerLetters = layerLetters
    self.particularLetters = particularLetters
    self.pins = pins
    self.presentation = presentation
    self.patterns = patterns
    self.definitions = definitions
    self.functions = functions
    self.weightChanges = weightChanges
    self.previousWeightChanges = previousWeightChanges
    self.epochs = epochs
  }
}

extension FormulaContext {
  /// Takes over what depends on the notation in use.
  mutating func follow(_ notation: Notation) {
    hasBiasApart = notation.bias != nil
    hasBiasInput = notation.hasBiasInput
    hasOppositeDelta = notation.hasOppositeDelta
  }

  /// With the weights that the presented pattern went through, if they have been updated since.
  var networkBeforeUpdate: Network? {
    guard let presented = presentation?.network, presented != network,
      presented.hasSameShape(as: network)
    else { return nil }
    return presented
  }

  /// The same with a pattern presented, as after `backward`: for what does not depend on which.
  var withAnyPattern: FormulaContext {
    var context = self
    let input = [Double](repeating: 0, count: network.inputUnits)
    let target = [Double](repeating: 0.5, count: network.outputUnits)
    if let forward = try? network.forward(input),
      let backward = try? network.backward(forward, target: target)
    {
      context.presentation = Presentation(
        input: input, target: target, network: network, forward: forward, backward: backward)
      context.weightChanges = network.projections.map { $0.weights }
    }
    return context
  }
}

/// The pattern presented last, and its results.
public struct Presentation: Sendable {
  public var input: [Double]
  public var target: [Double]?
  /// The network at the time when the pattern was presented, with the weights "before the update".
  public var network: Network
  public var forward: ForwardPass
  /// Present after `backward`.
  public var backward: BackwardPass?
  /// The pattern's number in its set, from 1; nil for one typed in.
  public var number: Int?
  /// Whether it was presented without being shown, so that its values can be asked for.
  var isHidden = false

  public init(
    input: [Double], target: [Double]?, network: Network, forward: ForwardPass, backward: BackwardPass? = nil,
    number: Int? = nil
  ) {
    self.input = input
    self.target = target
    self.network = network
    self.forward = forward
    self.backward = backward
    self.number = number
  }
}

/// The value of a formula: a number for every combination of its free indices.
public struct IndexedValue: Equatable, Sendable {
  /// The free indices in order of first appearance, each with the units that it runs over.
  public let indices: [Index]
  /// Row-major over `indices`; a single number if there is no free index.
  public let values: [Double]

  public struct Index: Equatable, Sendable {
    public let letter: String
    public let units: Range<Int>
    /// Whether it leaves out a bias unit that one of the quantities has, because another has none.
    public let leavesOutBias: Bool

    public init(letter: String, units: Range<Int>, leavesOutBias: Bool = false) {
      self.letter = letter
      self.units = units
      self.leavesOutBias = leavesOutBias
    }
  }

  public init(indices: [Index], values: [Double]) {
    self.indices = indices
    self.values = values
  }
}
