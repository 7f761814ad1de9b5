import Backprop

/// Why a quantity has its value: the rule, the numbers in its place, the result, and where the numbers came from.
struct Explanation {
  /// The session as it is: what a formula of the user's is worked out by.
  private let current: FormulaContext
  /// The same with the weights that the presented pattern met: those before any update.
  private let presented: FormulaContext
  private let rules: DerivationRules
  private let digits: Int

  /// More cases of free indices, or terms of a sum, than these are not written out.
  private static let mostCases = 8
  private static let mostTerms = 12

  init(_ context: FormulaContext, digits: Int) {
    current = context
    var presented = context
    if let network = context.presentation?.network, network.hasSameShape(as: context.network) {
      presented.network = network
    }
    self.presented = presented
    rules = DerivationRules(presented)
    self.digits = digits
  }

  // MARK: - What is asked for

  /// The derivation of a formula, for every unit of its free indices.
  func blocks(of source: SourceFormula) throws(Diagnostic) -> [Block] {
    let value = try FormulaEvaluator(current).value(of: source)
    let cases = self.cases(value.indices)
    var blocks: [Block] = []
    for units in cases.prefix(Self.mostCases) {
      var formula = source.formula
      for (index, unit) in zip(value.indices, units) {
        formula = formula.replacing(index.letter, by: layerUnit(index.letter, unit))
      }
      blocks.append(.derivation(try derivation(of: formula, at: source.range)))
    }
    if value.values.count > Self.mostCases {
      blocks.append(.note([.text("the first \(Self.mostCases) of \(value.values.count)")]))
    }
    return blocks
  }

  /// Every number of the presented pattern's forward and backward pass, under the handout's steps.
  func step(at range: SourceRange) throws(Diagnostic) -> [Block] {
    var blocks: [Block] = []
    var heading = ""
    for rule in rules.rules {
      if rule.step != heading {
        heading = rule.step
        blocks.append(.heading([.strong(rule.step), .text("  " + Self.meaning(of: rule.step))]))
      }
      blocks.append(.paragraph([.equation(Equation(rule.left, rule.right))]))
      blocks += try self.blocks(of: SourceFormula(rule.left, range: range))
    }
    return blocks
  }

  private static func meaning(of step: String) -> String {
    switch step {
    case "1a": "input to hidden"
    case "1b": "hidden to output"
    case "1c": "compare with the target"
    case "2a": "δ of the output layer, and the weights that lead to it"
    case "2b": "δ of the hidden layers"
    default: "the weights that lead to hidden units"
    }
  }

  /// The first combinations of the units of some indices.
  private func cases(_ indices: [IndexedValue.Index]) -> [[Int]] {
    var cases: [[Int]] = [[]]
    for index in indices {
      cases = cases.flatMap { start in index.units.prefix(Self.mostCases).map { start + [$0] } }
      cases = Array(cases.prefix(Self.mostCases))
    }
    return cases
  }

  /// `j2` for the second unit of `q`'s layer.
  private func layerUnit(_ letter: String, _ unit: Int) -> Subscript {
    let layer = rules.layer(of: letter)
    return Subscript(layer.map { current.layerLetters[$0] } ?? letter, unit: unit)
  }

  // MARK: - One derivation

  private func derivation(of formula: Formula, at range: SourceRange) throws(Diagnostic) -> Derivation {
    let formula = pinned(formula)
    if let rule = rules.rule(for: formula) { return try derivation(by: rule, range) }
    switch formula {
    case .quantity(.weight, _): return try weight(formula, range)
    case .quantity(.totalError, _), .quantity(.meanError, _): return try overSet(formula, range)
    case .quantity:
      let value = try number(formula, current, range)
      return Derivation(step: nil, subject: formula, chain: [value], uses: [[.text(origin(of: formula))]])
    default: return try ownFormula(formula, range)
    }
  }

  /// Pinned letters by the units that they stand for.
  private func pinned(_ formula: Formula) -> Formula {
    formula.freeSubscripts.reduce(formula) { formula, place in
      guard place.unit == nil, let unit = current.pins[place.letter] else { return formula }
      return formula.replacing(place.letter, by: layerUnit(place.letter, unit))
    }
  }

