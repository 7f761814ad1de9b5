/// A transfer function over rows of numbers: one call per layer, into which the function itself is compiled.
struct TransferRows: Sendable {
  /// y = g(a) of `count` numbers; `count` is a multiple of the number of lanes.
  private(set) var apply: @Sendable (_ a: Numbers, _ y: Numbers, _ count: Int) -> Void
  /// δ ← g'(a) δ, after `apply`.
  let multiplyByDerivative: @Sendable (_ delta: Numbers, _ a: Numbers, _ y: Numbers, _ count: Int) -> Void

  private let program: RowProgram?

  init<G: Transfer>(_: G.Type) {
    program = nil
    apply = { a, y, count in
      for n in stride(from: 0, to: count, by: 8) { y.setLanes(n, G.value(a.lanes(n))) }
    }
    multiplyByDerivative = { delta, a, y, count in
      for n in stride(from: 0, to: count, by: 8) {
        delta.setLanes(n, delta.lanes(n) * G.derivative(a.lanes(n), output: y.lanes(n)))
      }
    }
  }

  /// A compiled function: the outputs of the program are g(a) and g'(a). Both are computed at once, and g'(a)
  /// takes the place of `a`, which is needed no more.
  init(_ program: RowProgram) {
    self.program = program
    apply = { a, y, count in
      Self.run(program, a, count) { code, scratch, first, length in
        Self.copy(code.output(0, scratch), to: y + first, length)
        Self.copy(code.output(1, scratch), to: a + first, length)
      }
    }
    multiplyByDerivative = { delta, slope, _, count in
      let zero = Lanes(repeating: 0)
      for n in stride(from: 0, to: count, by: 8) {
        let own = delta.lanes(n)
        // Where there is no unit, δ is 0 and stays so even if g'(0) is infinite.
        delta.setLanes(
          n, (own * slope.lanes(n)).replacing(with: zero, where: zero, isNotLessThan: .magnitude(own)))
      }
    }
  }

  /// The same function for a layer whose total inputs are still needed after `apply`, and g'(a) is not.
  var keepingTotals: TransferRows {
    guard let program else { return self }
    var rows = self
    rows.apply = { a, y, count in
      Self.run(program, a, count) { code, scratch, first, length in
        Self.copy(code.output(0, scratch), to: y + first, length)
      }
    }
    return rows
  }

  @inline(__always) private static func run(
    _ program: RowProgram, _ a: Numbers, _ count: Int,
    _ store: (RowCode, RowCode.Scratch, _ first: Int, _ length: Int) -> Void
  ) {
    let code = program.code
    code.withScratch(count) { scratch in
      var first = 0
      while first < count {
        let length = min(scratch.length, count &- first)
        copy(a + first, to: code.input(0, scratch), length)
        code.run(scratch, length)
        store(code, scratch, first, length)
        first &+= length
      }
    }
  }

  @inline(__always) private static func copy(_ source: Numbers, to target: Numbers, _ count: Int) {
    var n = 0
    while n < count {
      target.setLanes(n, source.lanes(n))
      n &+= 8
    }
  }

  /// A function that is known only by its values.
  init(value: @escaping @Sendable (Double) -> Double, derivative: @escaping @Sendable (Double) -> Double) {
    program = nil
    apply = { a, y, count in
      for n in 0..<count { y[n] = value(a[n]) }
    }
    multiplyByDerivative = { delta, a, _, count in
      for n in 0..<count { delta[n] *= derivative(a[n]) }
    }
  }
}
