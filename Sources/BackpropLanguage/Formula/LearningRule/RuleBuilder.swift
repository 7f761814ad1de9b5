import Backprop

/// Turns the lines of a rule into a calculation of the core.
struct RuleBuilder {
  let rule: OwnRule
  let definitions: Definitions
  let resolver: FunctionResolver
  var calculation: RuleCalculation
  /// What the lines so far have computed.
  private(set) var values: [OwnRule.Symbol: Calculation.Value] = [:]
  /// What is remembered, in order, as it is written.
  private var memories: [String] = []
  /// The range of the line that is being read.
  var range: SourceRange = 0..<0
  private(set) var names: [Located<String>] = []
  /// Whether the lines for biases alone count.
  private var readsLinesOfBiases = true
  private(set) var current: OwnRule.Symbol?
  /// Whether what the lines compute is that of biases.
  private(set) var isOfBias = false
  /// The formula in the place of δ_j, and whether the gradient is used.
  var delta: Formula?
  var usesGradient = false
  /// Whether it has δ_j y_i, and whether ∂E/∂w_ij: a penalty in E has a share only in the second.
  var usesProduct = false
  private var usesPartial = false
  /// Whether both are kept apart, as where E has a penalty.
  private var keepsApart = false
  let parameters: [RuleParameter]

  /// The learning rule, with names as the session defines them now. Names of parameters that built-in rules
  /// have, such as β1, are parameters unless they are defined.
  static func learningRule(
    _ rule: OwnRule, _ definitions: Definitions, functions: [String: Formula]
  ) throws(Diagnostic) -> LearningRule {
    var builder = RuleBuilder(rule, definitions, functions)
    let learningRule = try builder.build()
    let result = try builder.withSimplerTwin(learningRule)
    guard builder.usesProduct, builder.usesPartial else { return result }
    var apart = RuleBuilder(rule, definitions, functions)
    apart.keepsApart = true
    return result.whereErrorHasPenalty(try apart.build())
  }

  /// With what does the same in some networks.
  private func withSimplerTwin(_ learningRule: LearningRule) throws(Diagnostic) -> LearningRule {
    guard rule.treatsBiasesApart, rule.agreesOnBiases(bias: 1) else { return learningRule }
    var other = RuleBuilder(rule, definitions, resolver.functions)
    other.readsLinesOfBiases = false
    let simpler = try other.build()
    // The number stands for any.
    return rule.agreesOnBiases(bias: 0.8207) ? simpler : learningRule.whereBiasIsOne(simpler)
  }

  /// What a rule remembers, as it is written, in the order of `RuleCalculation.remembered`; nil if a name in
  /// it means nothing any more.
  static func memories(
    _ rule: OwnRule, _ definitions: Definitions, functions: [String: Formula]
  ) -> [String]? {
    var builder = RuleBuilder(rule, definitions, functions)
    do throws(Diagnostic) { try builder.readLines() } catch { return nil }
    return builder.memories
  }

  private init(_ rule: OwnRule, _ definitions: Definitions, _ functions: [String: Formula]) {
    self.rule = rule
    self.definitions = definitions
    resolver = FunctionResolver(definitions: definitions, functions: functions)
    let used = rule.lines.flatMap { $0.formula.formula.names }
    var parameters: [RuleParameter] = []
    for parameter in LearningRule.all.flatMap({ $0.parameters }) {
      let isUsed = parameter.spellings.contains { name in
        used.contains(name) && definitions[name] == nil && rule.symbol(name) == nil
      }
      if isUsed, !parameters.contains(where: { $0.name == parameter.name }) { parameters.append(parameter) }
    }
    self.parameters = parameters
    calculation = RuleCalculation(parameters: parameters.count)
    // Δw of the last update comes first, where steps by hand look for it.
    if rule.lines.contains(where: { $0.formula.formula.usesEarlierChange }) {
      memories = [rule.earlierChange]
      calculation.remembersChange = true
    }
  }

  private mutating func readLines() throws(Diagnostic) {
    try readLines(rule.lines(ofBias: false))
    guard readsLinesOfBiases, rule.treatsBiasesApart else { return }
    let ofWeights = values
    (values, isOfBias) = ([:], true)
    try readLines(rule.lines(ofBias: true))
    // Both are computed, and one is chosen.
    let bias = calculation.steps.call(.magnitude, calculation.input(.biasOutput))
    let zero = calculation.steps.number(0)
    for (symbol, value) in values {
      values[symbol] = calculation.steps.choose(
        value, if: bias, isGreaterThan: zero, else: ofWeights[symbol] ?? zero)
    }
    isOfBias = false
  }

