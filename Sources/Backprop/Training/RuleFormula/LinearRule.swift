/// A rule that is gradient descent or Nesterov's rule, with numbers of its own for η and α: it is applied as
/// fast as these, whose engines it uses.
struct LinearRule: Sendable {
  enum Kind: Sendable { case descent, nesterov }

  let kind: Kind
  /// The factors of s and of the remembered number.
  private let factors: RowProgram

  /// Returns nil for any other rule.
  init?(_ calculation: RuleCalculation, _ splitting: RuleParts) {
    var parts = splitting
    let (s, v) = (LinearForm.Atom.input(.descent), LinearForm.Atom.input(.remembered(0)))
    guard !calculation.uses(.update), calculation.remembered.count <= 1,
      case let change = parts.linearForm(of: calculation.change), change.has(only: [s, v])
    else { return nil }
    let zero = parts.shared.number(0)
    let a = change[s] ?? zero
    let b = change[v] ?? zero
    let inputs = 3 + calculation.parameterCount
    let next = calculation.remembered.first ?? calculation.change
    if next == calculation.change {
      kind = .descent
      factors = RowProgram(parts.shared, inputs: inputs, outputs: [a, b])
      return
    }
    let velocity = parts.linearForm(of: next)
    guard velocity.has(only: [s, v]) else { return nil }
    let c = velocity[s] ?? zero
    let d = velocity[v] ?? zero
    // v(n) = c s + d v(n-1) and Δw = c s + d v(n): a = c + c d, b = d².
    let all = RowProgram(parts.shared, inputs: inputs, outputs: [a, b, c, d])
    var generator = RandomGenerator(seed: 1)
    for _ in 0..<8 {
      let values = all.code.numbers((0..<inputs).map { _ in 0.1 + 0.8 * generator.uniform() })
      let (a, b, c, d) = (values[0], values[1], values[2], values[3])
      guard (a - (c + c * d)).magnitude <= 1e-12 * (1 + a.magnitude),
        (b - d * d).magnitude <= 1e-12 * (1 + b.magnitude)
      else { return nil }
    }
    kind = .nesterov
    factors = RowProgram(parts.shared, inputs: inputs, outputs: [c, d])
  }

  func descent(_ options: TrainingOptions) -> GradientDescent {
    let numbers = factors.code.numbers(RuleProgram.inputs(options, update: 1))
    return GradientDescent(scale: numbers[0], momentum: numbers[1])
  }

  func nesterov(_ options: TrainingOptions) -> Nesterov {
    let numbers = factors.code.numbers(RuleProgram.inputs(options, update: 1))
    return Nesterov(scale: numbers[0], momentum: numbers[1])
  }
}
