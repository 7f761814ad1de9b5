import CNumerics

extension PatternEngine {
  /// Steps 2a, 2b and 2c and the updates, from the last projections to the first.
  func backwardAndUpdate<Updater: WeightUpdater>(
    _ pattern: Int, beginning next: Int, _ weights: borrowing TrainedWeights, _ updater: Updater
  ) {
    let last = layers.count - 1
    scale(last, by: updater.scale)
    for layer in stride(from: last - 1, through: 1, by: -1) {
      let delta = deltas.numbers + starts[layer]
      var adding = false
      for index in 0..<projections.count where projections[index].source == layer {
        backward(
          projections[index], outputs.numbers + starts[layer], weights, updater, to: delta, adding: adding)
        adding = true
      }
      transfers[layer].multiplyByDerivative(
        delta, totals.numbers + starts[layer], outputs.numbers + starts[layer],
        layers[layer].units.paddedToLanes)
      scale(layer, by: updater.scale)
    }
    for index in 0..<projections.count where projections[index].source == 0 {
      update(projections[index], pattern, weights, updater, beginning: next)
    }
    updater.finishUpdate(weights, patterns: 1)
  }

  @inline(__always)
  private func scale(_ layer: Int, by scale: Double) {
    let delta = deltas.numbers + starts[layer]
    let scaled = scaledDeltas.numbers + starts[layer]
    for k in stride(from: 0, to: layers[layer].units.paddedToLanes, by: 8) {
      scaled.setLanes(k, delta.lanes(k) * scale)
    }
  }

  /// δ_j (+)= Σ_k δ_k w_jk, eight rows j at a time, and w_jk ← w_jk + Δw_jk with s = δ_k y_j.
  @inline(__always)
  private func backward<Updater: WeightUpdater>(
    _ projection: WeightLayout.Projection, _ y: Numbers, _ weights: borrowing TrainedWeights,
    _ updater: Updater,
    to sums: Numbers, adding: Bool
  ) {
    let delta = deltas.numbers + starts[projection.target]
    let scaled = scaledDeltas.numbers + starts[projection.target]
    let stride = projection.stride
    let rows = projection.rows &- projection.biasRows
    var first = projection.start
    if projection.biasRows == 1 {
      updateRow(first, scaled, stride, Lanes(repeating: layout.bias), weights, updater)
      first &+= stride
    }
    var j = 0
    while numerics_has_short_registers() && j < rows {
      let sum = backwardRow(first, delta, scaled, stride, y[j], weights, updater).totalOfNeighbours
      sums[j] = adding ? sums[j] + sum : sum
      first &+= stride
      j &+= 1
    }
    while j < rows {
      let products =
        j &+ 8 <= rows
        ? Tile { backwardRow(first &+ $0 &* stride, delta, scaled, stride, y[j &+ $0], weights, updater) }
        : Tile(rows &- j) {
          backwardRow(first &+ $0 &* stride, delta, scaled, stride, y[j &+ $0], weights, updater)
        }
      let totals = products.totals
      sums.setLanes(j, adding ? sums.lanes(j) + totals : totals)
      first &+= 8 &* stride
      j &+= 8
    }
  }

  /// δ_k w_jk of one row j, with lanes that are still to be summed, and the update of the row.
  @inline(__always)
  private func backwardRow<Updater: WeightUpdater>(
    _ place: Int, _ delta: Numbers, _ scaled: Numbers, _ stride: Int, _ y: Double,
    _ weights: borrowing TrainedWeights, _ updater: Updater
  ) -> Lanes {
    let w = weights.weights.numbers + place
    let factor = Lanes(repeating: y)
    var sum = delta.lanes(0) * w.lanes(0)
    updater.take(place, scaled.lanes(0), factor, weights)
    var k = 8
    while k < stride {
      sum = .multiplyAdd(delta.lanes(k), w.lanes(k), sum)
      updater.take(place &+ k, scaled.lanes(k), factor, weights)
      k &+= 8
    }
    return sum
  }

