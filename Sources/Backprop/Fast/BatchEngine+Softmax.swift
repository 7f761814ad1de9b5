/// The functions of `Softmax` for a block of patterns: units are rows, and each lane is a pattern.
extension BatchEngine {
  /// The layer's outputs and, in the row of its bias unit, log Σeᵃ of each pattern.
  func softmax(_ a: Numbers, _ y: Numbers, units: Int) {
    for p in stride(from: 0, to: width, by: 8) {
      var largest = a.lanes(p)
      for k in 1..<max(units, 1) {
        let next = a.lanes(k * width + p)
        largest = largest.replacing(with: next, where: next .> largest)
      }
      var sum = Lanes(repeating: 0)
      for k in 0..<units {
        let power = Lanes.exponential(a.lanes(k * width + p) - largest)
        y.setLanes(k * width + p, power)
        sum += power
      }
      for k in 0..<units { y.setLanes(k * width + p, y.lanes(k * width + p) / sum) }
      (y - width).setLanes(p, largest + Lanes.logarithm(sum))
    }
  }

  /// Σ_l t_l of eight patterns.
  func targetSum(_ target: Numbers, at p: Int, units: Int) -> Lanes {
    var total = Lanes(repeating: 0)
    for k in 0..<units { total += target.lanes(k * width + p) }
    return total
  }

  /// Turns d = -∂E/∂y into δ_k = y_k (d_k - Σ_l d_l y_l).
  func multiplyBySoftmaxDerivative(_ delta: Numbers, _ y: Numbers, units: Int) {
    for p in stride(from: 0, to: width, by: 8) {
      var mean = Lanes(repeating: 0)
      for n in stride(from: p, to: units * width, by: width) {
        mean = .multiplyAdd(delta.lanes(n), y.lanes(n), mean)
      }
      for n in stride(from: p, to: units * width, by: width) {
        delta.setLanes(n, y.lanes(n) * (delta.lanes(n) - mean))
      }
    }
  }
}
