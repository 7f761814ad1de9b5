/// What is compared at once in the last layer: the units of one pattern, eight side by side, or the units of
/// eight patterns, one below the other.
struct ErrorRows {
  let targets: Numbers
  let totals: Numbers
  let outputs: Numbers
  let deltas: Numbers
  /// Whether the lanes are units of one pattern, not patterns.
  let isOnePattern: Bool
  /// The places of the lanes.
  let first: Int
  let end: Int
  let step: Int
  /// 1 in the lanes that are compared, 0 in the others: one mask per place or, if `maskStep` is 0, the same
  /// mask for all.
  let mask: Numbers
  let maskStep: Int
  /// log Σ_l e^a_l and Σ_l t_l for softmax; 0 and 1 for other functions.
  var logarithmOfSum = Lanes(repeating: 0)
  var targetSum = Lanes(repeating: 1)

  /// Adds a place's share to a sum and stores δ, except in lanes that are not compared.
  @inline(__always)
  func add(_ sumWithIt: Lanes, _ delta: Lanes, at place: Int, to sum: inout Lanes) {
    sum.replace(with: sumWithIt, where: isCompared(place))
    store(delta, at: place)
  }

  /// The lanes of a place that are compared.
  @inline(__always)
  func isCompared(_ place: Int) -> SIMDMask<SIMD8<Int64>> {
    mask.lanes(place &* maskStep) .> Lanes(repeating: 0)
  }

  /// Stores δ of a place: 0 in lanes that are not compared.
  @inline(__always)
  func store(_ delta: Lanes, at place: Int) {
    deltas.setLanes(place, Lanes(repeating: 0).replacing(with: delta, where: isCompared(place)))
  }

  /// 1 in the lanes of the unit of this number, counted from 1, else 0.
  func isUnit(_ number: Int, at place: Int) -> Lanes {
    if isOnePattern {
      var lanes = Lanes(repeating: 0)
      let lane = number - 1 - place
      if (0..<Lanes.scalarCount).contains(lane) { lanes[lane] = 1 }
      return lanes
    }
    return Lanes(repeating: (place - first) / step + 1 == number ? 1 : 0)
  }
}
