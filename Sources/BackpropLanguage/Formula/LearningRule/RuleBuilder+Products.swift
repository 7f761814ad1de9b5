import Backprop

/// Products in a rule: what stands in the place of δ_j y_i, and comparisons.
extension RuleBuilder {
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
  mutating func product(_ formula: Formula, deep: Int) throws(Diagnostic) -> Calculation.Value {
    var factors = Factors()
    factors.add(formula)
    let descent = try takeDescent(from: &factors)
    if descent == nil, factors.above.contains(.quantity(.delta, [Subscript(rule.from)])),
      factors.above.contains(.quantity(.output, [Subscript(rule.to)]))
    {
      throw Diagnostic(.rule(.otherWay(from: rule.from, to: rule.to)), at: range)
    }
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
    let sources = factors.above.filter { $0.isOutput(of: from) }.count
    guard sources == 1 || isOfBias && sources == 0 else { return nil }
    let others = factors.above.filter { $0.isOfUnit(to) }
    guard let first = others.first else { return nil }
    factors.above.removeAll { $0.isOutput(of: from) || $0.isOfUnit(to) }
    let s = try descent(of: others, first)
    // δ_j alone, of a bias: s is δ_j times the output of the bias unit.
    return sources == 1 ? s : calculation.steps.quotient(s, calculation.input(.biasOutput))
  }

  /// What stands alone in a line for biases in the place of δ_j y_i: δ_j, or a formula of t_j, y_j and a_j.
  mutating func descentOfBias(_ formula: Formula) throws(Diagnostic) -> Calculation.Value? {
    switch formula {
    case .quantity(.delta, _), .difference, .sum, .call, .power:
      guard formula.isOfUnit(Subscript(rule.to)),
        formula == .quantity(.delta, [Subscript(rule.to)]) || !formula.mentionsUpdate
      else { return nil }
      return calculation.steps.quotient(
        try descent(of: [formula], formula), calculation.input(.biasOutput))
    case .quantity(.output, [Subscript(rule.from)]): return calculation.input(.biasOutput)
    default: return nil
    }
  }

  /// s, which is the descent by these factors in the place of δ_j.
  private mutating func descent(of others: [Formula], _ first: Formula) throws(Diagnostic)
    -> Calculation.Value
  {
    let to = Subscript(rule.to)
    if others == [.quantity(.delta, [to])] {
      try checkDelta(.quantity(.delta, [to]))
      usesGradient = true
      return product()
    }
    let own = others.dropFirst().reduce(first) { .product($0, $1, sign: .juxtaposed) }
    guard !own.mentionsUpdate else {
      throw Diagnostic(.rule(.incomplete(own.unicode, from: rule.from, to: rule.to)), at: range)
    }
    let s = calculation.input(.descent)
    // s points towards the target, as decay must be subtracted from it.
    var turned = own.turnedToTarget
    if case .difference(let a, let b) = own, delta == .difference(b, a) { turned = delta }
    if let turned {
      try checkDelta(turned)
      delta = turned
      return calculation.steps.negative(s)
    }
    try checkDelta(own)
    delta = own
    return s
  }

  /// Throws if something else is already in the place of δ_j.
  func checkDelta(_ new: Formula) throws(Diagnostic) {
    let gradient = Formula.quantity(.delta, [Subscript(rule.to)])
    let old = delta ?? (usesGradient ? gradient : new)
    guard old == new else {
      throw Diagnostic(.rule(.twoDeltas(old.unicode, new.unicode)), at: range)
    }
  }

  /// t_j, y_j and a_j as names that `ErrorParts` knows.
  func named(_ formula: Formula) throws(Diagnostic) -> Formula {
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
  mutating func chosen(
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
