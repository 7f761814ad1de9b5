extension TransferKind {
  /// g(a) of eight units. Not of softmax, which is of whole layers, nor of the user's own.
  @inline(__always) func value(_ a: Lanes) -> Lanes {
    let zero = Lanes(repeating: 0)
    switch self {
    case .sigmoid: return Lanes.sigmoid(a)
    case .tanh: return Lanes.hyperbolicTangent(a)
    case .relu: return a.replacing(with: zero, where: a .<= zero)
    case .leakyRelu: return a.replacing(with: TransferFunction.leak * a, where: a .<= zero)
    case .softplus: return Lanes.softplus(a)
    case .step: return (0 * a).replacing(with: Lanes(repeating: 1), where: a .>= zero)
    case .identity, .softmax, .custom: return a
    }
  }

  /// g'(a) of eight units, given y = g(a) as well.
  @inline(__always) func derivative(_ a: Lanes, _ y: Lanes) -> Lanes {
    let zero = Lanes(repeating: 0)
    let one = Lanes(repeating: 1)
    switch self {
    case .sigmoid: return .multiplyAdd(-y, y, y)
    case .tanh: return .multiplyAdd(-y, y, one)
    case .relu: return zero.replacing(with: one, where: a .> zero)
    case .leakyRelu: return Lanes(repeating: TransferFunction.leak).replacing(with: one, where: a .> zero)
    case .softplus: return Lanes.sigmoid(a)
    case .step: return zero
    case .identity, .softmax, .custom: return one
    }
  }
}

extension Layout {
  /// y = g(a) of `count` numbers of a layer, a multiple of the lanes. The function is chosen outside the
  /// loop.
  @inline(__always)
  func transfer(_ layer: Int, _ kind: TransferKind, _ a: Numbers, to y: Numbers, count: Int) {
    switch kind {
    case .sigmoid: map(a, y, count) { TransferKind.sigmoid.value($0) }
    case .tanh: map(a, y, count) { TransferKind.tanh.value($0) }
    case .relu: map(a, y, count) { TransferKind.relu.value($0) }
    case .leakyRelu: map(a, y, count) { TransferKind.leakyRelu.value($0) }
    case .softplus: map(a, y, count) { TransferKind.softplus.value($0) }
    case .step: map(a, y, count) { TransferKind.step.value($0) }
    case .identity, .softmax: map(a, y, count) { $0 }
    case .custom:
      if let custom = customs[layer] { for n in 0..<count { y[n] = custom.value(a[n]) } }
    }
  }

  @inline(__always)
  private func map(_ a: Numbers, _ y: Numbers, _ count: Int, _ function: (Lanes) -> Lanes) {
    for n in stride(from: 0, to: count, by: 8) { y.setLanes(n, function(a.lanes(n))) }
  }

  /// δ ← g'(a) δ of `count` numbers.
  @inline(__always)
  func multiplyByDerivative(
    _ layer: Int, _ kind: TransferKind, _ delta: Numbers, _ a: Numbers, _ y: Numbers, count: Int
  ) {
    if kind == .custom, let custom = customs[layer] {
      for n in 0..<count { delta[n] *= custom.derivative(a[n]) }
    } else if kind == .sigmoid {
      for n in stride(from: 0, to: count, by: 8) {
        delta.setLanes(n, delta.lanes(n) * TransferKind.sigmoid.derivative(a.lanes(n), y.lanes(n)))
      }
    } else {
      for n in stride(from: 0, to: count, by: 8) {
        delta.setLanes(n, delta.lanes(n) * kind.derivative(a.lanes(n), y.lanes(n)))
      }
    }
  }
}
