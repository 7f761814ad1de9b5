/// The functions of `Softmax` for one pattern, whose units are side by side in the lanes.
extension PatternEngine {
  /// e^(a - largest) of eight units; 0 beyond the last unit.
  private func powers(_ a: Numbers, _ k: Int, _ largest: Double) -> Lanes {
    mask.numbers.lanes(k) * Lanes.exponential(a.lanes(k) - Lanes(repeating: largest))
  }

  private func largest(_ a: Numbers, units: Int) -> Double {
    var largest = a[0]
    for k in 1..<max(units, 1) where a[k] > largest { largest = a[k] }
    return largest
  }

  /// The layer's outputs.
  func softmax(_ a: Numbers, _ y: Numbers, units: Int) {
    let largest = largest(a, units: units)
    var sum = Lanes(repeating: 0)
    for k in stride(from: 0, to: units, by: 8) {
      let power = powers(a, k, largest)
      y.setLanes(k, power)
      sum += power
    }
    let total = Lanes(repeating: sum.total)
    for k in stride(from: 0, to: units, by: 8) { y.setLanes(k, y.lanes(k) / total) }
  }

  /// log Σ_l e^a_l and Σ_l t_l
  func layerSums(_ a: Numbers, _ target: Numbers, units: Int) -> (logarithm: Lanes, target: Lanes) {
    let largest = largest(a, units: units)
    var sum = Lanes(repeating: 0)
    var total = Lanes(repeating: 0)
    for k in stride(from: 0, to: units, by: 8) {
      sum += powers(a, k, largest)
      total += target.lanes(k)
    }
    return (
      Lanes(repeating: largest + Elementary.logarithm(sum.total)), Lanes(repeating: total.total)
    )
  }

  /// Turns d = -∂E/∂y into δ_k = y_k (d_k - Σ_l d_l y_l).
  func multiplyBySoftmaxDerivative(_ delta: Numbers, _ y: Numbers, units: Int) {
    var mean = Lanes(repeating: 0)
    for k in stride(from: 0, to: units, by: 8) {
      mean = .multiplyAdd(delta.lanes(k), y.lanes(k), mean)
    }
    let total = Lanes(repeating: mean.total)
    for k in stride(from: 0, to: units, by: 8) {
      delta.setLanes(k, y.lanes(k) * (delta.lanes(k) - total))
    }
  }
}
