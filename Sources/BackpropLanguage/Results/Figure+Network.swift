import Backprop

extension Figure {
  /// A network with what is known about its units.
  public struct NetworkDiagram: Equatable, Sendable {
    public var network: Network
    /// The index letter of each layer.
    public var letters: [String]
    /// Values by layer; an empty list for a layer that has none yet, and no lists at all if no layer has any.
    public var totalInputs: [[Double]]
    public var outputs: [[Double]]
    public var deltas: [[Double]]
    public var targets: [Double]
    /// Δw of the weights for which it is shown, next to them.
    public var weightChanges: [NetworkPart: Double]
    /// Whether other pictures of the same network show more, as the frames of an animation do: so that
    /// nothing moves from one to the next.
    public var leavesRoom = false
    /// Whether units show their outputs, and lines their weights, as numbers if there is room.
    public var showsOutputs: Bool
    public var showsWeights: Bool
    /// What is being computed, and from what.
    public var active: Set<NetworkPart>
    /// The weight of the thickest line; nil: the largest one. The frames of an animation share it.
    public var greatestWeight: Double?
    /// The symbols written beside units and weights.
    public var labels = Labels()
    /// What units and weights say when they are pointed at; empty where the picture does not answer.
    public var answers: [Answer] = []

    /// Why a unit or a weight has its numbers.
    public struct Answer: Equatable, Sendable {
      public var part: NetworkPart
      public var blocks: [Block]

      public init(part: NetworkPart, blocks: [Block]) {
        self.part = part
        self.blocks = blocks
      }
    }

    /// The symbols of a course for what the diagram shows.
    public struct Labels: Equatable, Sendable {
      public var totalInput = "a"
      public var output = "y"
      /// That of the output layer.
      public var lastOutput = "y"
      public var target = "t"
      public var delta = "δ"
      public var weight = "w"
      /// nil: a bias weight is named as the others are.
      public var bias: String?
      /// Whether the receiving unit is the first subscript of a weight.
      public var receivesFirst = false
      /// Whether units are numbered through the network rather than in each layer.
      public var numbersUnits = false
      /// How layers are numbered above symbols; nil: they are not.
      var layers: LayerNumbers?
    }

    /// A symbol of a unit of a layer, or of any of them: `a_j1`, `z^2_1`.
    public func symbol(_ symbol: String, _ layer: Int, _ unit: Int? = nil) -> String {
      "\(symbol)\(raised([layer]))_\(place(layer, unit))"
    }

    /// The symbol of the weight between two units, or of those between two layers. unit, column: nil for any.
    public func weight(
      from source: Int, _ unit: Int?, to target: Int, _ column: Int?, isOfBias: Bool = false
    ) -> String {
      if isOfBias, let bias = labels.bias { return symbol(bias, target, column) }
      let from = isOfBias ? biasName(source) : place(source, unit)
      let to = place(target, column)
      let (first, second) = labels.receivesFirst ? (to, from) : (from, to)
      let isWide =
        (labels.numbersUnits || labels.layers != nil) && unit != nil
        && max(first.utf8.count, second.utf8.count) > 1
      let both = labels.receivesFirst ? [target, source] : [source, target]
      let below = isWide ? "{\(first),\(second)}" : first + second
      return labels.weight + raised(target - source == 1 ? [target] : both) + "_" + below
    }

    private func raised(_ layers: [Int]) -> String {
      guard let numbers = labels.layers else { return "" }
      let level = layers.count == 1 ? numbers.text(layers[0]) : numbers.text(layers)
      return level.utf8.count == 1 ? "^\(level)" : "^{\(level)}"
    }

    /// The subscript of a unit, which has no letter where layers are numbered.
    private func place(_ layer: Int, _ unit: Int?) -> String {
      guard let unit else { return layer < letters.count ? letters[layer] : String(layer + 1) }
      return labels.layers == nil ? unitName(layer, unit) : "\(unit + 1)"
    }

    private func biasName(_ layer: Int) -> String { labels.layers == nil ? unitName(layer, nil) : "0" }

    /// The name of a unit, counted from 0; nil: of the bias unit.
    public func unitName(_ layer: Int, _ unit: Int?) -> String {
      guard labels.numbersUnits else {
        let letter = layer < letters.count ? letters[layer] : String(layer + 1)
        return letter + "\(unit.map { $0 + 1 } ?? 0)"
      }
      guard let unit else { return "0" }
      return "\(network.layers.prefix(layer).reduce(unit + 1) { $0 + $1.units })"
    }

    /// Shows Δw of a projection's weights next to them.
    public mutating func show(_ changes: Matrix, ofProjection place: Int) {
      for part in network.weights(ofProjection: place) {
        guard case .weight(_, let row, let column) = part, row < changes.rows, column < changes.columns else {
          continue
        }
        weightChanges[part] = changes[row, column]
      }
    }

    public init(
      network: Network, letters: [String], totalInputs: [[Double]] = [], outputs: [[Double]] = [],
      deltas: [[Double]] = [], targets: [Double] = [], weightChanges: [NetworkPart: Double] = [:],
      showsOutputs: Bool = true, showsWeights: Bool = true,
      active: Set<NetworkPart> = []
    ) {
      self.network = network
      self.letters = letters
      self.totalInputs = totalInputs
      self.outputs = outputs
      self.deltas = deltas
      self.targets = targets
      self.weightChanges = weightChanges
      self.showsOutputs = showsOutputs
      self.showsWeights = showsWeights
      self.active = active
    }
  }
}
