// The transfer functions over many units at once: the function is chosen once, outside the loop.

@inline(__always)
private func map(_ a: Numbers, _ y: Numbers, _ count: Int, _ function: (Lanes) -> Lanes) {
  for n in stride(from: 0, to: count, by: 8) { y.setLanes(n, function(a.lanes(n))) }
}

extension Layout.Layer {
  /// y = g(a) of `count` numbers, a multiple of the lanes. Softmax is for whole layers, elsewhere.
  @inline(__always)
  func transfer(_ a: Numbers, to y: Numbers, count: Int) {
    let zero = Lanes(repeating: 0)
    switch kind {
    case .sigmoid: map(a, y, count) { sigmoid($0) }
    case .identity, .softmax: map(a, y, count) { $0 }
    case .tanh: map(a, y, count) { hyperbolicTangent($0) }
    case .relu: map(a, y, count) { $0.replacing(with: zero, where: $0 .<= zero) }
    case .leakyRelu: map(a, y, count) { $0.replacing(with: TransferFunction.leak * $0, where: $0 .<= zero) }
    case .softplus: map(a, y, count) { softplus($0) }
    case .step: map(a, y, count) { (0 * $0).replacing(with: Lanes(repeating: 1), where: $0 .>= zero) }
    case .custom:
      if let custom { for n in 0..<count { y[n] = custom.value(a[n]) } }
    }
  }

  /// δ ← g'(a) δ of `count` numbers.
  @inline(__always)
  func multiplyByDerivative(_ delta: Numbers, _ a: Numbers, _ y: Numbers, count: Int) {
    switch kind {
    case .identity, .softmax: break
    case .custom:
      if let custom { for n in 0..<count { delta[n] *= custom.derivative(a[n]) } }
    default:
      for n in stride(from: 0, to: count, by: 8) {
        delta.setLanes(n, delta.lanes(n) * derivative(a.lanes(n), y.lanes(n)))
      }
    }
  }

  /// g'(a), given y as well.
  @inline(__always)
  private func derivative(_ a: Lanes, _ y: Lanes) -> Lanes {
    let zero = Lanes(repeating: 0)
    let one = Lanes(repeating: 1)
    switch kind {
    case .sigmoid: return y * (1 - y)
    case .tanh: return 1 - y * y
    case .relu: return zero.replacing(with: one, where: a .> zero)
    case .leakyRelu: return Lanes(repeating: TransferFunction.leak).replacing(with: one, where: a .> zero)
    case .softplus: return sigmoid(a)
    case .step: return zero
    case .identity, .softmax, .custom: return one
    }
  }
}