  private func derivation(by rule: DerivationRule, _ range: SourceRange) throws(Diagnostic) -> Derivation {
    var chain = [rule.right]
    if case .call(.transfer, let arguments) = rule.right, let a = arguments.first,
      let written = transferWritten(out: a)
    {
      if written != a { chain.append(written) }
      if !a.isNumber { chain.append(try numbers(written, presented, range)) }
    } else {
      chain.append(try numbers(rule.right, presented, range))
    }
    chain.append(try number(rule.left, presented, range))
    return Derivation(
      step: rule.step, subject: rule.left, chain: chain.withoutRepetition,
      uses: try uses(in: rule.right, step: rule.step, range))
  }

  /// g(a_j1) by the layer's own formula.
  private func transferWritten(out a: Formula) -> Formula? {
    guard let layer = layer(of: a) else { return nil }
    let g = presented.network.layers[layer].transfer
    if g == .softmax, let k = a.freeSubscripts.first,
      let r = DerivationRules.otherLetter(of: layer, presented)
    {
      let all = a.replacing(k, by: r)
      return .quotient(.call(.exp, [a]), .summation(r.letter, .call(.exp, [all])))
    }
    return g.formula(of: a, functions: presented.functions)
  }

  private func layer(of formula: Formula) -> Int? {
    formula.freeSubscripts.compactMap { rules.layer(of: $0.letter) }.max()
  }

  /// A weight: as it is, or what an update has made of it.
  private func weight(_ formula: Formula, _ range: SourceRange) throws(Diagnostic) -> Derivation {
    let value = try number(formula, current, range)
    guard case .quantity(_, let places) = formula else {
      return Derivation(step: nil, subject: formula, chain: [value], uses: [])
    }
    let change = Formula.quantity(.weightChange, places)
    let before = try number(formula, presented, range)
    guard value != before, current.weightChanges != nil, case .number(let old, _) = before,
      case .number(let step, _) = try number(change, current, range), case .number(let now, _) = value,
      old + step == now
    else {
      return Derivation(
        step: nil, subject: formula, chain: [value], uses: [[.text("the current weight")]])
    }
    return Derivation(
      step: "update", subject: formula, chain: [.sum(before, try number(change, current, range)), value],
      uses: [[.formula(formula), .text(" before the update")], [.formula(change), .text(" (backward)")]])
  }

  /// total E and mean E: the errors of the patterns one by one.
  private func overSet(_ formula: Formula, _ range: SourceRange) throws(Diagnostic) -> Derivation {
    let value = try number(formula, current, range)
    var errors: [Formula] = []
    if let patterns = current.patterns {
      for number in 0..<patterns.count where number < Self.mostTerms || patterns.count <= Self.mostTerms {
        let pattern = patterns[number]
        let error = try? current.network.error(current.network.forward(pattern.input), target: pattern.target)
        errors.append(written(error ?? .nan))
      }
      if patterns.count > Self.mostTerms { errors.append(.name("…")) }
    }
    var sum = errors.dropFirst().reduce(errors.first ?? .zero) { Formula.sum($0, $1) }
    if case .quantity(.meanError, _) = formula {
      sum = .quotient(sum, .plain(Double(current.patterns?.count ?? 1)) ?? .one)
    }
    return Derivation(
      step: nil, subject: formula, chain: [sum, value],
      uses: [[.formula(.quantity(.error, [])), .text(" of each pattern, by the current weights")]])
  }

  /// A formula of the user's: names by their definitions, then numbers, then the value.
  private func ownFormula(_ formula: Formula, _ range: SourceRange) throws(Diagnostic) -> Derivation {
    var chain: [Formula] = []
    let defined = formula.names.reduce(formula) { formula, name in
      guard let definition = current.definitions[name], definition.numericValue == nil else { return formula }
      return formula.replacing(name: name, by: definition)
    }
    if defined != formula { chain.append(defined) }
    chain.append(try numbers(defined, current, range))
    chain.append(try number(formula, current, range))
    var uses = try self.uses(in: defined, step: nil, range)
    if defined.containsPartial {
      uses.append([.text("the exact derivative, by forward-mode differentiation, which knows no δ")])
    }
    return Derivation(step: nil, subject: formula, chain: chain.withoutRepetition, uses: uses)
  }

