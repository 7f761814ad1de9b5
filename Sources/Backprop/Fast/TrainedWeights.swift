/// The weights of a network in training and what the learning rule remembers about each, laid out as in
/// `WeightLayout`.
struct TrainedWeights: ~Copyable {
  let weights: Buffer
  /// What the rule remembers: the first number of every weight, then the second of every weight, and so on.
  let memory: Buffer
  private let memories: Int
  /// -∂E/∂w of an update, for an updater that keeps it; else empty.
  let gradient: Buffer
  /// 1 for each weight that decays and 0 for each other one; eight ones if all decay.
  private let decaying: Buffer
  /// The bits of a place that count in `decaying`.
  private let decayingMask: Int
  /// 1 for each weight and 0 in the padding; eight ones if no updater asks.
  private let present: Buffer
  private let presentMask: Int
  /// The output of the bias unit for each weight that leads from one and 0 for each other; empty if no
  /// updater asks.
  private let biases: Buffer
  /// The number of the layer that each weight leads to; empty if no updater asks.
  private let targets: Buffer
  /// The frozen weights: their places and values.
  private let frozen: [(place: Int, value: Double)]

  /// What E adds for the weights; nil if it is of the outputs alone.
  private let penalty: PenaltyRows?
  /// What is done with its -∂E/∂w.
  private let penaltyUse: PenaltyUse
  /// Its -∂E/∂w of the update, for a rule that takes it apart; else empty.
  private let apart: Buffer
  /// What it has added to ΣE since it was last taken.
  private let penalties = Buffer(count: 1)

  /// The network that training started from.
  private let network: Network
  private let layout: WeightLayout
  private let oldMemory: LearningMemory

  /// memories: how many numbers the rule remembers about a weight. memory: what `newMemory` returned, or an
  /// empty memory if nothing is remembered yet. marksWeights: whether an updater asks which are in use.
  /// marksBiases: whether it asks which lead from a bias unit. marksLayers: whether it asks for their layers.
  /// penaltyUse: what is done with a penalty's share.
  init(
    _ network: Network, _ layout: WeightLayout, memories: Int, memory: LearningMemory,
    keepsGradient: Bool = false, marksWeights: Bool = false, marksBiases: Bool = false,
    marksLayers: Bool = false, penaltyUse: PenaltyUse = .added, decaysBias: Bool = true
  ) {
    let count = layout.weightCount
    weights = Buffer(count: count)
    self.memories = memories
    self.memory = Buffer(count: memories * count)
    gradient = Buffer(count: keepsGradient ? count : 0)
    self.network = network
    self.layout = layout
    oldMemory = memory
    decaying = Buffer(count: decaysBias ? 8 : count)
    decayingMask = decaysBias ? 0 : -1
    for n in 0..<decaying.count { decaying.numbers[n] = 1 }
    if !decaysBias {
      for place in layout.projections where place.biasRows > 0 {
        for n in place.start..<place.start + place.stride { decaying.numbers[n] = 0 }
      }
    }
    present = Buffer(count: marksWeights ? count : 8)
    presentMask = marksWeights ? -1 : 0
    if marksWeights {
      for place in layout.projections {
        for row in 0..<place.rows {
          (present.numbers + place.start + row * place.stride).update(repeating: 1, count: place.columns)
        }
      }
    } else {
      present.numbers.update(repeating: 1, count: 8)
    }
    biases = Buffer(count: marksBiases ? count : 0)
    if marksBiases {
      for place in layout.projections where place.biasRows > 0 {
        (biases.numbers + place.start).update(repeating: layout.bias, count: place.columns)
      }
    }
    targets = Buffer(count: marksLayers ? count : 0)
    if marksLayers {
      for place in layout.projections {
        (targets.numbers + place.start).update(
          repeating: Double(place.target + 1), count: place.rows * place.stride)
      }
    }
    var frozen: [(place: Int, value: Double)] = []
    for (projection, place) in zip(network.projections, layout.projections) {
      for (element, isFrozen) in (projection.frozen ?? []).enumerated() where isFrozen {
        let row = element / place.columns
        let padded = place.start + row * place.stride + element - row * place.columns
        frozen.append((padded, projection.weights.elements[element]))
      }
    }
    self.frozen = frozen
    penalty = network.errorFunction.penalty.map { PenaltyRows($0, layout) }
    self.penaltyUse = penaltyUse
    apart = Buffer(count: penaltyUse == .apart ? count : 0)
    begin()
  }

  /// Resets the weights, and what is remembered, to their values at the start of training.
  func begin() {
    // Also the padding, in which a diverging training leaves numbers that are not finite.
    weights.numbers.update(repeating: 0, count: weights.count)
    for (projection, place) in zip(network.projections, layout.projections) {
      projection.weights.elements.withUnsafeBufferPointer { elements in
        for row in 0..<place.rows {
          let own = UnsafeMutableBufferPointer(
            start: weights.numbers + place.start + row * place.stride, count: place.columns)
          _ = own.update(fromContentsOf: elements[row * place.columns..<(row + 1) * place.columns])
        }
      }
    }
    for number in 0..<memories {
      let row = remembered(number)
      let kept = oldMemory.rows.indices.contains(number) ? oldMemory.rows[number] : []
      for n in 0..<weights.count { row[n] = n < kept.count ? kept[n] : oldMemory.atFirst[number] }
    }
  }

