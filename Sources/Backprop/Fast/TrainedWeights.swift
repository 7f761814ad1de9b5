/// The weights of a network in training and what the learning rule remembers about each, laid out as in
/// `WeightLayout`.
struct TrainedWeights: ~Copyable {
  let weights: Buffer
  /// The first and the second number that the rule remembers about each weight; empty if there is none.
  let first: Buffer
  let second: Buffer
  /// -∂E/∂w of an update, for an updater that keeps it; else empty.
  let gradient: Buffer
  /// 1 for each weight that decays and 0 for each other one; eight ones if all decay.
  private let decaying: Buffer
  /// The bits of a place that count in `decaying`.
  private let decayingMask: Int
  /// The frozen weights: their places and values.
  private let frozen: [(place: Int, value: Double)]

  /// What E adds for the weights; nil if it is of the outputs alone.
  private let penalty: PenaltyRows?
  /// What it has added to ΣE since it was last taken.
  private let penalties = Buffer(count: 1)

  /// The network that training started from.
  private let network: Network
  private let layout: WeightLayout
  private let memory: LearningMemory

  /// memories: how many numbers the rule remembers about a weight. memory: what `remembered` returned, or an
  /// empty memory if nothing is remembered yet.
  init(
    _ network: Network, _ layout: WeightLayout, memories: Int, memory: LearningMemory,
    keepsGradient: Bool = false, decaysBias: Bool = true
  ) {
    let count = layout.weightCount
    weights = Buffer(count: count)
    first = Buffer(count: memories > 0 ? count : 0)
    second = Buffer(count: memories > 1 ? count : 0)
    gradient = Buffer(count: keepsGradient ? count : 0)
    self.network = network
    self.layout = layout
    self.memory = memory
    decaying = Buffer(count: decaysBias ? 8 : count)
    decayingMask = decaysBias ? 0 : -1
    for n in 0..<decaying.count { decaying.numbers[n] = 1 }
    if !decaysBias {
      for place in layout.projections where place.biasRows > 0 {
        for n in place.start..<place.start + place.stride { decaying.numbers[n] = 0 }
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
    begin()
  }

  /// Resets the weights, and what is remembered, to their values at the start of training.
  func begin() {
    for (projection, place) in zip(network.projections, layout.projections) {
      projection.weights.elements.withUnsafeBufferPointer { elements in
        for row in 0..<place.rows {
          let own = UnsafeMutableBufferPointer(
            start: weights.numbers + place.start + row * place.stride, count: place.columns)
          _ = own.update(fromContentsOf: elements[row * place.columns..<(row + 1) * place.columns])
        }
      }
    }
    for n in 0..<first.count { first.numbers[n] = n < memory.first.count ? memory.first[n] : 0 }
    for n in 0..<second.count {
      second.numbers[n] = n < memory.second.count ? memory.second[n] : memory.secondAtFirst
    }
  }

  /// What the learning rule remembers, for the next call.
  var remembered: LearningMemory {
    LearningMemory(
      first: (0..<first.count).map { first.numbers[$0] },
      second: (0..<second.count).map { second.numbers[$0] },
      secondAtFirst: memory.secondAtFirst)
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

  var hasPenalty: Bool { penalty != nil }

  /// Adds scale · -∂E/∂w of the penalty, and the penalty itself to ΣE for each of these patterns.
  @inline(__always) func addPenalty(of patterns: Int, to gradients: Numbers, scale: Double) {
    guard let penalty else { return }
    penalties.numbers[0] += Double(patterns) * penalty.value(weights.numbers, adding: scale, to: gradients)
  }

  /// What the penalty has added to ΣE since this was last called.
  func takePenalty() -> Double {
    defer { penalties.numbers[0] = 0 }
    return penalties.numbers[0]
  }

  /// w ← w + Δw from s, for as many weights from a place on. Returns: the new weights.
  @inline(__always)
  func update<Rule: UpdateRule, V: LaneVector>(_ place: Int, _ s: V, _ rule: Rule, decay: Double) -> V {
    var one = Rule.memories > 0 ? V(first.numbers + place) : s
    var two = Rule.memories > 1 ? V(second.numbers + place) : s
    let w = V(weights.numbers + place)
    let decayed = w * V(decaying.numbers + (place & decayingMask))
    let updated = w + rule.change(.multiplyAdd(decayed, V(repeating: -decay), s), &one, &two)
    updated.store(weights.numbers + place)
    if Rule.memories > 0 { one.store(first.numbers + place) }
    if Rule.memories > 1 { two.store(second.numbers + place) }
    return updated
  }

  /// The same for the weights in these places, including frozen ones, with s = scale · gradient.
  @inline(__always)
  func updateAll<Rule: UpdateRule>(
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

/// What a learning rule remembers about all weights, in the places of `WeightLayout`: two numbers per weight,
/// whose meaning depends on the rule; empty before the first update.
struct LearningMemory: Equatable, Sendable {
  var first: [Double] = []
  var second: [Double] = []
  /// The initial value of `second`.
  var secondAtFirst = 0.0
}