  private func origin(of formula: Formula) -> String {
    guard case .quantity(let quantity, let places) = formula else { return "" }
    switch quantity {
    case .target: return "the target of the presented pattern"
    case .output where places.first?.unit == 0: return "the constant output of the bias unit"
    default: return "an input of the presented pattern"
    }
  }

  // MARK: - Numbers in place

  private func written(_ value: Double) -> Formula {
    .number(value, spelling: Numeral(value, digits: digits).text)
  }

  /// The value of a formula without free indices.
  private func number(
    _ formula: Formula, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) -> Formula {
    let value = try FormulaEvaluator(context).value(of: SourceFormula(formula, range: range))
    return written(value.values.first ?? .nan)
  }

  /// The formula with numbers in the place of its symbols, and its sums written out.
  private func numbers(
    _ formula: Formula, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) -> Formula {
    switch formula {
    case .number, .constant: return formula
    case .name("…"): return formula
    case .name(let name):
      if let definition = context.definitions[name], definition.numericValue != nil { return definition }
      return try number(formula, context, range)
    case .quantity, .partial, .iverson: return try number(formula, context, range)
    case .call(.transferDerivative, _), .call(.transfer, _), .call(.named, _):
      return try number(formula, context, range)
    case .summation:
      var terms: [Formula] = []
      for term in try self.terms(of: formula, context, range) {
        terms.append(try numbers(term, context, range))
      }
      return terms.dropFirst().reduce(terms.first ?? .zero) { .sum($0, $1) }
    case .negated(let inner):
      let inside = try numbers(inner, context, range)
      if case .number(let value, _) = inside { return written(-value) }
      return .negated(inside)
    case .product(let a, let b, _):
      return .product(try numbers(a, context, range), try numbers(b, context, range), sign: .cross)
    default:
      var parts: [Formula] = []
      for part in formula.children { parts.append(try numbers(part, context, range)) }
      return formula.with(parts)
    }
  }

  /// The terms of a Σ, the middle of a long one left out.
  private func terms(
    of formula: Formula, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) -> [Formula] {
    guard case .summation(let letter, let body) = formula else { return [formula] }
    var resolver = FormulaResolver(context)
    guard case .summation(_, let units, _) = try resolver.resolve(SourceFormula(formula, range: range)) else {
      return [formula]
    }
    var terms = units.prefix(Self.mostTerms).map { body.replacing(letter, by: layerUnit(letter, $0)) }
    if units.count > Self.mostTerms, let last = units.last {
      terms = Array(terms.prefix(3)) + [.name("…"), body.replacing(letter, by: layerUnit(letter, last))]
    }
    return terms
  }

  // MARK: - Where the numbers came from

  private func uses(in formula: Formula, step: String?, _ range: SourceRange) throws(Diagnostic) -> [[Inline]]
  {
    var found = Symbols()
    try collect(formula, insideCall: false, range, into: &found)
    var uses: [[Inline]] = []
    for group in found.groups {
      var entry: [Inline] = [.formula(group.symbol)]
      if let only = group.only, group.isHidden {
        entry += [.text(" = "), .formula(try number(only, presented, range))]
      }
      entry.append(.text(source(of: group.members[0], step: step)))
      uses.append(entry)
    }
    for call in found.derivatives {
      guard case .call(_, let arguments) = call, let a = arguments.first, let layer = layer(of: a),
        case .quantity(.totalInput, let places) = a
      else { continue }
      let g = presented.network.layers[layer].transfer
      let y = Formula.quantity(.output, places)
      if let formula = g.derivativeFormula(of: a, output: y, functions: presented.functions) {
        uses.append([.equation(Equation(call, formula)), .text(" for \(g.name)")])
      } else if let words = g.derivativeWords {
        uses.append([.formula(call), .text(" for \(g.name): \(words)")])
      }
    }
    for name in found.names {
      guard let definition = presented.definitions[name] else { continue }
      uses.append([.equation(Equation(.name(name), definition))])
    }
    return uses
  }

