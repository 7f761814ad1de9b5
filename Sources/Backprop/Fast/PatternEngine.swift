/// An update after every pattern: a layer's quantities are rows of units, eight of which are worked on at once. Storing the
/// weights is what takes the time, so that while those of the inputs are updated, they also give what the next pattern's
/// inputs add to the total inputs: they are not read again for it.
struct PatternEngine: TrainingEngine, ~Copyable {
  private let layout: Layout
  private let layers: Table<Layout.Layer>
  private let projections: Table<Layout.Projection>
  private let inputs: UnsafePointer<Double>
  private let order: UnsafePointer<Int>
  private let nonzeros: Nonzeros
  /// patterns × output units, each row padded to whole lanes.
  private let targets: Buffer

  /// Where each layer's own units begin in the lists of all, each layer padded to whole lanes.
  private let starts: Table<Int>
  private let outputs: Buffer
  private let totals: Buffer
  private let deltas: Buffer
  /// δ times the rule's scale.
  private let scaledDeltas: Buffer
  /// 1 for each unit of the last layer, 0 for its padding.
  private let mask: Buffer

  init(_ layout: Layout, _ patterns: borrowing PatternSource) {
    self.layout = layout
    layers = Table(layout.layers)
    projections = Table(layout.projections)
    inputs = patterns.inputs
    order = patterns.order
    nonzeros = patterns.nonzeroInputs()
    targets = patterns.paddedTargets()
    var starts: [Int] = []
    var size = 0
    for layer in layout.layers {
      starts.append(size)
      size += layer.units.paddedToLanes
    }
    self.starts = Table(starts)
    outputs = Buffer(count: size)
    totals = Buffer(count: size)
    deltas = Buffer(count: size)
    scaledDeltas = Buffer(count: size)
    mask = Buffer(count: patterns.outputUnits)
    mask.numbers.update(repeating: 1, count: patterns.outputUnits)
  }

