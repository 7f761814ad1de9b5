/// An update after every pattern: a layer's quantities are rows of units, eight of which are worked on at once, and each
/// row of weights is read once a step. Step 2b takes from a row what δ_j needs just before step 2c updates it.
struct PatternEngine: TrainingEngine, ~Copyable {
  private let layout: Layout
  private let inputs: UnsafePointer<Double>
  private let order: UnsafePointer<Int>
  /// patterns × output units, each row padded to whole lanes.
  private let targets: Buffer

  /// Where each layer's own units begin in the lists of all, each layer padded to whole lanes.
  private let starts: [Int]
  private let outputs: Buffer
  private let totals: Buffer
  private let deltas: Buffer
  /// δ times the rule's scale.
  private let scaledDeltas: Buffer
  /// 1 for each unit of the last layer, 0 for its padding.
  private let mask: Buffer

  init(_ layout: Layout, _ patterns: borrowing PatternSource) {
    self.layout = layout
    inputs = patterns.inputs
    order = patterns.order
    let outputUnits = patterns.outputUnits
    let stride = outputUnits.paddedToLanes
    targets = Buffer(count: patterns.count * stride)
    for n in 0..<patterns.count {
      (targets.numbers + n * stride).update(from: patterns.targets + n * outputUnits, count: outputUnits)
    }
    var starts: [Int] = []
    var size = 0
    for layer in layout.layers {
      starts.append(size)
      size += layer.units.paddedToLanes
    }
    self.starts = starts
    outputs = Buffer(count: size)
    totals = Buffer(count: size)
    deltas = Buffer(count: size)
    scaledDeltas = Buffer(count: size)
    mask = Buffer(count: stride)
    mask.numbers.update(repeating: 1, count: outputUnits)
  }

  mutating func present<Rule: UpdateRule>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ rule: inout Rule, pause: () -> Bool
  ) -> Double? {
    var error = 0.0
    let stride = layout.layers[layout.layers.count - 1].units.paddedToLanes
    for turn in turns {
      let n = order[turn]
      let input = inputs + n * layout.layers[0].units
      forward(input, weights.weights.numbers)
      error += compare(targets.numbers + n * stride)
      rule.beginUpdate()
      backwardAndUpdate(input, weights, rule)
    }
    return error
  }

  /// The outputs of a layer's own units.
  @inline(__always)
  private func rows(_ layer: Int, _ input: UnsafePointer<Double>) -> UnsafePointer<Double> {
    layer == 0 ? input : UnsafePointer(outputs.numbers + starts[layer])
  }

  /// Steps 1a and 1b.
  private func forward(_ input: UnsafePointer<Double>, _ weights: Numbers) {
    for layer in 1..<layout.layers.count {
      let a = totals.numbers + starts[layer]
      let y = outputs.numbers + starts[layer]
      var adding = false
      for index in layout.incoming[layer] {
        let projection = layout.projections[index]
        addTotalInputs(
          projection, weights + projection.start, rows(projection.source, input), a, adding: adding)
        adding = true
      }
      let units = layout.layers[layer]
      if units.kind == .softmax {
        softmax(a, y, units: units.units)
      } else {
        layout.transfer(layer, a, to: y, count: units.units.paddedToLanes)
      }
    }
  }

  /// a_k (+)= Σ_j w_jk y_j, thirty-two columns k in registers, or eight; these over four rows at once, so that no addition
  /// waits for the one before.
  @inline(__always)
  private func addTotalInputs(
    _ projection: Layout.Projection, _ w: Numbers, _ y: UnsafePointer<Double>, _ a: Numbers, adding: Bool
  ) {
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
    let layer = layout.layers[layout.layers.count - 1]
    let start = starts[layout.layers.count - 1]
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
      layout.multiplyByDerivative(layout.layers.count - 1, delta, a, y, count: size)
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
    _ input: UnsafePointer<Double>, _ weights: borrowing TrainedWeights, _ rule: Rule
  ) {
    let last = layout.layers.count - 1
    scale(last, by: rule)
    for layer in stride(from: last - 1, through: 0, by: -1) {
      let delta = deltas.numbers + starts[layer]
      var adding = false
      for index in layout.outgoing[layer] {
        let projection = layout.projections[index]
        if layer > 0 { addDeltas(projection, weights.weights.numbers, delta, adding: adding) }
        adding = true
        update(projection, rows(layer, input), weights, rule)
      }
      if layer > 0 {
        layout.multiplyByDerivative(
          layer, delta, totals.numbers + starts[layer], outputs.numbers + starts[layer],
          count: layout.layers[layer].units.paddedToLanes)
        scale(layer, by: rule)
      }
    }
    weights.putFrozenBack()
  }

  @inline(__always)
  private func scale<Rule: UpdateRule>(_ layer: Int, by rule: Rule) {
    let delta = deltas.numbers + starts[layer]
    let scaled = scaledDeltas.numbers + starts[layer]
    for k in stride(from: 0, to: layout.layers[layer].units.paddedToLanes, by: 8) {
      scaled.setLanes(k, delta.lanes(k) * rule.scale)
    }
  }

  /// δ_j (+)= Σ_k δ_k w_jk
  @inline(__always)
  private func addDeltas(_ projection: Layout.Projection, _ weights: Numbers, _ sums: Numbers, adding: Bool) {
    let delta = deltas.numbers + starts[projection.target]
    var row = weights + projection.start + projection.biasRows * projection.stride
    for j in 0..<projection.rows - projection.biasRows {
      var sum = Lanes(repeating: 0)
      for k in stride(from: 0, to: projection.stride, by: 8) {
        sum = .multiplyAdd(delta.lanes(k), row.lanes(k), sum)
      }
      sums[j] = adding ? sums[j] + sum.total : sum.total
      row += projection.stride
    }
  }

  /// w_jk ← w_jk + Δw_jk of s = δ_k y_j: thirty-two columns k, or eight, row after row, their δ in registers.
  @inline(__always)
  private func update<Rule: UpdateRule>(
    _ projection: Layout.Projection, _ y: UnsafePointer<Double>, _ weights: borrowing TrainedWeights,
    _ rule: Rule
  ) {
    let slope = scaledDeltas.numbers + starts[projection.target]
    var column = 0
    while column + 32 <= projection.stride {
      let s0 = slope.lanes(column)
      let s1 = slope.lanes(column + 8)
      let s2 = slope.lanes(column + 16)
      let s3 = slope.lanes(column + 24)
      var place = projection.start + column
      for j in 0..<projection.rows {
        let factor = Lanes(repeating: j < projection.biasRows ? layout.bias : y[j - projection.biasRows])
        weights.updateLanes(place, s0, factor, rule)
        weights.updateLanes(place + 8, s1, factor, rule)
        weights.updateLanes(place + 16, s2, factor, rule)
        weights.updateLanes(place + 24, s3, factor, rule)
        place += projection.stride
      }
      column += 32
    }
    while column < projection.stride {
      let s0 = slope.lanes(column)
      var place = projection.start + column
      for j in 0..<projection.rows {
        let factor = Lanes(repeating: j < projection.biasRows ? layout.bias : y[j - projection.biasRows])
        weights.updateLanes(place, s0, factor, rule)
        place += projection.stride
      }
      column += 8
    }
  }
}
