import Backprop

/// Everything that a formula's symbols can refer to: a snapshot of the session, a value.
public struct FormulaContext: Sendable {
  public var network: Network
  /// The index letter of each layer, input first: `["i", "j", "k"]` or the cell's own.
  public var layerLetters: [String]
  /// Letters that name one particular unit (`p q r` and the user's), and the layer that each belongs to.
  public var particularLetters: [String: Int]
  /// Units pinned by `let q = 2`.
  public var pins: [String: Int]
  public var presentation: Presentation?
  public var patterns: PatternSet?
  /// η, α, β and the user's own definitions by `let`, as formulas.
  public var definitions: Definitions
  /// The user's own transfer functions by name, as formulas in `a`.
  public var functions: [String: Formula]
  /// The last weight changes Δw by projection, after `backward`; nil before.
  public var weightChanges: [Matrix]?
  /// Δw(n-1): those of the update before; nil where there was none.
  public var previousWeightChanges: [Matrix]?

  public init(
    network: Network, layerLetters: [String], particularLetters: [String: Int] = [:],
    pins: [String: Int] = [:],
    presentation: Presentation? = nil, patterns: PatternSet? = nil, definitions: Definitions = Definitions(),
    functions: [String: Formula] = [:], weightChanges: [Matrix]? = nil,
    previousWeightChanges: [Matrix]? = nil
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
  }
}

/// The pattern presented last and what came of it.
public struct Presentation: Sendable {
  public var input: [Double]
  public var target: [Double]?
  /// The network as it was when the pattern was presented: the weights "before the update".
  public var network: Network
  public var forward: ForwardPass
  /// Present after `backward`.
  public var backward: BackwardPass?
  /// The pattern's number in its set, from 1; nil for one typed in.
  public var number: Int?

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
  /// Row-major over `indices`; one number where there is no free index.
  public let values: [Double]

  public struct Index: Equatable, Sendable {
    public let letter: String
    public let units: Range<Int>
    /// Whether it leaves out a bias unit that one of the quantities has, since another has none.
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