  mutating func present<Rule: UpdateRule>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ rule: inout Rule, pause: () -> Bool
  ) -> Double? {
    var error = 0.0
    let stride = layers[layers.count - 1].units.paddedToLanes
    let inputUnits = layers[0].units
    var isBegun = false
    for turn in turns {
      let pattern = order[turn]
      let isLast = turn + 1 == turns.upperBound || weights.hasFrozen
      forward(inputs + pattern * inputUnits, weights.weights.numbers, isBegun: isBegun)
      error += compare(targets.numbers + pattern * stride)
      rule.beginUpdate()
      backwardAndUpdate(pattern, beginning: isLast ? pattern : order[turn + 1], weights, rule)
      isBegun = !isLast
    }
    return error
  }

  /// Steps 1a and 1b. Where they are begun, what the inputs add to the total inputs is there already.
  private func forward(_ input: UnsafePointer<Double>, _ weights: Numbers, isBegun: Bool) {
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
      if units.kind == .softmax {
        softmax(a, y, units: units.units)
      } else {
        layout.transfer(layer, units.kind, a, to: y, count: units.units.paddedToLanes)
      }
    }
  }

  /// a_k (+)= Σ_j w_jk y_j, thirty-two columns k in registers, or eight; these over four rows at once, so that no addition
  /// waits for the one before.
  @inline(__always)
  private func addTotalInputs(
    _ projection: Layout.Projection, _ weights: Numbers, _ y: UnsafePointer<Double>, _ a: Numbers,
    adding: Bool
  ) {
    let w = weights + projection.start
    let stride = projection.stride
    let first = projection.biasRows
    let rows = projection.rows - first
    let zero = Lanes(repeating: 0)
    var column = 0
    while column + 32 <= stride {
      var s0 = adding ? a.lanes(column) : zero
      var s1 = adding ? a.lanes(column + 8) : zero
      var s2 = adding ? a.lanes(column + 16) : zero
      var s3 = adding ? a.lanes(column + 24) : zero
      if first == 1 {
        s0 = .multiplyAdd(Lanes(repeating: layout.bias), w.lanes(column), s0)
        s1 = .multiplyAdd(Lanes(repeating: layout.bias), w.lanes(column + 8), s1)
        s2 = .multiplyAdd(Lanes(repeating: layout.bias), w.lanes(column + 16), s2)
        s3 = .multiplyAdd(Lanes(repeating: layout.bias), w.lanes(column + 24), s3)
      }
      var row = w + first * stride + column
      for j in 0..<rows {
        let factor = Lanes(repeating: y[j])
        s0 = .multiplyAdd(factor, row.lanes(0), s0)
        s1 = .multiplyAdd(factor, row.lanes(8), s1)
        s2 = .multiplyAdd(factor, row.lanes(16), s2)
        s3 = .multiplyAdd(factor, row.lanes(24), s3)
        row += stride
      }
      a.setLanes(column, s0)
      a.setLanes(column + 8, s1)
      a.setLanes(column + 16, s2)
      a.setLanes(column + 24, s3)
      column += 32
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
  }

  private func softmax(_ a: Numbers, _ y: Numbers, units: Int) {
    var largest = a[0]
    for k in 1..<max(units, 1) where a[k] > largest { largest = a[k] }
    var sum = Lanes(repeating: 0)
    for k in stride(from: 0, to: units, by: 8) {
      let power = mask.numbers.lanes(k) * Lanes.exponential(a.lanes(k) - largest)
      y.setLanes(k, power)
      sum += power
    }
    let total = Lanes(repeating: sum.total)
    for k in stride(from: 0, to: units, by: 8) { y.setLanes(k, y.lanes(k) / total) }
  }

  /// Steps 1c and 2a: E and δ_k.
  private func compare(_ target: Numbers) -> Double {
    let layer = layers[layers.count - 1]
    let start = starts[layers.count - 1]
    let a = totals.numbers + start
    let y = outputs.numbers + start
    let delta = deltas.numbers + start
    let size = layer.units.paddedToLanes
    var sum = Lanes(repeating: 0)
    switch (layout.errorFunction, layer.kind) {
    case (.squares, .softmax):
      var mean = Lanes(repeating: 0)
      for k in stride(from: 0, to: size, by: 8) {
        let difference = target.lanes(k) - y.lanes(k)
        sum = .multiplyAdd(difference, difference, sum)
        mean = .multiplyAdd(difference, y.lanes(k), mean)
      }
      let total = Lanes(repeating: mean.total)
      for k in stride(from: 0, to: size, by: 8) {
        delta.setLanes(k, y.lanes(k) * ((target.lanes(k) - y.lanes(k)) - total))
      }
      return sum.total / 2
    case (.squares, _):
      for k in stride(from: 0, to: size, by: 8) {
        let difference = mask.numbers.lanes(k) * (target.lanes(k) - y.lanes(k))
        sum = .multiplyAdd(difference, difference, sum)
        delta.setLanes(k, difference)
      }
      layout.multiplyByDerivative(layers.count - 1, layer.kind, delta, a, y, count: size)
      return sum.total / 2
    case (.crossEntropy, .softmax):
      var total = Lanes(repeating: 0)
      var largest = a[0]
      for k in 1..<max(layer.units, 1) where a[k] > largest { largest = a[k] }
      var powers = Lanes(repeating: 0)
      for k in stride(from: 0, to: size, by: 8) {
        total += target.lanes(k)
        powers += mask.numbers.lanes(k) * Lanes.exponential(a.lanes(k) - largest)
      }
      let targetSum = Lanes(repeating: total.total)
      let logSum = Lanes(repeating: largest + Elementary.logarithm(powers.total))
      for k in stride(from: 0, to: size, by: 8) {
        sum = .multiplyAdd(target.lanes(k), logSum - a.lanes(k), sum)
        delta.setLanes(k, target.lanes(k) - targetSum * y.lanes(k))
      }
      return sum.total
    case (.crossEntropy, _):
      for k in stride(from: 0, to: size, by: 8) {
        let mask = mask.numbers.lanes(k)
        sum = .multiplyAdd(mask, Lanes.softplus(a.lanes(k)) - target.lanes(k) * a.lanes(k), sum)
        delta.setLanes(k, mask * (target.lanes(k) - y.lanes(k)))
      }
      return sum.total
    }
  }

  /// Steps 2a, 2b and 2c and the updates, from the last projections to the first.
  private func backwardAndUpdate<Rule: UpdateRule>(
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
      layout.multiplyByDerivative(
        layer, layers[layer].kind, delta, totals.numbers + starts[layer], outputs.numbers + starts[layer],
        count: layers[layer].units.paddedToLanes)
      scale(layer, by: rule)
    }
    for index in 0..<projections.count where projections[index].source == 0 {
      update(projections[index], pattern, weights, rule, beginning: next)
    }
    weights.putFrozenBack()
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
        ? Square { backwardRow(first &+ $0 &* stride, delta, slope, stride, y[j &+ $0], weights, rule) }
        : Square(rows &- j) {
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
    weights.updateLanes(place, slope.lanes(0), factor, rule)
    var k = 8
    while k < stride {
      sum = .multiplyAdd(delta.lanes(k), w.lanes(k), sum)
      weights.updateLanes(place &+ k, slope.lanes(k), factor, rule)
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
      weights.updateLanes(place &+ k, slope.lanes(k), factor, rule)
      k &+= 8
    }
  }

  /// w_ij ← w_ij + Δw_ij of s = δ_j x_i, and a_j = Σ_i w_ij x'_i of the next pattern's inputs x'. By plain descent, where
  /// x_i = 0 w_ij stays what it is; where x'_i = 0 besides, it is not even read.
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
    var column = 0

    while column &+ 32 <= stride {
      let (d0, d1) = (slope.lanes(column), slope.lanes(column &+ 8))
      let (d2, d3) = (slope.lanes(column &+ 16), slope.lanes(column &+ 24))
      var (s0, s1, s2, s3) = (zero, zero, zero, zero)
      var start = projection.start &+ column
      if projection.biasRows == 1 {
        s0 = bias * weights.updateLanes(start, d0, bias, rule)
        s1 = bias * weights.updateLanes(start &+ 8, d1, bias, rule)
        s2 = bias * weights.updateLanes(start &+ 16, d2, bias, rule)
        s3 = bias * weights.updateLanes(start &+ 24, d3, bias, rule)
        start &+= stride
      }
      for word in 0..<words {
        var changed = changing[word]
        var kept = following[word] & ~changed
        let firstRow = word &* 64
        while changed != 0 {
          let i = firstRow &+ changed.takeLowest()
          let place = start &+ i &* stride
          let factor = Lanes(repeating: x[i])
          let nextFactor = Lanes(repeating: y[i])
          s0 = .multiplyAdd(nextFactor, weights.updateLanes(place, d0, factor, rule), s0)
          s1 = .multiplyAdd(nextFactor, weights.updateLanes(place &+ 8, d1, factor, rule), s1)
          s2 = .multiplyAdd(nextFactor, weights.updateLanes(place &+ 16, d2, factor, rule), s2)
          s3 = .multiplyAdd(nextFactor, weights.updateLanes(place &+ 24, d3, factor, rule), s3)
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
        s0 = bias * weights.updateLanes(start, d, bias, rule)
        start &+= stride
      }
      for word in 0..<words {
        var changed = changing[word]
        var kept = following[word] & ~changed
        let firstRow = word &* 64
        @inline(__always) func step(_ sum: Lanes) -> Lanes {
          let i = firstRow &+ changed.takeLowest()
          let w = weights.updateLanes(start &+ i &* stride, d, Lanes(repeating: x[i]), rule)
          return .multiplyAdd(Lanes(repeating: y[i]), w, sum)
        }
        var count = changed.nonzeroBitCount
        while count >= 4 {
          (s0, s1, s2, s3) = (step(s0), step(s1), step(s2), step(s3))
          count &-= 4
        }
        while changed != 0 { s0 = step(s0) }
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
