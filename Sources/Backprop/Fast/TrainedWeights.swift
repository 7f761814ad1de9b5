/// The weights of a network in training and what the learning rule remembers of each, in the places of
/// `Layout`, with a copy to go back to.
struct TrainedWeights: ~Copyable {
  let weights: Buffer
  let first: Buffer
  let second: Buffer
  private let savedWeights: Buffer
  private let savedFirst: Buffer
  private let savedSecond: Buffer
  /// The frozen weights: their places and values.
  private let frozen: [(place: Int, value: Double)]

  /// Where training began, to go back to before there is a copy.
  private let network: Network
  private let layout: Layout
  private let memory: LearningMemory
  private var hasCopy = false

  /// memory: as `remembered` gave it, or none where nothing is remembered yet.
  init(_ network: Network, _ layout: Layout, memories: Int, memory: LearningMemory) {
    let count = layout.weightCount
    weights = Buffer(count: count)
    savedWeights = Buffer(count: count)
    first = Buffer(count: memories > 0 ? count : 0)
    savedFirst = Buffer(count: memories > 0 ? count : 0)
    second = Buffer(count: memories > 1 ? count : 0)
    savedSecond = Buffer(count: memories > 1 ? count : 0)
    self.network = network
    self.layout = layout
    self.memory = memory
    var frozen: [(place: Int, value: Double)] = []
    for (projection, place) in zip(network.projections, layout.projections) {
      for (element, isFrozen) in (projection.frozen ?? []).enumerated() where isFrozen {
        let row = element / place.columns
        let padded = place.start + row * place.stride + element - row * place.columns
        frozen.append((padded, projection.weights.elements[element]))
      }
    }
    self.frozen = frozen
    begin()
  }

  private func begin() {
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
  func remembered(_ memory: LearningMemory) -> LearningMemory {
    LearningMemory(
      first: (0..<first.count).map { first.numbers[$0] },
      second: (0..<second.count).map { second.numbers[$0] },
      secondAtFirst: memory.secondAtFirst)
  }

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

  @inline(__always) func putFrozenBack() {
    for (place, value) in frozen { weights.numbers[place] = value }
  }

  mutating func save() {
    hasCopy = true
    savedWeights.copy(from: weights)
    savedFirst.copy(from: first)
    savedSecond.copy(from: second)
  }

  func restore() {
    guard hasCopy else {
      begin()
      return
    }
    weights.copy(from: savedWeights)
    first.copy(from: savedFirst)
    second.copy(from: savedSecond)
  }

  /// w ← w + Δw for the eight weights from a place on, of s = slope · factor. Returns: w + Δw.
  @inline(__always)
  @discardableResult
  func updateLanes<Rule: UpdateRule>(_ place: Int, _ slope: Lanes, _ factor: Lanes, _ rule: Rule) -> Lanes {
    var one = Rule.memories > 0 ? first.numbers.lanes(place) : factor
    var two = Rule.memories > 1 ? second.numbers.lanes(place) : factor
    let updated = rule.updated(weights.numbers.lanes(place), slope, factor, &one, &two)
    weights.numbers.setLanes(place, updated)
    if Rule.memories > 0 { first.numbers.setLanes(place, one) }
    if Rule.memories > 1 { second.numbers.setLanes(place, two) }
    return updated
  }

  /// Whether a rule computes so much that it is better compiled once, over all weights, than wherever a
  /// weight changes.
  static func notesSlopes<Rule: UpdateRule>(_: Rule.Type) -> Bool { Rule.memories > 1 }

  /// As `updateLanes`, or s is noted until `finishUpdate`. Returns: the weights as they now are.
  @inline(__always)
  @discardableResult
  func change<Rule: UpdateRule>(
    _ place: Int, _ slope: Lanes, _ factor: Lanes, _ rule: Rule, notes: Numbers
  ) -> Lanes {
    guard Self.notesSlopes(Rule.self) else { return updateLanes(place, slope, factor, rule) }
    notes.setLanes(place, slope * factor)
    return weights.numbers.lanes(place)
  }

  /// The end of an update whose weights were given to `change`.
  @inline(__always)
  func finishUpdate<Rule: UpdateRule>(_ rule: Rule, notes: Numbers) {
    if Self.notesSlopes(Rule.self) { update(0..<weights.count, by: notes, scale: 1, rule) }
    putFrozenBack()
  }

  /// w ← w + Δw for the weights of these places, frozen ones too, of s = scale · slope.
  @inline(__always)
  func update<Rule: UpdateRule>(_ places: Range<Int>, by slopes: Numbers, scale: Double, _ rule: Rule) {
    let scale = Lanes(repeating: scale)
    for n in stride(from: places.lowerBound, to: places.upperBound, by: 8) {
      updateLanes(n, slopes.lanes(n), scale, rule)
    }
  }
}

/// What a learning rule remembers of all weights, in the places of `Layout`: two numbers each, whose meaning
/// is the rule's own; empty before the first update.
struct LearningMemory: Equatable, Sendable {
  var first: [Double] = []
  var second: [Double] = []
  /// What `second` begins with.
  var secondAtFirst = 0.0
}