  @inline(__always)
  private func updateRow<Updater: WeightUpdater>(
    _ place: Int, _ scaled: Numbers, _ stride: Int, _ factor: Lanes, _ weights: borrowing TrainedWeights,
    _ updater: Updater
  ) {
    var k = 0
    while k < stride {
      updater.take(place &+ k, scaled.lanes(k), factor, weights)
      k &+= 8
    }
  }

  /// w_ij ← w_ij + Δw_ij with s = δ_j x_i, and a_j = Σ_i w_ij x'_i for the next pattern's inputs x'. With
  /// plain descent, w_ij does not change if x_i = 0; if also x'_i = 0, it is not even read.
  @inline(__always)
  private func update<Updater: WeightUpdater>(
    _ projection: WeightLayout.Projection, _ pattern: Int, _ weights: borrowing TrainedWeights,
    _ updater: Updater,
    beginning next: Int
  ) {
    let scaled = scaledDeltas.numbers + starts[projection.target]
    let a = totals.numbers + starts[projection.target]
    let stride = projection.stride
    let x = inputs + pattern &* layers[0].units
    let y = inputs + next &* layers[0].units
    let changing = Updater.isPlain ? nonzeros.row(pattern) : nonzeros.ones
    let following = nonzeros.row(next)
    let words = nonzeros.wordsPerRow
    let bias = Lanes(repeating: layout.bias)
    var column = 0
    while numerics_has_long_registers() && column &+ 32 <= stride {
      updateStrip(Pair<Pair<Double.Eight>>.self, column)
      column &+= 32
    }
    let wide = numerics_has_short_registers() ? stride & ~31 : 0
    while column < wide {
      updateStrip(Double.Eight.self, column)
      column &+= 8
    }
    while column < stride {
      updateEight(column)
      column &+= 8
    }

    /// Many columns, so that no sum waits for its previous term.
    @inline(__always) func updateStrip<S: DoubleStrip>(_: S.Type, _ column: Int)
    where S.Element == Double {
      let deltas = S(scaled + column)
      var sum = S(sumIn: a + column, adding: false)
      var start = projection.start &+ column
      @inline(__always) func changed(_ place: Int, _ factor: Lanes) -> S {
        deltas.mapped { updater.take(place &+ $0, $1, factor, weights) }
      }
      if projection.biasRows == 1 {
        sum = changed(start, bias).mapped { bias * $1 }
        start &+= stride
      }
      for word in 0..<words {
        var moving = changing[word]
        var kept = following[word] & ~moving
        let firstRow = word &* 64
        while moving != 0 {
          let i = firstRow &+ moving.takeLowest()
          sum.add(y[i], changed(start &+ i &* stride, Lanes(repeating: x[i])))
        }
        while kept != 0 {
          let i = firstRow &+ kept.takeLowest()
          sum.add(y[i], S(weights.weights.numbers + (start &+ i &* stride)))
        }
      }
      sum.store(a + column)
    }

    /// Eight columns, whose terms are added to four sums in turn.
    @inline(__always) func updateEight(_ column: Int) {
      let deltas = scaled.lanes(column)
      let zero = Lanes(repeating: 0)
      var (s0, s1, s2, s3) = (zero, zero, zero, zero)
      var start = projection.start &+ column
      if projection.biasRows == 1 {
        s0 = bias * updater.take(start, deltas, bias, weights)
        start &+= stride
      }
      for word in 0..<words {
        var moving = changing[word]
        var kept = following[word] & ~moving
        let firstRow = word &* 64
        @inline(__always) func step(_ sum: Lanes) -> Lanes {
          let i = firstRow &+ moving.takeLowest()
          let w = updater.take(start &+ i &* stride, deltas, Lanes(repeating: x[i]), weights)
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
    }
  }
}
