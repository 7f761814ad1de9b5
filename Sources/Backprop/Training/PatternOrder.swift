/// For each turn, the place in the set of the pattern to present.
struct PatternOrder: ~Copyable {
  let places: UnsafeMutablePointer<Int>
  let count: Int

  /// The original order of the set.
  init(count: Int) {
    self.count = count
    places = .allocate(capacity: max(count, 1))
    for n in 0..<count { places[n] = n }
  }

  deinit { places.deallocate() }

  /// A new order: `RandomGenerator.shuffle` applied to the original order of the set.
  func shuffle(_ generator: inout RandomGenerator) {
    for n in 0..<count { places[n] = n }
    generator.shuffle(UnsafeMutableBufferPointer(start: places, count: count))
  }
}
