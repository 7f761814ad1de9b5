import Backprop

/// Looks for the slip in a typed number: it is compared with what the usual slips come to, with the values of
/// other units and patterns, and with what rounding too early may come to.
struct NumberSearch {
  private let context: FormulaContext
  private let asked: SourceFormula
  private let value: Double
  /// How far the right number may be from the typed one, but for its sign; and any other.
  private let half: Double
  private let halfOfOthers: Double
  /// Whether it has enough digits for a rounded number.
  private let isLong: Bool
  /// Whether it has so few digits that a rare slip may come to it by chance.
  private let isShort: Bool
  private let isInterrupted: () -> Bool

  /// Fewer digits say too little of a rounded number: two for the number itself, three for one that it may be
  /// taken for. Shorter ones are compared exactly, as 0.4 with t - y where y is 0.5.
  private static let leastDigits = 50.0
  private static let leastDigitsOfOthers = 200.0
  private static let leastDigitsOfRareSlips = 2_000.0
  /// How far rounding to two digits on the way usually leads.
  private static let closeToRight = 0.03
  /// The most patterns that are presented, and the most weights times patterns.
  private static let mostPatterns = 100
  private static let mostWork = 200_000

  /// value: that of the typed side. bound: the difference that `within` allows.
  init(
    _ typed: Formula, value: Double, asked: SourceFormula, bound: Double?, in context: FormulaContext,
    isInterrupted: @escaping () -> Bool
  ) {
    self.context = context
    self.asked = asked
    self.value = value
    let rounding = max(typed.halfOfLastDigit ?? value.magnitude * 1e-5, bound ?? 0)
    let exact = value.magnitude * 1e-12
    isShort = value.magnitude < rounding * Self.leastDigitsOfRareSlips
    isLong = value.magnitude >= rounding * Self.leastDigits
    half = isLong ? rounding : exact
    halfOfOthers = value.magnitude >= rounding * Self.leastDigitsOfOthers ? rounding : exact
    self.isInterrupted = isInterrupted
  }

  private func isNear(_ other: Double) -> Bool { isNear(other, within: halfOfOthers) }

  private func isNear(_ other: Double, within half: Double) -> Bool {
    (value - other).magnitude <= half * (1 + 1e-9) + value.magnitude.ulp
  }

  /// nil if nothing is found, or if several slips are equally likely.
  func finding() -> SlipFinding? {
    guard value != 0, value.isFinite, let right = number(asked.formula, context), right != 0 else {
      return nil
    }
    if isNear(right, within: half) { return SlipFinding(.init(slip: .fewDigits)) }
    if isNear(-right, within: half) {
      let setting = RepairSetting(context, typed: .zero, other: asked.formula)
      let isOfBias = context.network.bias == -1 && setting.asksForBias
      return SlipFinding(.init(slip: isOfBias ? .biasSign : .sign))
    }
    var found = slips() + units() + patterns() + updates()
    let rounding = isLong ? earlyRounding(right) : nil
    // Rounding on the way is commoner than most slips, and so many of these come close to the right number.
    if let rounded = rounding.flatMap({ finding(rounding: $0) }) {
      found = found.filter { $0.found.slip.isFrequentInNumbers }
      if found.isEmpty { return rounded }
    } else if isShort, let rounding, !found.contains(where: { $0.found.slip.isFrequentInNumbers }),
      (value - right).magnitude <= Self.closeToRight * right.magnitude, rounding.mayLead(to: value)
    {
      return SlipFinding(.init(slip: .roundedEarly))
    }
    guard let least = found.map({ $0.cost }).min() else {
      let isClose = rounding?.mayLead(to: value) ?? false
      return isClose ? SlipFinding(.init(slip: .roundedEarly)) : nil
    }
    let best = found.filter { $0.cost == least }
    guard let first = best.first, best.allSatisfy({ $0.found.slip == first.found.slip }) else { return nil }
    return SlipFinding(first.found)
  }

  private typealias Candidate = (found: SlipFinding.Found, cost: Int)

  private func earlyRounding(_ right: Double) -> EarlyRounding? {
    guard let rule = DerivationRules(context).rule(for: asked.formula.withoutSign) else { return nil }
    var formula = rule.right
    if case .negated = asked.formula { formula = .negated(formula) }
    return EarlyRounding(formula, right: right, in: context, isInterrupted: isInterrupted)
  }

  /// That it is what comes from rounding, perhaps with the wrong sign.
  private func finding(rounding: EarlyRounding) -> SlipFinding? {
    if rounding.leads(to: { isNear($0, within: half) }) { return SlipFinding(.init(slip: .roundedEarly)) }
    guard rounding.leads(to: { isNear(-$0, within: half) }) else { return nil }
    var finding = SlipFinding(.init(slip: .sign))
    finding.slips.append(.init(slip: .roundedEarly))
    return finding
  }

  private func number(_ formula: Formula, _ context: FormulaContext) -> Double? {
    let source = SourceFormula(formula, range: asked.range)
    guard let table = try? FormulaEvaluator(context, isInterrupted: isInterrupted).value(of: source),
      table.values.count == 1
    else { return nil }
    return table.values.first
  }

