/// More would take long, in every update.
private let mostLines = 1_000

extension OwnRule {
  /// The rule of these lines. head: where its name is, for what is missing altogether.
  init(_ name: String, _ equations: [SourceEquation], at head: SourceRange) throws(Diagnostic) {
    if equations.count > mostLines {
      throw Diagnostic(
        .tooLarge("lines of a rule", count: equations.count, limit: mostLines),
        at: equations[mostLines].left.range, example: "rule mine: Δw_ij = η δ_j y_i")
    }
    var changes = equations.map { $0.ofChange }
    let typed = zip(equations, changes).filter { $0.0.left != $0.1.left }.map { $0.0.right }
    // `w_ij ← w_ij + Δw_ij` says what every rule does.
    changes = changes.filter { change in
      change.left.formula != change.right.formula
        || changes.filter { $0.left.formula == change.left.formula }.count == 1
    }
    var letters: (from: String, to: String)?
    for equation in changes where !equation.left.formula.isChangeOfBias {
      if case .quantity(.weightChange, let places) = equation.left.formula {
        letters = try Self.letters(places, at: equation.left.range)
      }
    }
    guard let letters else { throw Self.withoutChange(equations, at: head) }
    (self.name, from, to) = (name, letters.from, letters.to)
    var lines: [Line] = []
    for equation in changes.map({ $0.withBiases(of: letters) }) {
      let (symbol, isOfBias) = try Self.symbol(equation.left, letters)
      guard !lines.contains(where: { $0.symbol == symbol && $0.isOfBias == isOfBias }) else {
        let written = symbol.written(letters.from + (isOfBias ? "0" : ""), letters.to)
        throw Diagnostic(.rule(.computedTwice(written)), at: equation.left.range)
      }
      var formula = equation.right
      if case .number(let name) = symbol, let part = formula.formula.partOfWeight(letters) {
        let ofWeight = "\(OtherCourses.parts(of: name).bare)_\(letters.from)\(letters.to)"
        throw Diagnostic(
          .rule(.differsByWeight(name, part: part.unicode, instead: ofWeight)), at: formula.range)
      }
      if isOfBias, let free = formula.formula.firstOf(Subscript(letters.from), to: letters.to) {
        let bias = Formula.quantity(.weight, [.bias(letters.from), Subscript(letters.to)])
        throw Diagnostic(
          .rule(.notOfBias(free.unicode, letter: letters.from, bias: bias.unicode)), at: formula.range)
      }
      // Where δ has the opposite sign, it is read as -δ.
      formula.formula = formula.formula.withSignsInFront
      let ofWeight = typed.first { $0.range == formula.range }
      lines.append(Line(symbol: symbol, formula: formula, typed: ofWeight?.formula, isOfBias: isOfBias))
    }
    self.lines = lines
  }

  private static func letters(
    _ places: [Subscript], at range: SourceRange
  ) throws(Diagnostic) -> (from: String, to: String) {
    guard places.count == 2, places[0].letter != places[1].letter, places.allSatisfy({ $0.unit == nil })
    else {
      throw Diagnostic(
        .expected(
          "Δw_ij: two different letters without numbers, since a rule is for every weight",
          found: "`\(Formula.quantity(.weightChange, places).unicode)`"),
        at: range, suggestion: "Δw_ij", example: "rule mine: Δw_ij = η δ_j y_i")
    }
    return (places[0].letter, places[1].letter)
  }

  /// The error for a rule that never says what Δw is.
  private static func withoutChange(_ equations: [SourceEquation], at head: SourceRange) -> Diagnostic {
    let last = equations.last?.left
    return Diagnostic(
      .rule(.withoutChange(last: last?.formula.unicode ?? "")), at: last?.range ?? head,
      example: "rule mine: Δw_ij = η δ_j y_i")
  }

  /// What a rule has without a line that computes it.
  private static let given = ["η", "α", "n", layer]

  /// The subscripts of what is one number in each update: `η_n`, `α_t`.
  static let ofUpdate = [[Subscript("n")], [Subscript("t")]]

  /// What a line computes, and whether for biases alone.
  private static func symbol(
    _ left: SourceFormula, _ letters: (from: String, to: String)
  ) throws(Diagnostic) -> (Symbol, isOfBias: Bool) {
    let weight = "w_\(letters.from)\(letters.to)"
    let every = [Subscript(letters.from), Subscript(letters.to)]
    let bias = [Subscript.bias(letters.from), Subscript(letters.to)]
    let name: String
    switch left.formula {
    case .quantity(.weightChange, let places):
      guard places == every || places == bias else {
        throw Diagnostic(.rule(.otherLetters(left.formula.unicode, weight: weight)), at: left.range)
      }
      return (.change, places == bias)
    case .name(let own): name = own
    default:
      guard let own = left.formula.ofUpdate, !own.isEarlier else {
        throw Diagnostic(
          .expected(
            "`Δw_\(letters.from)\(letters.to)`, or a quantity of the rule's own such as "
              + "`m_\(letters.from)\(letters.to)` or `η_n`",
            found: "`\(left.formula.unicode)`"), at: left.range)
      }
      name = own.name
    }
    let (bare, places) = OtherCourses.parts(of: name)
    let isNumbered = places.isEmpty || places.count == 1 && places[0].letter.isEmpty
    if isNumbered && Quantity(rawValue: bare) == nil || ofUpdate.contains(places) {
      guard !given.contains(name), Vocabulary.meaning(of: name) == nil,
        ParticularLetter(rawValue: name) == nil, name != letters.from, name != letters.to
      else {
        throw Diagnostic(
          .rule(.givenNumber(name)), at: left.range,
          suggestion: Vocabulary.settings.contains(name) ? "\(name)_n" : nil)
      }
      return (.number(name), false)
    }
    guard places == every || places == bias, !bare.isEmpty, Quantity(rawValue: bare) == nil else {
      guard !places.isEmpty, Quantity(rawValue: bare) == nil else {
        throw Diagnostic(
          .expected(
            "a quantity of each weight, such as `m_\(letters.from)\(letters.to)`", found: "`\(name)`"),
          at: left.range, suggestion: places.isEmpty ? "\(bare)_\(letters.from)\(letters.to)" : nil)
      }
      throw Diagnostic(.rule(.otherLetters(name, weight: weight)), at: left.range)
    }
    return (.own(bare), places == bias)
  }
}

