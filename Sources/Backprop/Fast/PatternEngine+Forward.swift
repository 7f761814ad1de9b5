import CNumerics

extension PatternEngine {
  /// Steps 1a and 1b. If they have already begun, the total inputs already contain the inputs' contribution.
  func forward(_ input: UnsafePointer<Double>, _ weights: Numbers, isBegun: Bool) {
    for layer in 1..<layers.count {
      let a = totals.numbers + starts[layer]
      let y = outputs.numbers + starts[layer]
      var adding = false
      for index in 0..<projections.count
      where projections[index].target == layer && projections[index].source == 0 {
        if !isBegun { addTotalInputs(projections[index], weights, input, a, adding: false) }
        adding = true
      }
      for index in 0..<projections.count
      where projections[index].target == layer && projections[index].source > 0 {
        let below = outputs.numbers + starts[projections[index].source]
        addTotalInputs(projections[index], weights, below, a, adding: adding)
        adding = true
      }
      let units = layers[layer]
      if units.isSoftmax {
        softmax(a, y, units: units.units)
      } else {
        transfers[layer].apply(a, y, units.units.paddedToLanes)
      }
    }
  }

  /// a_k (+)= Σ_j w_jk y_j, for thirty-two columns k in registers if there are that many, otherwise for
  /// eight; these are computed over four rows at once, so that no addition waits for the previous one.
  @inline(__always)
  private func addTotalInputs(
    _ projection: WeightLayout.Projection, _ weights: Numbers, _ y: UnsafePointer<Double>, _ a: Numbers,
    adding: Bool
  ) {
    let w = weights + projection.start
    let stride = projection.stride
    let first = projection.biasRows
    let rows = projection.rows - first
    let zero = Lanes(repeating: 0)
    var column = 0
    while numerics_has_long_registers() && column + 32 <= stride {
      strip(Pair<Pair<Double.Eight>>.self, column)
      column += 32
    }
    let wide = numerics_has_short_registers() ? stride & ~31 : 0
    while column < wide {
      strip(Double.Eight.self, column)
      column += 8
    }
    while column < stride {
      var s0 = adding ? a.lanes(column) : zero
      if first == 1 { s0 = .multiplyAdd(Lanes(repeating: layout.bias), w.lanes(column), s0) }
      var s1 = zero
      var s2 = zero
      var s3 = zero
      var row = w + first * stride + column
      var j = 0
      while j + 4 <= rows {
        s0 = .multiplyAdd(Lanes(repeating: y[j]), row.lanes(0), s0)
        s1 = .multiplyAdd(Lanes(repeating: y[j + 1]), row.lanes(stride), s1)
        s2 = .multiplyAdd(Lanes(repeating: y[j + 2]), row.lanes(2 * stride), s2)
        s3 = .multiplyAdd(Lanes(repeating: y[j + 3]), row.lanes(3 * stride), s3)
        row += 4 * stride
        j += 4
      }
      while j < rows {
        s0 = .multiplyAdd(Lanes(repeating: y[j]), row.lanes(0), s0)
        row += stride
        j += 1
      }
      a.setLanes(column, (s0 + s1) + (s2 + s3))
      column += 8
    }

    @inline(__always) func strip<S: Strip>(_: S.Type, _ column: Int) where S.Element == Double {
      var sum = S(sumIn: a + column, adding: adding)
      if first == 1 { sum.add(layout.bias, S(w + column)) }
      var row = w + first * stride + column
      for j in 0..<rows {
        sum.add(y[j], S(row))
        row += stride
      }
      sum.store(a + column)
    }
  }

  /// Steps 1c and 2a: E and δ_k.
  func errorAndOutputDeltas(_ target: Numbers) -> Double {
    let last = layers.count - 1
    let layer = layers[last]
    let a = totals.numbers + starts[last]
    let y = outputs.numbers + starts[last]
    let delta = deltas.numbers + starts[last]
    let size = layer.units.paddedToLanes
    var rows = ErrorRows(
      targets: target, totals: a, outputs: y, deltas: delta, isOnePattern: true, first: 0, end: size, step: 8,
      mask: mask.numbers, maskStep: 1)
    if isMatched && layer.isSoftmax {
      let sums = layerSums(a, target, units: layer.units)
      rows.logarithmOfSum = sums.logarithm
      rows.targetSum = sums.target
    }
    let error = compare(rows).total
    if isMatched { return error }
    if layer.isSoftmax {
      multiplyBySoftmaxDerivative(delta, y, units: layer.units)
    } else {
      transfers[last].multiplyByDerivative(delta, a, y, size)
    }
    return error
  }
}