  /// The quantities of a formula with its sums written out, those of a kind together.
  private struct Symbols {
    struct Group {
      var members: [Formula]
      /// Whether the chain shows what was made of it, not the number itself.
      var isHidden: Bool
      var only: Formula? { members.count == 1 ? members[0] : nil }

      /// `w_j1k` for w_j1k1 and w_j1k2.
      var symbol: Formula {
        guard case .quantity(let quantity, let first)? = members.first else { return members[0] }
        var places = first
        for member in members.dropFirst() {
          guard case .quantity(_, let others) = member else { continue }
          for (number, other) in others.enumerated() where other != places[number] {
            places[number] = Subscript(other.letter)
          }
        }
        return .quantity(quantity, places)
      }
    }

    var groups: [Group] = []
    var derivatives: [Formula] = []
    var names: [String] = []

    mutating func add(_ formula: Formula, isHidden: Bool) {
      guard case .quantity(let quantity, let places) = formula else { return }
      let isBias = places.first?.unit == 0
      for number in groups.indices {
        guard case .quantity(quantity, let others)? = groups[number].members.first,
          others.map({ $0.letter }) == places.map({ $0.letter }),
          (others.first?.unit == 0) == isBias || places.count > 1
        else { continue }
        if !groups[number].members.contains(formula) { groups[number].members.append(formula) }
        return
      }
      groups.append(Group(members: [formula], isHidden: isHidden))
    }
  }

  private func collect(
    _ formula: Formula, insideCall: Bool, _ range: SourceRange, into found: inout Symbols
  ) throws(Diagnostic) {
    switch formula {
    case .quantity: found.add(formula, isHidden: insideCall)
    case .name(let name): if !found.names.contains(name) && name != "…" { found.names.append(name) }
    case .summation:
      for term in try terms(of: formula, presented, range) {
        try collect(term, insideCall: insideCall, range, into: &found)
      }
    case .call(.transferDerivative, let arguments):
      if !found.derivatives.contains(formula) { found.derivatives.append(formula) }
      for argument in arguments { try collect(argument, insideCall: true, range, into: &found) }
    case .partial: break
    default:
      for child in formula.children { try collect(child, insideCall: insideCall, range, into: &found) }
    }
  }

  /// Where a number came from: ` (1a)`, ` before the update`.
  private func source(of formula: Formula, step: String?) -> String {
    guard case .quantity(let quantity, let places) = formula else { return "" }
    switch quantity {
    case .weight:
      let isOld = step != nil && (step == "2b" || presented.network != current.network)
      return isOld ? " before the update" : ""
    case .target: return " (target)"
    case .output where places.first?.unit == 0: return " (bias unit)"
    case .output, .input:
      if let step = rules.step(of: formula) { return " (\(step))" }
      return " (input)"
    default: return rules.step(of: formula).map { " (\($0))" } ?? ""
    }
  }
}

extension Formula {
  var isNumber: Bool { if case .number = self { true } else { false } }

  var containsPartial: Bool {
    if case .partial = self { return true }
    return children.contains { $0.containsPartial }
  }

  /// With another place for every occurrence of one, whether it is a letter or a unit.
  func replacing(_ place: Subscript, by other: Subscript) -> Formula {
    switch self {
    case .quantity(let quantity, let places):
      .quantity(quantity, places.map { $0 == place ? other : $0 })
    default: with(children.map { $0.replacing(place, by: other) })
    }
  }
}

extension [Formula] {
  /// Each only where it differs from the one before.
  var withoutRepetition: [Formula] {
    var kept: [Formula] = []
    for formula in self where formula != kept.last { kept.append(formula) }
    return kept
  }
}