  private mutating func readLines(_ lines: [OwnRule.Line]) throws(Diagnostic) {
    var size = RuleSize(definitions, resolver.functions)
    for line in lines {
      range = line.formula.range
      try refuseOtherUnits(in: line)
      let formula = rule.general(line)
      let parts = size.parts(of: formula, named: line.symbol.written(rule.from, rule.to))
      guard parts <= RuleSize.most else {
        throw Diagnostic(
          .tooLarge("parts of this rule, with its names written out", count: parts, limit: RuleSize.most),
          at: range)
      }
      names = line.formula.names
      current = line.symbol
      values[line.symbol] = try value(of: formula, deep: 0)
    }
  }

  private mutating func build() throws(Diagnostic) -> LearningRule {
    try readLines()
    calculation.change = values[.change] ?? calculation.change
    for memory in memories { calculation.remembered.append(try remembered(memory)) }
    var output: OutputDelta?
    if let delta {
      var resolver = resolver
      resolver.unitLetter = rule.to
      do throws(Diagnostic) {
        output = OutputDelta(try resolver.expression(of: named(delta), at: range))
      } catch {
        guard case .errorOf(let part) = error.problem else { throw error }
        throw Diagnostic(.rule(.place(part, weight: rule.weight)), at: range)
      }
    }
    let names = rule.lines.map { resolver.definition(ofFormula: $0.formula.formula) }
    let learningRule = LearningRule(
      name: rule.name, meaning: rule.summary, definition: ([rule.text] + names).joined(separator: "\n"),
      parameters: parameters, calculation, outputDelta: output,
      leavesOutPenalty: usesProduct && !usesPartial)
    guard learningRule.hasFirstChange else { throw withoutNumber }
    return learningRule
  }

  /// The error for a Δw that is no number at the first update, or never.
  private var withoutNumber: Diagnostic {
    for line in rule.lines {
      guard
        let part = resolver.partWithoutValue(in: line.formula.formula, changing: ["η", "α", "n"])
      else { continue }
      return Diagnostic(
        .notFinite("`\(part.unicode)`"), at: line.formula.range,
        example: "rule mine: Δw_ij = η δ_j y_i + α Δw_ij(n-1)")
    }
    return Diagnostic(.rule(.noNumber), at: range)
  }

  /// The value that is remembered under a name, at the end of an update.
  private mutating func remembered(_ memory: String) throws(Diagnostic) -> Calculation.Value {
    if memory == rule.earlierChange { return calculation.change }
    if memory == rule.weight { return calculation.input(.weight) }
    if memory == rule.gradient { return calculation.steps.negative(calculation.input(.descent)) }
    guard let symbol = rule.symbol(memory), let value = values[symbol] else {
      throw Diagnostic(.rule(.notComputed(memory, weight: rule.weight)), at: range)
    }
    return value
  }

  // MARK: - Formulas

