/// A transfer function over rows of numbers: one call per layer, into which the function itself is compiled.
struct TransferRows: Sendable {
  /// y = g(a) of `count` numbers; `count` is a multiple of the number of lanes.
  let apply: @Sendable (_ a: Numbers, _ y: Numbers, _ count: Int) -> Void
  /// δ ← g'(a) δ
  let multiplyByDerivative: @Sendable (_ delta: Numbers, _ a: Numbers, _ y: Numbers, _ count: Int) -> Void

  init<G: Transfer>(_: G.Type) {
    apply = { a, y, count in
      for n in stride(from: 0, to: count, by: 8) { y.setLanes(n, G.value(a.lanes(n))) }
    }
    multiplyByDerivative = { delta, a, y, count in
      for n in stride(from: 0, to: count, by: 8) {
        delta.setLanes(n, delta.lanes(n) * G.derivative(a.lanes(n), output: y.lanes(n)))
      }
    }
  }

  /// A function that is known only by its values.
  init(value: @escaping @Sendable (Double) -> Double, derivative: @escaping @Sendable (Double) -> Double) {
    apply = { a, y, count in
      for n in 0..<count { y[n] = value(a[n]) }
    }
    multiplyByDerivative = { delta, a, _, count in
      for n in 0..<count { delta[n] *= derivative(a[n]) }
    }
  }
}
