/// Compares a rule that is given by formulas with a built-in one, for certain values of η and the parameters.
struct RuleCheck {
  private let calculation: RuleCalculation
  private let program: RowProgram
  private let rate: Double
  private let parameters: [Double]

  init(_ calculation: RuleCalculation, rate: Double, parameters: [Double]) {
    (self.calculation, self.rate, self.parameters) = (calculation, rate, parameters)
    program = RowProgram(
      calculation.steps, inputs: calculation.inputs.count,
      outputs: [calculation.change] + calculation.remembered)
  }

  private func inputs<N>(_ s: N, _ w: N, _ memory: [N], update: Double, _ number: (Double) -> N) -> [N] {
    calculation.inputs.map { input in
      switch input {
      case .learningRate: number(rate)
      case .momentum: number(.nan)
      case .update: number(update)
      case .parameter(let place): number(parameters[place])
      case .descent: s
      case .weight: w
      case .biasOutput, .product, .layer: number(.nan)
      case .remembered(let place): memory[place]
      }
    }
  }

  // MARK: - By numbers

  /// Whether both agree for some numbers. This is quick, and most others fail it.
  func isLikely(_ rule: some UpdateRule, _ places: [Int], _ signs: [Double]) -> Bool {
    var generator = RandomGenerator(seed: 1)
    let sizes = [1e-7, 0.01, 1, 1, 3, 100]
    return (0..<24).allSatisfy { _ in
      let s = random(sizes, &generator)
      var (first, second) = (random(sizes, &generator), random(sizes, &generator).magnitude)
      let before = [first, second]
      let ours = program.code.numbers(
        inputs(s, 0, [0, 1].map { signs[$0] * before[places[$0]] }, update: 3) { $0 })
      let change = rule.change(rule.scale * s, &first, &second)
      let after = [first, second]
      return Self.isNear(ours[0], change)
        && [0, 1].allSatisfy { Self.isNear(ours[1 + $0], signs[$0] * after[places[$0]]) }
    }
  }

  private func random(_ sizes: [Double], _ generator: inout RandomGenerator) -> Double {
    let size = sizes[Int(generator.uniform() * Double(sizes.count))]
    return size * (2 * generator.uniform() - 1)
  }

  private static func isNear(_ a: Double, _ b: Double) -> Bool {
    (a - b).magnitude <= 1e-9 * max(a.magnitude, b.magnitude) || a.isNaN && b.isNaN || a == b
  }

  // MARK: - In every case

  /// Whether both do the same in the first update, and in all others.
  func isSame(_ rule: some UpdateRule, _ places: [Int], _ signs: [Double]) -> Bool {
    var steps = Calculation()
    let inputs = (0..<3).map { steps.input($0) }
    var first = Expression.variable(.output)
    var second = Expression.variable(.totalInput)
    let change = rule.change(Expression.number(rule.scale) * .variable(.target), &first, &second)
    let outputs = [change, first, second].map { result in
      steps.value(result) { variable in
        switch variable {
        case .target: inputs[0]
        case .output: inputs[1]
        default: inputs[2]
        }
      }
    }
    let theirs = Rule(steps: steps, change: outputs[0], memory: [outputs[1], outputs[2]])
    return [1.0, 2, 3].allSatisfy { update in
      var cases = 0
      return isSame(
        theirs, secondAtFirst: rule.secondAtFirst, places, signs, update: update, in: RuleCase(), &cases)
    }
  }

  private struct Rule {
    let steps: Calculation
    let change: Calculation.Value
    let memory: [Calculation.Value]
  }

  private static let mostCases = 5_000

  private func isSame(
    _ theirs: Rule, secondAtFirst: Double, _ places: [Int], _ signs: [Double], update: Double,
    in rules: RuleCase, _ cases: inout Int
  ) -> Bool {
    cases += 1
    guard cases <= Self.mostCases else { return false }
    func number(_ value: Double) -> Fraction { Fraction(Polynomial(value)) }
    let isFirst = update == 1
    let memory =
      isFirst ? [number(0), number(secondAtFirst)] : [rules.variable(2), rules.variable(3)]
    let own = isFirst ? [number(0), number(0)] : [0, 1].map { number(signs[$0]) * memory[places[$0]] }
    let s = rules.variable(0)
    var ours = CaseValues(
      calculation.steps, inputs(s, rules.variable(1), own, update: update, number), rules)
    var other = CaseValues(theirs.steps, [s] + memory, rules)
    do throws(RuleCase.Undecided) {
      guard try Self.isEqual(ours.value(calculation.change), other.value(theirs.change)) else { return false }
      for place in 0..<2 {
        let theirs = try other.value(theirs.memory[places[place]]).map { number(signs[place]) * $0 }
        guard try Self.isEqual(ours.value(calculation.remembered[place]), theirs) else { return false }
      }
      return true
    } catch {
      guard case .sign(let polynomial) = error else { return false }
      return [1, -1, 0].allSatisfy { sign in
        guard let next = rules.assuming(polynomial, sign) else { return true }
        return isSame(
          theirs, secondAtFirst: secondAtFirst, places, signs, update: update, in: next, &cases)
      }
    }
  }

  private static func isEqual(_ a: Fraction?, _ b: Fraction?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return a == b
  }
}