  mutating func value(of formula: Formula, deep: Int) throws(Diagnostic) -> Calculation.Value {
    if isOfBias, let descent = try descentOfBias(formula) { return descent }
    switch formula {
    case .number(let value, _): return calculation.steps.number(value)
    case .constant(.pi): return calculation.steps.number(Double.pi)
    case .constant(.e): return calculation.steps.number(Elementary.exponential(1))
    case .name(let name): return try value(ofName: name, deep: deep)
    case .quantity(let quantity, let places): return try value(of: quantity, places)
    case .partial(.quantity(.error, _), let variable):
      try checkDelta(.quantity(.delta, [Subscript(rule.to)]))
      usesGradient = true
      usesPartial = true
      if case .quantity(.weight, let places) = variable {
        try checkLetters(variable, places)
        return calculation.steps.negative(calculation.input(.descent))
      }
      guard let earlier = variable.ofUpdate, earlier.name == rule.weight else { break }
      return recall(rule.gradient)
    case .negated, .product, .quotient: return try product(formula, deep: deep)
    case .sum(let a, let b):
      let (a, b) = (try value(of: a, deep: deep), try value(of: b, deep: deep))
      return calculation.steps.sum(a, b)
    case .difference(let a, let b):
      let (a, b) = (try value(of: a, deep: deep), try value(of: b, deep: deep))
      return calculation.steps.difference(a, b)
    case .power(let a, let b) where b.isHalf:
      return calculation.steps.call(.squareRoot, try value(of: a, deep: deep))
    case .power(.name("η"), .name(let level))
    where definitions[level] == nil && (level == "l" || level == "L"):
      throw Diagnostic(.rule(.rateOfLayer(formula.unicode)), at: range)
    case .power(let a, let b):
      let (a, b) = (try value(of: a, deep: deep), try value(of: b, deep: deep))
      return calculation.steps.exactPower(a, b)
    case .call(.elementary(let function), let arguments):
      var values: [Calculation.Value] = []
      for argument in arguments { values.append(try value(of: argument, deep: deep)) }
      return calculation.steps.call(function, values)
    case .call(.comparison, _):
      return try chosen(calculation.steps.number(1), where: [formula], deep: deep)
    case .call(.named(let name), let arguments):
      if let update = formula.ofUpdate, update.name == rule.weight || rule.symbol(update.name) != nil {
        return update.isEarlier ? recall(update.name) : try value(ofName: update.name, deep: deep)
      }
      guard let argument = arguments.first else { break }
      if case .difference(.name("n"), .number(let back, _)) = argument, back >= 2,
        rule.symbol(name) != nil || name == rule.weight
      {
        throw Diagnostic(.rule(.tooEarly(name, from: rule.from, to: rule.to)), at: range)
      }
      let body = try body(of: name, deep: deep)
      return try value(of: body.replacing(name: FunctionResolver.parameter, by: argument), deep: deep + 1)
    case .partial, .summation, .iverson, .symbol, .call(.transfer, _), .call(.transferDerivative, _): break
    }
    throw Diagnostic(.rule(.place(formula.unicode, weight: rule.weight)), at: range)
  }

  /// The value at the update before.
  private mutating func recall(_ name: String) -> Calculation.Value {
    let place = memories.firstIndex(of: name) ?? memories.count
    if place == memories.count { memories.append(name) }
    let remembered = calculation.input(.remembered(place))
    guard name == rule.weight else { return remembered }
    // Before the first update, the weight was what it is.
    let (n, one) = (calculation.input(.update), calculation.steps.number(1))
    return calculation.steps.choose(
      calculation.input(.weight), if: one, isNotLessThan: n, else: remembered)
  }

  private mutating func value(
    of quantity: Quantity, _ places: [Subscript]
  ) throws(Diagnostic) -> Calculation.Value {
    let formula = Formula.quantity(quantity, places)
    switch quantity {
    case .weight:
      try checkLetters(formula, places)
      return calculation.input(.weight)
    case .weightChange:
      try checkLetters(formula, places)
      return try value(ofSymbol: .change)
    case .previousWeightChange:
      try checkLetters(formula, places)
      return recall(rule.earlierChange)
    case .delta, .output, .input, .target, .totalInput:
      // A name without a meaning is the slip that made it incomplete; each is looked at once.
      let open = names
      names = []
      for name in open { _ = try value(ofName: name.value, deep: 0) }
      throw Diagnostic(.rule(.incomplete(formula.unicode, from: rule.from, to: rule.to)), at: range)
    case .error, .totalError, .meanError, .accuracy, .epochs:
      throw Diagnostic(.rule(.place(formula.unicode, weight: rule.weight)), at: range)
    }
  }

  /// δ_j y_i, which has no share of a penalty.
  mutating func product() -> Calculation.Value {
    usesProduct = true
    return calculation.input(keepsApart ? .product : .descent)
  }

  private func checkLetters(_ formula: Formula, _ places: [Subscript]) throws(Diagnostic) {
    guard places == [Subscript(rule.from), Subscript(rule.to)] else {
      throw Diagnostic(.rule(.otherLetters(formula.unicode, weight: rule.weight)), at: range)
    }
  }
}

extension OwnRule {
  /// The number of the layer that a weight leads to, unless `let` gives it a meaning.
  static let layer = "l"

  /// `w_ij`, `∂E/∂w_ij`, and Δw_ij(n-1), as names of what is remembered.
  var weight: String { "w_\(from)\(to)" }
  var gradient: String { "∂E/∂\(weight)" }
  fileprivate var earlierChange: String { "Δ\(weight)" }
}

extension Formula {
  /// Whether it is 0.5 or 1/2.
  fileprivate var isHalf: Bool {
    switch self {
    case .number(0.5, _), .quotient(.number(1, _), .number(2, _)): true
    default: false
    }
  }

  /// Whether it has Δw_ij(n-1).
  var usesEarlierChange: Bool {
    if case .quantity(.previousWeightChange, _) = self { return true }
    return children.contains { $0.usesEarlierChange }
  }
}
