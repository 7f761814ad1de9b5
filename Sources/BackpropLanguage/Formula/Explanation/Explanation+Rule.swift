import Backprop

/// The lines of a learning rule of the user's own, with the numbers of a weight.
extension Explanation {
  /// What is to be explained line by line: Δw of a rule that no single formula expresses, or a quantity of
  /// the rule's own.
  struct RuleSubject {
    let memory: RuleMemory
    /// The line that is asked for; nil for all.
    let only: OwnRule.Symbol?
    /// Δw of the weight.
    let change: Formula
  }

  /// nil if a formula is something else.
  func ruleSubject(_ source: SourceFormula) throws(Diagnostic) -> RuleSubject? {
    guard let memory = current.ruleMemory else { return nil }
    switch source.formula {
    case .quantity(.weightChange, let places):
      guard current.ruleFormula == nil, let to = places.last,
        let layer = current.layer(of: to), !memory.skips(layer, of: current.network)
      else { return nil }
      return RuleSubject(memory: memory, only: nil, change: source.formula)
    case .name(let name):
      guard current.definitions[name] == nil, let (symbol, places) = memory.quantity(name) else { return nil }
      guard current.weightChanges != nil else {
        throw Diagnostic(.nothingYet(name, command: "backward"), at: source.range)
      }
      return RuleSubject(memory: memory, only: symbol, change: .quantity(.weightChange, places))
    default: return nil
    }
  }

  /// The lines for one weight, in the order in which they are computed.
  func ruleLines(_ subject: RuleSubject, _ change: Formula, _ range: SourceRange) throws(Diagnostic)
    -> [Block]
  {
    guard case .quantity(_, let places) = pinned(change), places.count == 2,
      let source = current.layer(of: places[0]), let target = current.layer(of: places[1]),
      let number = presented.network.projection(from: source, to: target)
    else { return [] }
    let projection = presented.network.projections[number]
    var derivations: [(symbol: OwnRule.Symbol, derivation: Derivation)] = []
    let value = try self.number(change, current, range)
    if var numbers = RuleNumbers(
      subject.memory, projection: projection, number: number, from: places[0], to: places[1])
    {
      for line in numbers.lines {
        let rule = subject.memory.rule
        let applied = RuleFormula(
          formula: rule.general(line), from: rule.from, to: rule.to, isForOutputsOnly: false)
        let shown = numbers.named(
          rules.written(applied, ofProjection: number, from: places[0], to: places[1]))
        let result = try self.value(of: shown, numbers, range)
        let inserted = numbers.inserted(shown, presented.definitions) { written($0) }
        let left: Formula =
          line.symbol == .change
          ? .quantity(.weightChange, places)
          : .name(numbers.particular(line.symbol.written(rule.from, rule.to)))
        let step = HandoutStep.changes(intoLayer: target, in: presented.network)
        let chain = [shown, try self.numbers(inserted, presented, range), written(result)]
        derivations.append(
          (
            line.symbol,
            Derivation(
              step: step.rawValue, subject: left, chain: withEnoughDigits(chain.withoutRepetition),
              uses: try uses(inLine: shown, numbers, step, isAlone: subject.only != nil, range))
          ))
        numbers.computed[line.symbol.written(rule.from, rule.to)] = result
      }
      if let result = numbers.computed["Δ" + subject.memory.rule.weight], case .number(let made, _) = value,
        (result - made).magnitude <= 1e-9 * max(result.magnitude, made.magnitude)
      {
        return derivations.filter { subject.only == nil || $0.symbol == subject.only }
          .map { .derivation(withFrozenNamed($0.derivation)) }
      }
    }
    // What cannot be recomputed is not shown.
    return [
      .derivation(
        Derivation(
          step: nil, subject: .quantity(.weightChange, places), chain: [value],
          uses: [
            [
              .text(
                "the change by rule \(subject.memory.rule.name); its lines cannot be shown with numbers, "
                  + "because not all that it remembers has been kept")
            ]
          ]))
    ]
  }

