import Backprop

/// Turns the lines of a rule into a calculation of the core.
struct RuleBuilder {
  private let rule: OwnRule
  private let definitions: Definitions
  private let resolver: FunctionResolver
  private var calculation: RuleCalculation
  /// What the lines so far have computed.
  private var values: [OwnRule.Symbol: Calculation.Value] = [:]
  /// What is remembered, in order, as it is written.
  private var memories: [String] = []
  /// The range of the line that is being read.
  private var range: SourceRange = 0..<0
  private var names: [Located<String>] = []
  private var current: OwnRule.Symbol?
  /// The formula in the place of δ_j, and whether the gradient is used.
  private var delta: Formula?
  private var usesGradient = false
  private let parameters: [RuleParameter]

  /// The learning rule, with names as the session defines them now. Names of parameters that built-in rules
  /// have, such as β1, are parameters unless they are defined.
  static func learningRule(
    _ rule: OwnRule, _ definitions: Definitions, functions: [String: Formula]
  ) throws(Diagnostic) -> LearningRule {
    var builder = RuleBuilder(rule, definitions, functions)
    return try builder.build()
  }

  private init(_ rule: OwnRule, _ definitions: Definitions, _ functions: [String: Formula]) {
    self.rule = rule
    self.definitions = definitions
    resolver = FunctionResolver(definitions: definitions, functions: functions)
    let used = rule.lines.flatMap { $0.formula.formula.names }
    var parameters: [RuleParameter] = []
    for parameter in LearningRule.all.flatMap({ $0.parameters }) {
      let isUsed = ([parameter.name] + parameter.synonyms).contains { name in
        used.contains(name) && definitions[name] == nil
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

  private mutating func build() throws(Diagnostic) -> LearningRule {
    var size = RuleSize(definitions, resolver.functions)
    for line in rule.lines {
      range = line.formula.range
      let parts = size.parts(of: line.formula.formula, named: line.symbol.written(rule.from, rule.to))
      guard parts <= RuleSize.most else {
        throw Diagnostic(
          .tooLarge("parts of this rule, with its names written out", count: parts, limit: RuleSize.most),
          at: range)
      }
      names = line.formula.names
      current = line.symbol
      values[line.symbol] = try value(of: line.formula.formula, deep: 0)
    }
    calculation.change = values[.change] ?? calculation.change
    for memory in memories { calculation.remembered.append(try remembered(memory)) }
    var output: OutputDelta?
    if let delta {
      output = OutputDelta(try resolver.expression(of: named(delta), at: range))
    }
    let names = rule.lines.map { resolver.definition(ofFormula: $0.formula.formula) }
    let learningRule = LearningRule(
      name: rule.name, meaning: rule.summary, definition: ([rule.text] + names).joined(separator: "\n"),
      parameters: parameters, calculation, outputDelta: output)
    guard learningRule.hasFirstChange else { throw Diagnostic(.rule(.noNumber), at: range) }
    return learningRule
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

  private mutating func value(of formula: Formula, deep: Int) throws(Diagnostic) -> Calculation.Value {
    switch formula {
    case .number(let value, _): return calculation.steps.number(value)
    case .constant(.pi): return calculation.steps.number(Double.pi)
    case .constant(.e): return calculation.steps.number(Elementary.exponential(1))
    case .name(let name): return try value(ofName: name, deep: deep)
    case .quantity(let quantity, let places): return try value(of: quantity, places)
    case .partial(.quantity(.error, _), let variable):
      try checkDelta(.quantity(.delta, [Subscript(rule.to)]))
      usesGradient = true
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
    return calculation.input(.remembered(place))
  }

  private mutating func value(ofName name: String, deep: Int) throws(Diagnostic) -> Calculation.Value {
    switch name {
    case "η": return calculation.input(.learningRate)
    case "α": return calculation.input(.momentum)
    case "n": return calculation.input(.update)
    default: break
    }
    if let symbol = rule.symbol(name) { return try value(ofSymbol: symbol) }
    if let place = parameters.firstIndex(where: { ([$0.name] + $0.synonyms).contains(name) }),
      definitions[name] == nil
    {
      return calculation.input(.parameter(place))
    }
    guard let definition = definitions[name] else {
      let (bare, places) = OtherCourses.parts(of: name)
      if !places.isEmpty, rule.lines.contains(where: { $0.symbol == .own(bare) }) {
        throw Diagnostic(.rule(.otherLetters(name, weight: rule.weight)), at: range)
      }
      let place = names.first { $0.value == name }?.range ?? range
      throw OtherCourses.diagnostic(name, at: place)
        ?? Diagnostic.unknown(
          name, .unknownName(name, kind: "name", known: definitions.names.sorted()), at: place,
          among: definitions.names.sorted(), example: Example.defining(name))
    }
    guard deep < FormulaResolver.deepestDefinitions else {
      throw Diagnostic(.circularDefinition(name), at: range)
    }
    return try value(of: definition, deep: deep + 1)
  }

  private func value(ofSymbol symbol: OwnRule.Symbol) throws(Diagnostic) -> Calculation.Value {
    if let value = values[symbol] { return value }
    let written = symbol.written(rule.from, rule.to)
    let place = names.first { $0.value == written }?.range ?? range
    if symbol == current { throw Diagnostic(.rule(.needsItself(written)), at: place) }
    guard rule.lines.contains(where: { $0.symbol == symbol }) else {
      throw Diagnostic(.rule(.notComputed(written, weight: rule.weight)), at: place)
    }
    throw Diagnostic(.rule(.computedLater(written)), at: place)
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
      throw Diagnostic(.rule(.incomplete(formula.unicode, from: rule.from, to: rule.to)), at: range)
    case .error, .totalError, .meanError, .accuracy, .epochs:
      throw Diagnostic(.rule(.place(formula.unicode, weight: rule.weight)), at: range)
    }
  }

  private func checkLetters(_ formula: Formula, _ places: [Subscript]) throws(Diagnostic) {
    guard places == [Subscript(rule.from), Subscript(rule.to)] else {
      throw Diagnostic(.rule(.otherLetters(formula.unicode, weight: rule.weight)), at: range)
    }
  }

  private func body(of name: String, deep: Int) throws(Diagnostic) -> Formula {
    guard deep < FormulaResolver.deepestDefinitions else {
      throw Diagnostic(.circularDefinition(name), at: range)
    }
    if let body = resolver.functions[name] { return body }
    guard name.hasSuffix("'") else {
      _ = try resolver.body(of: name, at: range)
      throw Diagnostic(.rule(.place(name, weight: rule.weight)), at: range)
    }
    return SymbolicDerivative.derivative(
      of: try body(of: String(name.dropLast()), deep: deep + 1), by: FunctionResolver.parameter)
  }

  // MARK: - Products

  /// The factors of a product, in order.
  private struct Factors {
    var above: [Formula] = []
    var below: [Formula] = []
    var conditions: [Formula] = []
    var isNegative = false

    mutating func add(_ formula: Formula) {
      switch formula {
      case .product(let a, let b, _):
        add(a)
        add(b)
      case .quotient(let a, let b):
        add(a)
        below.append(b)
      case .negated(let a):
        isNegative.toggle()
        add(a)
      case .call(.comparison, _): conditions.append(formula)
      default: above.append(formula)
      }
    }
  }

  /// A product, in which δ_j y_i, or y_i times a formula of t_j and y_j, is the descent of the weight, and
  /// a comparison decides whether there is anything.
  private mutating func product(_ formula: Formula, deep: Int) throws(Diagnostic) -> Calculation.Value {
    var factors = Factors()
    factors.add(formula)
    let descent = try takeDescent(from: &factors)
    if descent == nil, factors.conditions.isEmpty { return try plain(formula, deep: deep) }
    var result = calculation.steps.number(factors.isNegative ? -1 : 1)
    for factor in factors.above {
      result = calculation.steps.product(result, try value(of: factor, deep: deep))
    }
    if let descent { result = calculation.steps.product(result, descent) }
    for factor in factors.below {
      result = calculation.steps.quotient(result, try value(of: factor, deep: deep))
    }
    return try chosen(result, where: factors.conditions, deep: deep)
  }

  /// An operation as it stands.
  private mutating func plain(_ formula: Formula, deep: Int) throws(Diagnostic) -> Calculation.Value {
    var values: [Calculation.Value] = []
    for child in formula.children { values.append(try value(of: child, deep: deep)) }
    switch formula {
    case .negated: return calculation.steps.negative(values[0])
    case .product: return calculation.steps.product(values[0], values[1])
    default: return calculation.steps.quotient(values[0], values[1])
    }
  }

  /// Takes the factors δ_j and y_i out, or y_i and those of t_j, y_j and a_j. Returns: what they are; nil if
  /// there are none.
  private mutating func takeDescent(from factors: inout Factors) throws(Diagnostic) -> Calculation.Value? {
    let (from, to) = (Subscript(rule.from), Subscript(rule.to))
    let isSource = { (factor: Formula) in
      factor == .quantity(.output, [from]) || factor == .quantity(.input, [from])
    }
    guard factors.above.filter({ isSource($0) }).count == 1 else { return nil }
    let others = factors.above.filter { $0.isOfUnit(to) }
    guard let first = others.first else { return nil }
    factors.above.removeAll { isSource($0) || $0.isOfUnit(to) }
    if others == [.quantity(.delta, [to])] {
      try checkDelta(.quantity(.delta, [to]))
      usesGradient = true
      return calculation.input(.descent)
    }
    let own = others.dropFirst().reduce(first) { .product($0, $1, sign: .juxtaposed) }
    guard !own.mentionsUpdate else {
      throw Diagnostic(.rule(.incomplete(own.unicode, from: rule.from, to: rule.to)), at: range)
    }
    let s = calculation.input(.descent)
    if case .difference(let a, let b) = own, delta == .difference(b, a) {
      return calculation.steps.negative(s)
    }
    try checkDelta(own)
    delta = own
    return s
  }

  /// Throws if something else is already in the place of δ_j.
  private func checkDelta(_ new: Formula) throws(Diagnostic) {
    let gradient = Formula.quantity(.delta, [Subscript(rule.to)])
    let old = delta ?? (usesGradient ? gradient : new)
    guard old == new else {
      throw Diagnostic(.rule(.twoDeltas(old.unicode, new.unicode)), at: range)
    }
  }

  /// t_j, y_j and a_j as names that `ErrorParts` knows.
  private func named(_ formula: Formula) throws(Diagnostic) -> Formula {
    if case .quantity(let quantity, let places) = formula {
      guard places == [Subscript(rule.to)] else {
        throw Diagnostic(.rule(.incomplete(formula.unicode, from: rule.from, to: rule.to)), at: range)
      }
      switch quantity {
      case .target: return ErrorParts.target
      case .output: return ErrorParts.output
      case .totalInput: return ErrorParts.totalInput
      default: throw Diagnostic(.rule(.place(formula.unicode, weight: rule.weight)), at: range)
      }
    }
    var parts: [Formula] = []
    for child in formula.children { parts.append(try named(child)) }
    return formula.with(parts)
  }

  // MARK: - Comparisons

  /// The value where all comparisons hold, else 0, even if the value is no number there.
  private mutating func chosen(
    _ value: Calculation.Value, where conditions: [Formula], deep: Int
  ) throws(Diagnostic) -> Calculation.Value {
    var result = value
    let zero = calculation.steps.number(0)
    for condition in conditions {
      guard case .call(.comparison(let relation), let sides) = condition, sides.count == 2 else { continue }
      let (a, b) = (try self.value(of: sides[0], deep: deep), try self.value(of: sides[1], deep: deep))
      switch relation {
      case .greater: result = calculation.steps.choose(result, if: a, isGreaterThan: b, else: zero)
      case .atLeast: result = calculation.steps.choose(result, if: a, isNotLessThan: b, else: zero)
      case .less: result = calculation.steps.choose(result, if: b, isGreaterThan: a, else: zero)
      case .atMost: result = calculation.steps.choose(result, if: b, isNotLessThan: a, else: zero)
      case .equal, .approximately:
        result = calculation.steps.choose(result, if: a, isNotLessThan: b, else: zero)
        result = calculation.steps.choose(result, if: b, isNotLessThan: a, else: zero)
      }
    }
    return result
  }
}

extension OwnRule {
  /// `w_ij`, `∂E/∂w_ij`, and Δw_ij(n-1), as names of what is remembered.
  var weight: String { "w_\(from)\(to)" }
  fileprivate var gradient: String { "∂E/∂\(weight)" }
  fileprivate var earlierChange: String { "Δ\(weight)" }
}

extension Formula {
  /// Whether it has Δw_ij(n-1).
  var usesEarlierChange: Bool {
    if case .quantity(.previousWeightChange, _) = self { return true }
    return children.contains { $0.usesEarlierChange }
  }

  /// Whether it is a formula of δ, t, y or a of this unit, and of nothing else that belongs to weights.
  fileprivate func isOfUnit(_ unit: Subscript) -> Bool {
    switch self {
    case .quantity(.delta, let places), .quantity(.target, let places), .quantity(.output, let places),
      .quantity(.totalInput, let places):
      return places == [unit]
    case .quantity, .partial: return false
    default:
      let parts = children.filter { !$0.isNumeric }
      return !parts.isEmpty && parts.allSatisfy { $0.isOfUnit(unit) }
    }
  }
}
