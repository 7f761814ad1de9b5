import CNumerics

extension PatternEngine {
  /// Steps 2a, 2b and 2c and the updates, from the last projections to the first.
  func backwardAndUpdate<Rule: UpdateRule>(
    _ pattern: Int, beginning next: Int, _ weights: borrowing TrainedWeights, _ rule: Rule
  ) {
    let last = layers.count - 1
    scale(last, by: rule)
    for layer in stride(from: last - 1, through: 1, by: -1) {
      let delta = deltas.numbers + starts[layer]
      var adding = false
      for index in 0..<projections.count where projections[index].source == layer {
        backward(
          projections[index], outputs.numbers + starts[layer], weights, rule, to: delta, adding: adding)
        adding = true
      }
      transfers[layer].multiplyByDerivative(
        delta, totals.numbers + starts[layer], outputs.numbers + starts[layer],
        layers[layer].units.paddedToLanes)
      scale(layer, by: rule)
    }
    for index in 0..<projections.count where projections[index].source == 0 {
      update(projections[index], pattern, weights, rule, beginning: next)
    }
    weights.finishUpdate(rule, notes: notes.numbers)
  }

  @inline(__always)
  private func scale<Rule: UpdateRule>(_ layer: Int, by rule: Rule) {
    let delta = deltas.numbers + starts[layer]
    let scaled = scaledDeltas.numbers + starts[layer]
    for k in stride(from: 0, to: layers[layer].units.paddedToLanes, by: 8) {
      scaled.setLanes(k, delta.lanes(k) * rule.scale)
    }
  }

  /// δ_j (+)= Σ_k δ_k w_jk, eight rows j at a time, and w_jk ← w_jk + Δw_jk of s = δ_k y_j.
  @inline(__always)
  private func backward<Rule: UpdateRule>(
    _ projection: Layout.Projection, _ y: Numbers, _ weights: borrowing TrainedWeights, _ rule: Rule,
    to sums: Numbers, adding: Bool
  ) {
    let delta = deltas.numbers + starts[projection.target]
    let slope = scaledDeltas.numbers + starts[projection.target]
    let stride = projection.stride
    let rows = projection.rows &- projection.biasRows
    var first = projection.start
    if projection.biasRows == 1 {
      updateRow(first, slope, stride, Lanes(repeating: layout.bias), weights, rule)
      first &+= stride
    }
    var j = 0
    while j < rows {
      let products =
        j &+ 8 <= rows
        ? Tile { backwardRow(first &+ $0 &* stride, delta, slope, stride, y[j &+ $0], weights, rule) }
        : Tile(rows &- j) {
          backwardRow(first &+ $0 &* stride, delta, slope, stride, y[j &+ $0], weights, rule)
        }
      let totals = products.totals
      sums.setLanes(j, adding ? sums.lanes(j) + totals : totals)
      first &+= 8 &* stride
      j &+= 8
    }
  }

  /// δ_k w_jk of one row j, whose lanes are yet to be added up, and the row's update.
  @inline(__always)
  private func backwardRow<Rule: UpdateRule>(
    _ place: Int, _ delta: Numbers, _ slope: Numbers, _ stride: Int, _ y: Double,
    _ weights: borrowing TrainedWeights, _ rule: Rule
  ) -> Lanes {
    let w = weights.weights.numbers + place
    let factor = Lanes(repeating: y)
    var sum = delta.lanes(0) * w.lanes(0)
    weights.change(place, slope.lanes(0), factor, rule, notes: notes.numbers)
    var k = 8
    while k < stride {
      sum = .multiplyAdd(delta.lanes(k), w.lanes(k), sum)
      weights.change(place &+ k, slope.lanes(k), factor, rule, notes: notes.numbers)
      k &+= 8
    }
    return sum
  }

  @inline(__always)
  private func updateRow<Rule: UpdateRule>(
    _ place: Int, _ slope: Numbers, _ stride: Int, _ factor: Lanes, _ weights: borrowing TrainedWeights,
    _ rule: Rule
  ) {
    var k = 0
    while k < stride {
      weights.change(place &+ k, slope.lanes(k), factor, rule, notes: notes.numbers)
      k &+= 8
    }
  }