  /// The value of a line for the weight, as the rule computes it.
  private func value(
    of formula: Formula, _ numbers: RuleNumbers, _ range: SourceRange
  ) throws(Diagnostic) -> Double {
    if let number = numbers.number(for: formula, presented.definitions) { return number }
    switch formula {
    case .number(let value, _): return value
    case .name(let name):
      guard let definition = presented.definitions[name] else { break }
      return try value(of: numbers.named(definition), numbers, range)
    case .partial:
      // From δ, as in the core.
      if let rule = rules.rule(for: formula) { return try exactly(rule.right, range) }
    case .product(let a, let b, _):
      let (x, y) = (try value(of: a, numbers, range), try value(of: b, numbers, range))
      return a.isChoice && x == 0 || b.isChoice && y == 0 ? 0 : x * y
    case .negated(let a): return -(try value(of: a, numbers, range))
    case .sum(let a, let b): return try value(of: a, numbers, range) + value(of: b, numbers, range)
    case .difference(let a, let b): return try value(of: a, numbers, range) - value(of: b, numbers, range)
    case .quotient(let a, let b):
      let (x, y) = (try value(of: a, numbers, range), try value(of: b, numbers, range))
      return a.isChoice && x == 0 ? 0 : x / y
    case .power(let a, let b):
      return Dual.power(.real(try value(of: a, numbers, range)), .real(try value(of: b, numbers, range)))
        .value
    case .call(.comparison(let relation), let sides) where sides.count == 2:
      let (x, y) = (try value(of: sides[0], numbers, range), try value(of: sides[1], numbers, range))
      let holds =
        switch relation {
        case .greater: x > y
        case .atLeast: x >= y
        case .less: x < y
        case .atMost: x <= y
        case .equal, .approximately: x == y
        }
      return holds ? 1 : 0
    case .call(.elementary(let function), let arguments):
      var values: [Dual] = []
      for argument in arguments { values.append(.real(try value(of: argument, numbers, range))) }
      return Dual.call(function, values).value
    case .call(.named, let arguments):
      var values: [Formula] = []
      for argument in arguments { values.append(Formula.of(try value(of: argument, numbers, range))) }
      return try exactly(formula.with(values), range)
    case .constant, .quantity, .summation, .iverson, .symbol, .call(.transfer, _),
      .call(.transferDerivative, _), .call(.comparison, _):
      break
    }
    return try exactly(formula, range)
  }

  private func exactly(_ formula: Formula, _ range: SourceRange) throws(Diagnostic) -> Double {
    let value = try FormulaEvaluator(presented, isInterrupted: isInterrupted)
      .value(of: SourceFormula(formula, range: range))
    return value.values.first ?? .nan
  }

  /// Where the numbers of a line come from. isAlone: whether the lines above it are not shown.
  private func uses(
    inLine formula: Formula, _ numbers: RuleNumbers, _ step: HandoutStep, isAlone: Bool, _ range: SourceRange
  ) throws(Diagnostic) -> [[Inline]] {
    var uses: [[Inline]] = []
    var found: [Formula] = []
    func collect(_ part: Formula) {
      if found.contains(part) { return }
      let number = numbers.number(for: part, presented.definitions)
      switch part {
      case .partial where number == nil:
        found.append(part)
        uses.append([.formula(part), .text(" (\(step.rawValue))")])
      case .name("n"):
        found.append(part)
        uses.append([.formula(part), .text(": the number of the update")])
      case .name(OwnRule.layer) where presented.definitions[OwnRule.layer] == nil:
        found.append(part)
        uses.append([.formula(part), .text(": the number of the layer that the weight leads to")])
      case .name(let name) where number != nil:
        found.append(part)
        if !numbers.memory.computes(name) {
          uses.append([.equation(Equation(part, Formula.of(number ?? .nan)))])
        } else {
          uses.append([
            .formula(part), .text(isAlone ? " (by rule \(numbers.memory.rule.name))" : " (above)"),
          ])
        }
      case .quantity(.weightChange, _) where number != nil:
        found.append(part)
        uses.append([.formula(part), .text(isAlone ? " (by rule \(numbers.memory.rule.name))" : " (above)")])
      default:
        if number != nil {
          found.append(part)
          let isFirst = numbers.update == 1 && number == 0
          uses.append([
            .formula(part), .text(isFirst ? " (0 before the first update)" : " (the update before)"),
          ])
        } else {
          for child in part.children { collect(child) }
        }
      }
    }
    collect(formula)
    let rest = numbers.inserted(formula, presented.definitions) { _ in .one }
    return try uses + self.uses(in: rest, step: step, range)
  }
}