extension SourceEquation {
  /// With the letter of the rule for the layer that the bias of a line of its own leads from. Each letter
  /// will do, since a rule is for every layer.
  fileprivate func withBiases(of letters: (from: String, to: String)) -> SourceEquation {
    let places: [Subscript]
    switch left.formula {
    case .quantity(_, let given): places = given
    case .name(let name): places = OtherCourses.parts(of: name).subscripts
    default: return self
    }
    guard places.count == 2, places[0].unit == 0, places[0].letter != letters.from,
      places[1] == Subscript(letters.to)
    else { return self }
    var (left, right) = (left, right)
    left.formula = left.formula.replacing(places[0], by: .bias(letters.from), to: letters.to)
    right.formula = right.formula.replacing(places[0], by: .bias(letters.from), to: letters.to)
    return SourceEquation(left, right, relation: relation)
  }

  /// `Δw_ij = η δ_j y_i` for `w_ij = w_ij + η δ_j y_i` or `w_ij(n) = w_ij(n-1) + η δ_j y_i`, which say the
  /// weight after the update.
  fileprivate var ofChange: SourceEquation {
    guard case .quantity(.weight, let places) = left.formula else { return self }
    var (left, right) = (left, right)
    if !right.formula.hasValue(of: left.formula) {
      let earlier = Formula.earlier(left.formula.unicode)
      if right.formula.contains(earlier) {
        right.formula = right.formula.replacing(earlier, by: left.formula)
        right.leaves = []
      }
    }
    if let rest = right.formula.without(firstTerm: left.formula) {
      right.formula = rest
      right.leaves = Array(right.leaves.dropFirst())
    } else {
      right.formula = .difference(right.formula, left.formula)
      right.leaves += right.leaves.isEmpty ? [] : left.leaves
    }
    left.formula = .quantity(.weightChange, places)
    return SourceEquation(left, right, relation: relation)
  }
}

extension Formula {
  /// With one bias unit for another, also in names such as `v_i0j`.
  fileprivate func replacing(_ bias: Subscript, by other: Subscript, to: String) -> Formula {
    let (old, new) = ("_\(bias.text)\(to)", "_\(other.text)\(to)")
    func renamed(_ name: String) -> String {
      name.hasSuffix(old) ? String(name.dropLast(old.count)) + new : name
    }
    switch self {
    case .name(let name): return .name(renamed(name))
    case .quantity(let quantity, let places):
      return .quantity(quantity, places.map { $0 == bias ? other : $0 })
    case .call(.named(let name), let arguments):
      return .call(.named(renamed(name)), arguments.map { $0.replacing(bias, by: other, to: to) })
    default: return with(children.map { $0.replacing(bias, by: other, to: to) })
    }
  }

  /// The first quantity, or name such as `m_ij`, of a unit of this letter.
  fileprivate func firstOf(_ place: Subscript, to: String) -> Formula? {
    switch self {
    case .quantity(_, let places): return places.contains(place) ? self : nil
    case .name(let name), .call(.named(let name), _):
      if name.hasSuffix("_\(place.letter)\(to)") { return .name(name) }
    default: break
    }
    for child in children {
      if let found = child.firstOf(place, to: to) { return found }
    }
    return nil
  }

  /// The first part that each weight has its own of.
  fileprivate func partOfWeight(_ letters: (from: String, to: String)) -> Formula? {
    switch self {
    case .quantity, .partial, .summation, .name(OwnRule.layer): return self
    case .name(let name), .call(.named(let name), _):
      if name.hasSuffix("_\(letters.from)\(letters.to)") { return .name(name) }
    default: break
    }
    for child in children {
      if let found = child.partOfWeight(letters) { return found }
    }
    return nil
  }

  /// Whether a quantity is in it, other than as what something is differentiated by.
  fileprivate func hasValue(of quantity: Formula) -> Bool {
    if case .partial(let numerator, _) = self { return numerator.hasValue(of: quantity) }
    return self == quantity || children.contains { $0.hasValue(of: quantity) }
  }

  /// What is left of a sum whose first term this is; nil if it is not.
  fileprivate func without(firstTerm: Formula) -> Formula? {
    switch self {
    case .sum(firstTerm, let rest): rest
    case .difference(firstTerm, let rest): .negated(rest)
    case .sum(let first, let rest): first.without(firstTerm: firstTerm).map { .sum($0, rest) }
    case .difference(let first, let rest): first.without(firstTerm: firstTerm).map { .difference($0, rest) }
    default: nil
    }
  }

  /// Whether it is Δw of a weight from a bias unit.
  fileprivate var isChangeOfBias: Bool {
    if case .quantity(.weightChange, let places) = self { places.first?.unit == 0 } else { false }
  }
}