  /// w_ij ← w_ij + Δw_ij of s = δ_j x_i, and a_j = Σ_i w_ij x'_i of the next pattern's inputs x'. By plain
  /// descent, where x_i = 0 w_ij stays what it is; where x'_i = 0 besides, it is not even read.
  @inline(__always)
  private func update<Rule: UpdateRule>(
    _ projection: Layout.Projection, _ pattern: Int, _ weights: borrowing TrainedWeights, _ rule: Rule,
    beginning next: Int
  ) {
    let slope = scaledDeltas.numbers + starts[projection.target]
    let a = totals.numbers + starts[projection.target]
    let stride = projection.stride
    let x = inputs + pattern &* layers[0].units
    let y = inputs + next &* layers[0].units
    let changing = Rule.isPlain ? nonzeros.row(pattern) : nonzeros.ones
    let following = nonzeros.row(next)
    let words = nonzeros.wordsPerRow
    let zero = Lanes(repeating: 0)
    let bias = Lanes(repeating: layout.bias)
    @inline(__always) func changed(_ place: Int, _ slope: Lanes, _ factor: Lanes) -> Lanes {
      weights.change(place, slope, factor, rule, notes: notes.numbers)
    }
    var column = 0

    while numerics_has_long_registers() && column &+ 32 <= stride {
      let (d0, d1) = (slope.lanes(column), slope.lanes(column &+ 8))
      let (d2, d3) = (slope.lanes(column &+ 16), slope.lanes(column &+ 24))
      var (s0, s1, s2, s3) = (zero, zero, zero, zero)
      var start = projection.start &+ column
      if projection.biasRows == 1 {
        s0 = bias * changed(start, d0, bias)
        s1 = bias * changed(start &+ 8, d1, bias)
        s2 = bias * changed(start &+ 16, d2, bias)
        s3 = bias * changed(start &+ 24, d3, bias)
        start &+= stride
      }
      for word in 0..<words {
        var moving = changing[word]
        var kept = following[word] & ~moving
        let firstRow = word &* 64
        while moving != 0 {
          let i = firstRow &+ moving.takeLowest()
          let place = start &+ i &* stride
          let factor = Lanes(repeating: x[i])
          let nextFactor = Lanes(repeating: y[i])
          s0 = .multiplyAdd(nextFactor, changed(place, d0, factor), s0)
          s1 = .multiplyAdd(nextFactor, changed(place &+ 8, d1, factor), s1)
          s2 = .multiplyAdd(nextFactor, changed(place &+ 16, d2, factor), s2)
          s3 = .multiplyAdd(nextFactor, changed(place &+ 24, d3, factor), s3)
        }
        while kept != 0 {
          let i = firstRow &+ kept.takeLowest()
          let row = weights.weights.numbers + (start &+ i &* stride)
          let nextFactor = Lanes(repeating: y[i])
          s0 = .multiplyAdd(nextFactor, row.lanes(0), s0)
          s1 = .multiplyAdd(nextFactor, row.lanes(8), s1)
          s2 = .multiplyAdd(nextFactor, row.lanes(16), s2)
          s3 = .multiplyAdd(nextFactor, row.lanes(24), s3)
        }
      }
      a.setLanes(column, s0)
      a.setLanes(column &+ 8, s1)
      a.setLanes(column &+ 16, s2)
      a.setLanes(column &+ 24, s3)
      column &+= 32
    }
    while column < stride {
      let d = slope.lanes(column)
      var (s0, s1, s2, s3) = (zero, zero, zero, zero)
      var start = projection.start &+ column
      if projection.biasRows == 1 {
        s0 = bias * changed(start, d, bias)
        start &+= stride
      }
      for word in 0..<words {
        var moving = changing[word]
        var kept = following[word] & ~moving
        let firstRow = word &* 64
        @inline(__always) func step(_ sum: Lanes) -> Lanes {
          let i = firstRow &+ moving.takeLowest()
          let w = changed(start &+ i &* stride, d, Lanes(repeating: x[i]))
          return .multiplyAdd(Lanes(repeating: y[i]), w, sum)
        }
        var count = moving.nonzeroBitCount
        while count >= 4 {
          (s0, s1, s2, s3) = (step(s0), step(s1), step(s2), step(s3))
          count &-= 4
        }
        while moving != 0 { s0 = step(s0) }
        while kept != 0 {
          let i = firstRow &+ kept.takeLowest()
          s1 = .multiplyAdd(Lanes(repeating: y[i]), weights.weights.numbers.lanes(start &+ i &* stride), s1)
        }
      }
      a.setLanes(column, (s0 + s1) + (s2 + s3))
      column &+= 8
    }
  }
}
