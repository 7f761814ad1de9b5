/// A `RuleCalculation` in two parts: what is the same for all weights, which is computed once per update, and
/// what is computed for each weight. Factors of the first kind are collected, so that the second part has
/// fewer multiplications, and no divisions by numbers that all weights share.
struct RuleParts {
  /// The inputs are η, α, the number of the update, and the parameters.
  var shared = Calculation()
  /// The inputs are s, w, the remembered numbers, the output of the bias unit if a rule treats biases apart,
  /// s without the penalty if a rule asks for it, and then `handedOver`.
  private(set) var own = Calculation()
  /// What the second part takes from the first.
  private(set) var handedOver: [Calculation.Value] = []
  private(set) var change: Calculation.Value
  private(set) var remembered: [Calculation.Value] = []

  let source: RuleCalculation
  private var parts: [Int: Part] = [:]

  /// The result of a step.
  private enum Part {
    case shared(Calculation.Value)
    /// A multiple of a value of the second part; nil: the value itself.
    case own(factor: Calculation.Value?, Calculation.Value)
  }

  init(_ source: RuleCalculation) {
    self.source = source
    change = source.change
    let steps = source.steps
    for place in steps.needed(for: [source.change] + source.remembered) {
      parts[place] = part(Calculation.Value(place: place))
    }
    change = result(source.change)
    remembered = source.remembered.map { result($0) }
  }

  /// Where `handedOver` begins among the inputs of the second part.
  var firstHandedOver: Int { layerInput + (source.uses(.layer) ? 1 : 0) }

  private var layerInput: Int { productInput + (source.uses(.product) ? 1 : 0) }

  private var productInput: Int { 2 + source.remembered.count + (source.uses(.biasOutput) ? 1 : 0) }

  /// A value of the first part; nil if it is not the same for all weights.
  func constant(_ value: Calculation.Value) -> Calculation.Value? {
    if case .shared(let constant)? = parts[value.place] { constant } else { nil }
  }

  private mutating func result(_ value: Calculation.Value) -> Calculation.Value {
    let result = parts[value.place].map { row($0) } ?? own.number(.nan)
    // A copy: engines write results over inputs.
    return own.inputNumber(result) == nil ? result : own.step(.larger, [result, result])
  }

  private mutating func part(_ value: Calculation.Value) -> Part {
    let steps = source.steps
    if let number = steps.number(value) { return .shared(shared.number(number)) }
    if let input = source.input(value) { return part(input) }
    let operands = steps.operands(value).compactMap { parts[$0.place] }
    let numbers = operands.compactMap { if case .shared(let value) = $0 { value } else { nil } }
    let operation = steps.operation(value)
    if operation == .power, numbers.count == 2 { return .shared(shared.exactPower(numbers[0], numbers[1])) }
    if numbers.count == operands.count { return .shared(shared.apply(operation, numbers)) }
    switch (operation, operands.first, operands.last) {
    case (.negative, .own(let factor, let a)?, _): return .own(factor: negated(factor), a)
    case (.product, .shared(let c)?, .own(let factor, let a)?),
      (.product, .own(let factor, let a)?, .shared(let c)?):
      return .own(factor: product(c, factor), a)
    case (.product, .own(let f, let a)?, .own(let g, let b)?):
      return .own(factor: f.map { product($0, g) } ?? g, own.product(a, b))
    case (.quotient, .own(let factor, let a)?, .shared(let c)?):
      return .own(factor: shared.quotient(factor ?? shared.number(1), c), a)
    case (.quotient, .shared(let c)?, .own(let factor, let a)?):
      let above = factor.map { shared.quotient(c, $0) } ?? c
      return .own(factor: nil, own.quotient(row(.shared(above)), a))
    case (.quotient, .own(let f, let a)?, .own(let g, let b)?):
      let factor = g.map { shared.quotient(f ?? shared.number(1), $0) } ?? f
      return .own(factor: factor, own.quotient(a, b))
    case (.sum, let a?, let b?): return .own(factor: nil, sum(a, b))
    case (.difference, let a?, .own(let factor, let b)?):
      return .own(factor: nil, sum(a, .own(factor: negated(factor), b)))
    case (.difference, let a?, .shared(let b)?):
      return .own(factor: nil, sum(a, .shared(shared.negative(b))))
    default:
      return .own(factor: nil, own.apply(operation, operands.map { row($0) }))
    }
  }

  private mutating func part(_ input: RuleCalculation.Input) -> Part {
    switch input {
    case .learningRate: .shared(shared.input(0))
    case .momentum: .shared(shared.input(1))
    case .update: .shared(shared.input(2))
    case .parameter(let place): .shared(shared.input(3 + place))
    case .descent: .own(factor: nil, own.input(0))
    case .product: .own(factor: nil, own.input(productInput))
    case .weight: .own(factor: nil, own.input(1))
    case .remembered(let place): .own(factor: nil, own.input(2 + place))
    case .biasOutput: .own(factor: nil, own.input(2 + source.remembered.count))
    case .layer: .own(factor: nil, own.input(layerInput))
    }
  }

  /// nil stands for 1.
  private mutating func negated(_ factor: Calculation.Value?) -> Calculation.Value {
    factor.map { shared.negative($0) } ?? shared.number(-1)
  }

  private mutating func product(_ a: Calculation.Value, _ b: Calculation.Value?) -> Calculation.Value {
    b.map { shared.product(a, $0) } ?? a
  }

  /// f a + g b takes one multiplication and one step that multiplies and adds.
  private mutating func sum(_ a: Part, _ b: Part) -> Calculation.Value {
    for (x, y) in [(a, b), (b, a)] {
      guard case .own(let factor?, let value) = x, shared.number(factor)?.magnitude != 1 else { continue }
      return own.apply(.multiplyAdd, [row(.shared(factor)), value, row(y)])
    }
    return own.sum(row(a), row(b))
  }

  /// As a value of the second part.
  private mutating func row(_ part: Part) -> Calculation.Value {
    switch part {
    case .own(nil, let value): return value
    case .own(let factor?, let value): return own.product(row(.shared(factor)), value)
    case .shared(let value):
      if let number = shared.number(value) { return own.number(number) }
      let place = handedOver.firstIndex(of: value) ?? handedOver.count
      if place == handedOver.count { handedOver.append(value) }
      return own.input(firstHandedOver + place)
    }
  }
}

extension RuleCalculation {
  /// The input that a value is.
  func input(_ value: Calculation.Value) -> Input? {
    steps.inputNumber(value).map { inputs[$0] }
  }
}