  /// A number of every weight that the rule remembers.
  @inline(__always) func remembered(_ number: Int) -> Numbers { memory.numbers + number &* weights.count }

  /// What the learning rule remembers, for the next call.
  var newMemory: LearningMemory {
    let rows = (0..<memories).map { number in
      let row = remembered(number)
      return (0..<weights.count).map { row[$0] }
    }
    return LearningMemory(rows: rows, atFirst: oldMemory.atFirst)
  }

  /// Copies the weights to the network.
  func write(to network: inout Network) {
    for (p, place) in layout.projections.enumerated() {
      let size = place.rows * place.columns
      network.projections[p].weights.elements = Array(unsafeUninitializedCapacity: size) { elements, count in
        for row in 0..<place.rows {
          let own = UnsafeBufferPointer(
            start: weights.numbers + place.start + row * place.stride, count: place.columns)
          _ = elements[row * place.columns..<(row + 1) * place.columns].initialize(fromContentsOf: own)
        }
        count = size
      }
    }
  }

  var hasFrozen: Bool { !frozen.isEmpty }

  /// Updates change frozen weights too, because a test per weight would take longer.
  @inline(__always) func putFrozenBack() {
    for (place, value) in frozen { weights.numbers[place] = value }
  }

  /// 1 in the lanes of the weights that decay, 0 in the others.
  @inline(__always) func decaying(_ place: Int) -> Lanes { decaying.numbers.lanes(place & decayingMask) }

  /// 1 in the lanes that have a weight, 0 in the padding.
  @inline(__always) func present(_ place: Int) -> Lanes { present.numbers.lanes(place & presentMask) }

  /// For an updater that asks for them.
  @inline(__always) var biasOutputs: Numbers { biases.numbers }
  @inline(__always) var layers: Numbers { targets.numbers }

  var hasPenalty: Bool { penalty != nil }

  /// -∂E/∂w of the penalty, for a rule that takes it apart.
  @inline(__always) var penaltyDescents: Numbers { apart.numbers }

  /// Adds scale · -∂E/∂w of the penalty where it is used, and the penalty itself to ΣE for each of these
  /// patterns.
  @inline(__always) func addPenalty(of patterns: Int, to gradients: Numbers, scale: Double) {
    guard let penalty else { return }
    let changed: Numbers?
    switch penaltyUse {
    case .added: changed = gradients
    case .leftOut: changed = nil
    case .apart:
      apart.numbers.update(repeating: 0, count: apart.count)
      changed = apart.numbers
    }
    penalties.numbers[0] += Double(patterns) * penalty.value(weights.numbers, adding: scale, to: changed)
  }

  /// What the penalty has added to ΣE since this was last called.
  func takePenalty() -> Double {
    defer { penalties.numbers[0] = 0 }
    return penalties.numbers[0]
  }

  /// w ← w + Δw from s, for as many weights from a place on. Returns: the new weights.
  @inline(__always)
  func update<Rule: WeightRule, V: LaneVector>(_ place: Int, _ s: V, _ rule: Rule, decay: Double) -> V {
    var one = Rule.memories > 0 ? V(remembered(0) + place) : s
    var two = Rule.memories > 1 ? V(remembered(1) + place) : s
    let w = V(weights.numbers + place)
    let decayed = w * V(decaying.numbers + (place & decayingMask))
    let updated = w + rule.change(.multiplyAdd(decayed, V(repeating: -decay), s), &one, &two)
    updated.store(weights.numbers + place)
    if Rule.memories > 0 { one.store(remembered(0) + place) }
    if Rule.memories > 1 { two.store(remembered(1) + place) }
    return updated
  }

  /// The same for the weights in these places, including frozen ones, with s = scale · gradient.
  @inline(__always)
  func updateAll<Rule: WeightRule>(
    _ places: Range<Int>, by gradients: Numbers, scale: Double, _ rule: Rule, decay: Double
  ) {
    var place = places.lowerBound
    // Gradients that were kept are already scaled.
    if scale == 1 {
      while place < places.upperBound {
        _ = update(place, gradients.lanes(place), rule, decay: decay)
        place &+= 8
      }
    }
    let scale = Lanes(repeating: scale)
    while place < places.upperBound {
      _ = update(place, gradients.lanes(place) * scale, rule, decay: decay)
      place &+= 8
    }
  }
}

/// What a learning rule does with -∂E/∂w of a penalty.
enum PenaltyUse {
  case added, leftOut, apart

  init(_ rule: LearningRule) {
    if rule.kind.takesPenaltyApart {
      self = .apart
    } else {
      self = rule.outputDelta != nil || rule.leavesOutPenalty ? .leftOut : .added
    }
  }
}

/// What a learning rule remembers about all weights, in the places of `WeightLayout`.
struct LearningMemory: Equatable, Sendable {
  /// The first number of every weight, the second of every weight, and so on; empty before the first update.
  var rows: [[Double]] = []
  /// What each of them is before the first update.
  var atFirst: [Double] = []
}
