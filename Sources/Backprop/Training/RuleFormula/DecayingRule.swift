/// A rule that is gradient descent with weight decay, Δw = a (s - β w) + b Δw(n-1), of all weights or of
/// those that are no biases. It is applied as fast as the built-in one with this decay.
struct DecayingRule: Sendable {
  /// Whether biases decay, too.
  let decaysBias: Bool
  /// a, b and -a β.
  private let factors: RowProgram

  /// Returns nil for any other rule. A rule with lines for biases is one where the output of bias units is 1.
  init?(_ calculation: RuleCalculation) {
    guard !calculation.uses(.update), !calculation.uses(.product), !calculation.uses(.layer),
      calculation.remembered.count <= 1
    else { return nil }
    guard calculation.uses(.biasOutput) else {
      guard let factors = Self.factors(calculation) else { return nil }
      (self.factors, decaysBias) = (factors, true)
      return
    }
    guard let ofWeights = Self.factors(calculation.with(bias: 0)),
      let ofBiases = Self.factors(calculation.with(bias: 1))
    else { return nil }
    var generator = RandomGenerator(seed: 1)
    for _ in 0..<8 {
      let inputs = (0..<3 + calculation.parameterCount).map { _ in 0.1 + 0.8 * generator.uniform() }
      let (x, y) = (ofWeights.code.numbers(inputs), ofBiases.code.numbers(inputs))
      guard y[2] == 0, zip(x, y).prefix(2).allSatisfy({ ($0 - $1).magnitude <= 1e-14 * $0.magnitude })
      else { return nil }
    }
    (factors, decaysBias) = (ofWeights, false)
  }

  /// nil if Δw is no sum of multiples of s, w and Δw(n-1).
  private static func factors(_ calculation: RuleCalculation) -> RowProgram? {
    guard calculation.remembered.first ?? calculation.change == calculation.change else { return nil }
    var parts = RuleParts(calculation)
    let (s, v, w) = (
      LinearForm.Atom.input(.descent), LinearForm.Atom.input(.remembered(0)), LinearForm.Atom.input(.weight)
    )
    let change = parts.linearForm(of: calculation.change)
    guard change.has(only: [s, v, w]), let a = change[s] else { return nil }
    let zero = parts.shared.number(0)
    return RowProgram(
      parts.shared, inputs: 3 + calculation.parameterCount,
      outputs: [a, change[v] ?? zero, change[w] ?? zero])
  }

  func descent(_ options: TrainingOptions) -> GradientDescent {
    let numbers = factors.code.numbers(RuleProgram.inputs(options, update: 1))
    return GradientDescent(scale: numbers[0], momentum: numbers[1])
  }

  /// The options with β as their decay.
  func decaying(_ options: TrainingOptions) -> TrainingOptions {
    let numbers = factors.code.numbers(RuleProgram.inputs(options, update: 1))
    var result = options
    result.decay = -numbers[2] / numbers[0]
    return result
  }

  /// Whether it can be applied: there is no other decay, and a is not 0.
  func applies(with options: TrainingOptions) -> Bool {
    options.decay == 0 && options.schedules.decay == nil && options.schedules.learningRate == nil
      && decaying(options).decay.isFinite
  }
}

extension RuleCalculation {
  /// The same for the weights from units whose output is that of bias units, or of other units if it is 0.
  fileprivate func with(bias: Double) -> RuleCalculation {
    var result = RuleCalculation(parameters: parameterCount)
    var values: [Int: Calculation.Value] = [:]
    for place in steps.needed(for: [change] + remembered) {
      let value = Calculation.Value(place: place)
      let operands = steps.operands(value).compactMap { values[$0.place] }
      if let number = steps.number(value) {
        values[place] = result.steps.number(number)
      } else if let input = input(value) {
        values[place] = input == .biasOutput ? result.steps.number(bias) : result.input(input)
      } else {
        values[place] = result.steps.chosen(steps.operation(value), operands)
      }
    }
    result.change = values[change.place] ?? result.change
    result.remembered = remembered.compactMap { values[$0.place] }
    result.remembersChange = remembersChange
    return result
  }
}

extension Calculation {
  /// An operation; of a comparison of two numbers, only what is chosen.
  fileprivate mutating func chosen(_ operation: Operation, _ operands: [Value]) -> Value {
    if operation == .whereGreater || operation == .whereNotLess, operands.count == 4,
      let x = number(operands[0]), let y = number(operands[1])
    {
      return operands[(operation == .whereGreater ? x > y : x >= y) ? 2 : 3]
    }
    return apply(operation, operands)
  }
}
