/// What is compared at once in the last layer: the units of one pattern, eight side by side, or the units of
/// eight patterns, one below the other.
struct ErrorRows {
  let targets: Numbers
  let totals: Numbers
  let outputs: Numbers
  let deltas: Numbers
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
    let zero = Lanes(repeating: 0)
    let isCompared = mask.lanes(place &* maskStep) .> zero
    sum.replace(with: sumWithIt, where: isCompared)
    deltas.setLanes(place, zero.replacing(with: delta, where: isCompared))
  }
}