  // MARK: - Slips in the rule

  /// The rule of what is asked for, with each of the usual slips made in it.
  private func slips() -> [Candidate] {
    guard let rule = DerivationRules(context).rule(for: asked.formula.withoutSign) else { return [] }
    var right = rule.right
    if case .negated = asked.formula { right = .negated(right) }
    let setting = RepairSetting(context, typed: right, other: asked.formula)
    var evaluator = TrialEvaluator(context)
    var found: [Candidate] = []
    // With a bias in a sum, no repair of a formula leaves it out.
    for slip in setting.biasSlips where isNear(evaluator.value(of: slip.formula, [])) {
      found.append((SlipFinding.Found(slip: slip.slip), slip.cost))
    }
    for repair in SlipSearch.repairs(setting) {
      guard evaluator.work < SlipSearch.mostWork, !isInterrupted() else { break }
      let other = evaluator.value(of: repair.formula, [])
      for (isTurned, other) in [(false, other), (true, -other)] where other.isFinite && isNear(other) {
        // Of these, the other side says something else.
        guard repair.slip != .sumForProduct, repair.slip != .undifferentiated else { continue }
        // A sign and something else are two slips.
        guard !isTurned || repair.slip.occursInPairs && repair.slip != .sign else { continue }
        found.append(
          (
            SlipFinding.Found(
              slip: repair.slip.inverse, quantity: repair.new?.quantity, old: repair.new, new: repair.old),
            repair.cost + (isTurned ? 10 : 0)
          ))
      }
    }
    return found
  }

  // MARK: - Values of something else

  /// The same quantity of other units.
  private func units() -> [Candidate] {
    var found: [Candidate] = []
    for place in asked.formula.freeSubscripts.prefix(3) {
      guard let unit = place.unit, let layer = context.layer(of: place) else { continue }
      for other in 0...min(context.network.layers[layer].units, 30) where other != unit {
        let changed = asked.formula.replacing(unit: place, by: Subscript(place.letter, unit: other))
        guard let number = number(changed, context), isNear(number) else { continue }
        found.append((SlipFinding.Found(slip: .otherUnit, subject: changed), 9))
      }
    }
    return found
  }

  /// The same quantity where another pattern is presented.
  private func patterns() -> [Candidate] {
    guard let patterns = context.patterns, let presented = context.presentation,
      patterns.inputs.columns == context.network.inputUnits,
      patterns.targets.columns == context.network.outputUnits
    else { return [] }
    let count = min(patterns.count, Self.mostPatterns)
    guard count * context.network.weightCount <= Self.mostWork else { return [] }
    var found: [Candidate] = []
    for place in 0..<count where place + 1 != presented.number && !isInterrupted() {
      let pattern = patterns[place]
      guard pattern.input != presented.input || pattern.target != presented.target ?? [],
        let other = presenting(pattern, presented.network), let number = number(asked.formula, other),
        isNear(number)
      else { continue }
      found.append((SlipFinding.Found(slip: .otherPattern, pattern: place + 1), 9))
    }
    return Array(found.prefix(1))
  }

  /// Whether Δw may be in what is asked for, perhaps by way of names.
  private var asksForChanges: Bool {
    !asked.formula.names.isEmpty || asked.formula.replacingChanges { _ in .zero } != asked.formula
  }

  private func presenting(_ pattern: Pattern, _ network: Network) -> FormulaContext? {
    guard let pass = try? network.forward(pattern.input) else { return nil }
    var context = context
    context.presentation = Presentation(
      input: pattern.input, target: pattern.target, network: network, forward: pass,
      backward: try? network.backward(pass, target: pattern.target))
    if asksForChanges { context.weightChanges = TrialWorld.changes(in: context) }
    return context
  }

  /// The same quantity with the weights from before the update, or from after it.
  private func updates() -> [Candidate] {
    guard let presented = context.presentation else { return [] }
    var other = context
    let isUpdated = presented.network != context.network
    if !isUpdated {
      guard let changes = context.weightChanges, changes.count == context.network.projections.count else {
        return []
      }
      other.network.apply(changes)
    } else {
      other.network = presented.network
    }
    var found: [Candidate] = []
    if let number = number(asked.formula, other), isNear(number) {
      found.append((SlipFinding.Found(slip: isUpdated ? .beforeUpdate : .afterUpdate), 9))
    }
    // δ and y as they are with the other weights.
    if let rule = DerivationRules(other).rule(for: asked.formula.withoutSign),
      let number = number(rule.right, other), isNear(number), found.isEmpty
    {
      found.append((SlipFinding.Found(slip: .updatedWeights), 9))
    }
    return found
  }
}

extension Formula {
  /// With one unit in the place of another.
  fileprivate func replacing(unit place: Subscript, by other: Subscript) -> Formula {
    switch self {
    case .quantity(let quantity, let places): .quantity(quantity, places.map { $0 == place ? other : $0 })
    case .iverson(let a, let b): .iverson(a == place ? other : a, b == place ? other : b)
    default: with(children.map { $0.replacing(unit: place, by: other) })
    }
  }
}
