/// A rule that divides by the root of a mean, or a sum, of s², as Adam, RMSprop and AdaGrad do, with numbers
/// of its own for everything else. Such a rule is compiled, as the built-in ones are.
struct NormalizedRule: Sendable {
  private let program: RowProgram
  private let dependsOnUpdate: Bool
  let recollections: [Recollection]

  /// Returns nil for any other rule. isPositive: whether a parameter is always greater than 0.
  init?(_ calculation: RuleCalculation, _ splitting: RuleParts, isPositive: (_ parameter: Int) -> Bool) {
    var parts = splitting
    let remembered = calculation.remembered
    let places = remembered.indices
    let (s, one) = (LinearForm.Atom.input(.descent), LinearForm.Atom.one)
    let forms = remembered.map { parts.linearForm(of: $0) }
    guard remembered.count == 1 || remembered.count == 2,
      let square = places.first(where: { forms[$0].has(only: [.input(.remembered($0)), .square]) }),
      let fraction = parts.fraction(calculation.change)
    else { return nil }
    let mean = places.first { $0 != square }
    if let mean, !forms[mean].has(only: [.input(.remembered(mean)), s]) { return nil }

    let meanPlace = mean.map { remembered[$0].place }
    let squarePlace = remembered[square].place
    let means = meanPlace.map { [LinearForm.Atom.step($0)] } ?? []
    let above = parts.linearForm(of: fraction.above, atoms: meanPlace.map { [$0] } ?? [])
    let below = parts.linearForm(of: fraction.below)
    let root = below.factors.keys.compactMap { atom in
      if case .step(let place) = atom { Calculation.Value(place: place) } else { nil }
    }
    guard above.has(only: means + [s]), root.count == 1, below.has(only: [one, .step(root[0].place)]),
      calculation.steps.operation(root[0]) == .squareRoot
    else { return nil }
    let radicand = parts.linearForm(of: calculation.steps.operands(root[0])[0], atoms: [squarePlace])
    guard radicand.has(only: [one, .step(squarePlace)]), radicand[.step(squarePlace)] != nil
    else { return nil }

    // The divisor is not 0 where everything is: where the rows of weights are padded, for example.
    func isAbove0(_ value: Calculation.Value?) -> Bool {
      guard let value else { return false }
      if let number = parts.shared.number(value) { return number > 0 }
      return parts.shared.inputNumber(value).map { $0 >= 3 && isPositive($0 - 3) } ?? false
    }
    let rootFactor = below[.step(root[0].place)]
    guard
      radicand[one] == nil
        ? isAbove0(below[one])
        : isAbove0(radicand[one]) && isAbove0(rootFactor) && (below[one] == nil || isAbove0(below[one]))
    else { return nil }

    let zero = parts.shared.number(0)
    func numerator(_ factor: Calculation.Value?) -> Calculation.Value {
      factor.map { parts.shared.product(fraction.factor, $0) } ?? zero
    }
    let outputs: [Calculation.Value] = [
      mean.flatMap { forms[$0][.input(.remembered($0))] } ?? zero, mean.flatMap { forms[$0][s] } ?? zero,
      forms[square][.input(.remembered(square))] ?? zero, forms[square][.square] ?? zero,
      numerator(means.first.flatMap { above[$0] }), numerator(above[s]),
      radicand[.step(squarePlace)] ?? zero, radicand[one] ?? zero, rootFactor ?? zero, below[one] ?? zero,
    ]
    program = RowProgram(
      parts.shared, inputs: 3 + calculation.parameterCount, late: RuleProgram.updateInput, outputs: outputs)
    dependsOnUpdate = calculation.uses(.update)
    recollections = places.map { Recollection(row: $0 == square ? 1 : 0, sign: 1) }
  }

  func rule(_ options: TrainingOptions) -> NormalizedDescent {
    NormalizedDescent(UpdateNumbers(program, options), dependsOnUpdate: dependsOnUpdate)
  }

  /// The numbers of an update. inputs: those of `RuleProgram.inputs`.
  func numbers(_ inputs: [Double]) -> Numbers {
    let values = program.code.numbers(inputs)
    return Numbers { values[$0] }
  }

  /// m(n) = a m(n-1) + b s, v(n) = c v(n-1) + d s², Δw = (e m + f s) / (h √(p v + q) + r).
  struct Numbers: Sendable {
    let a, b, c, d, e, f, p, q, h, r: Double

    fileprivate init(_ output: (Int) -> Double) {
      (a, b, c, d) = (output(0), output(1), output(2), output(3))
      (e, f) = (output(4), output(5))
      (p, q, h, r) = (output(6), output(7), output(8), output(9))
    }
  }
}

/// A rule with such numbers.
struct NormalizedDescent: WeightRule {
  static var memories: Int { 2 }
  private let shared: UpdateNumbers
  private let dependsOnUpdate: Bool
  private var numbers: NormalizedRule.Numbers

  fileprivate init(_ shared: UpdateNumbers, dependsOnUpdate: Bool) {
    self.shared = shared
    self.dependsOnUpdate = dependsOnUpdate
    numbers = Self.numbers(shared, 1)
  }

  mutating func beginUpdate(_ number: Int64) {
    if dependsOnUpdate { numbers = Self.numbers(shared, number) }
  }

  private static func numbers(_ shared: UpdateNumbers, _ update: Int64) -> NormalizedRule.Numbers {
    var numbers = NormalizedRule.Numbers { _ in 0 }
    shared.withBlock(update) { output in numbers = NormalizedRule.Numbers(output) }
    return numbers
  }

  @inline(__always) func change<N: RuleNumber>(_ s: N, _ m: inout N, _ v: inout N) -> N {
    let n = numbers
    m = .multiplyAdd(.number(n.a), m, n.b * s)
    v = .multiplyAdd(.number(n.c), v, n.d * s * s)
    let root = N.multiplyAdd(.number(n.p), v, .number(n.q)).squareRoot()
    return N.multiplyAdd(.number(n.e), m, n.f * s) / .multiplyAdd(.number(n.h), root, .number(n.r))
  }
}
