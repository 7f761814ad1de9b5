/// The products with inputs that are mostly 0.
extension BatchEngine {
  /// The inputs' contribution to a_k, computed pattern by pattern and then transposed to units × patterns.
  func addSparseInputs(
    _ projection: WeightLayout.Projection, _ weights: Numbers, to a: Numbers, count: Int, adding: Bool,
    _ watch: TrainingWatch?
  ) {
    let stride = projection.stride
    let sums = transposed.numbers
    let bias = projection.biasRows == 1 ? layout.bias : 0
    let ownWeights = weights + (projection.start + projection.biasRows * stride)
    crew.shareByMember(count, by: 8) { patternsOfOne, member in
      for p in patternsOfOne {
        let sum = sums + p * stride
        for k in Swift.stride(from: 0, to: stride, by: 8) {
          sum.setLanes(k, bias * (weights + projection.start).lanes(k))
        }
        let pattern = patterns.pattern(p)
        pattern.multiply(ownWeights, bRow: stride, to: sum, columns: stride)
        if watch?.interrupts(after: pattern.mostTerms * stride, member: member) == true { return }
      }
    }
    (sums + count * stride).update(repeating: 0, count: (width - count) * stride)
    crew.share(stride, by: 8) { columns in
      for k in Swift.stride(from: columns.lowerBound, to: columns.upperBound, by: 8) {
        for p in Swift.stride(from: 0, to: width, by: 8) {
          let tile = Tile { sums.lanes((p &+ $0) &* stride &+ k) }.transposed
          let place = a + (k &* width &+ p)
          if adding {
            tile.combined(Tile { place.lanes($0 &* width) }, +).store(place, stride: width)
          } else {
            tile.store(place, stride: width)
          }
        }
      }
    }
  }

  /// The gradient by the inputs, from the layer's δ, which are in `transposed`.
  func addSparseGradient(
    _ projection: WeightLayout.Projection, to gradient: Numbers, adding: Bool, _ watch: TrainingWatch?
  ) {
    let stride = projection.stride
    if !adding { gradient.update(repeating: 0, count: projection.rows * stride) }
    crew.shareByMember(projection.rows, by: 8) { rows, member in
      for row in rows {
        let input = patterns.input(row + 1 - projection.biasRows)
        input.multiply(transposed.numbers, bRow: stride, to: gradient + row * stride, columns: stride)
        if watch?.interrupts(after: input.mostTerms * stride, member: member) == true { return }
      }
    }
  }
}
