/// What is compared at once in the last layer: the units of one pattern, eight beside each other, or the
/// units of eight patterns, one below the other.
struct ErrorRows {
  let targets: Numbers
  let totals: Numbers
  let outputs: Numbers
  let deltas: Numbers
  /// The places of the lanes.
  let first: Int
  let end: Int
  let step: Int
  /// 1 in the lanes that are to be compared, 0 in the others, for every place or, where `maskStep` is 0, for
  /// all.
  let mask: Numbers
  let maskStep: Int
  /// log Σ_l e^a_l and Σ_l t_l of a coupled layer; 0 and 1 of others.
  var logarithmOfSum = Lanes(repeating: 0)
  var targetSum = Lanes(repeating: 1)

  /// Takes over a sum with a place's share, and stores δ, but for lanes that are not to be compared.
  @inline(__always)
  func add(_ sumWithIt: Lanes, _ delta: Lanes, at place: Int, to sum: inout Lanes) {
    let zero = Lanes(repeating: 0)
    let isCompared = mask.lanes(place &* maskStep) .> zero
    sum.replace(with: sumWithIt, where: isCompared)
    deltas.setLanes(place, zero.replacing(with: delta, where: isCompared))
  }
}
