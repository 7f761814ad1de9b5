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
    var letters: (from: String, to: String)?
    for equation in equations {
      if case .quantity(.weightChange, let places) = equation.left.formula {
        letters = try Self.letters(places, at: equation.left.range)
      }
    }
    guard let letters else { throw Self.withoutChange(equations, at: head) }
    (self.name, from, to) = (name, letters.from, letters.to)
    var lines: [Line] = []
    for equation in equations {
      let symbol = try Self.symbol(equation.left, letters)
      guard !lines.contains(where: { $0.symbol == symbol }) else {
        let written = symbol.written(letters.from, letters.to)
        throw Diagnostic(.rule(.computedTwice(written)), at: equation.left.range)
      }
      var formula = equation.right
      // Where δ has the opposite sign, it is read as -δ.
      formula.formula = formula.formula.withSignsInFront
      lines.append(Line(symbol: symbol, formula: formula))
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

  /// The error for a rule that never says what Δw is. `w_ij = w_ij + X` says it in another way.
  private static func withoutChange(_ equations: [SourceEquation], at head: SourceRange) -> Diagnostic {
    for equation in equations {
      guard case .quantity(.weight, let places) = equation.left.formula else { continue }
      let change: Formula? =
        switch equation.right.formula {
        case .sum(equation.left.formula, let change): change
        case .difference(equation.left.formula, let change): .negated(change)
        default: nil
        }
      let left = Formula.quantity(.weightChange, places)
      return Diagnostic(
        .expected(
          "the change of the weight, `\(left.unicode) = …`", found: "`\(equation.left.formula.unicode) = …`"),
        at: equation.left.range.lowerBound..<equation.right.range.upperBound,
        suggestion: change.map { "\(left.unicode) = \($0.unicode)" },
        example: "rule mine: Δw_ij = η δ_j y_i")
    }
    let last = equations.last?.left
    return Diagnostic(
      .rule(.withoutChange(last: last?.formula.unicode ?? "")), at: last?.range ?? head,
      example: "rule mine: Δw_ij = η δ_j y_i")
  }

  private static func symbol(
    _ left: SourceFormula, _ letters: (from: String, to: String)
  ) throws(Diagnostic) -> Symbol {
    let weight = "w_\(letters.from)\(letters.to)"
    let name: String
    switch left.formula {
    case .quantity(.weightChange, let places):
      guard places == [Subscript(letters.from), Subscript(letters.to)] else {
        throw Diagnostic(.rule(.otherLetters(left.formula.unicode, weight: weight)), at: left.range)
      }
      return .change
    case .name(let own): name = own
    default:
      guard let own = left.formula.ofUpdate, !own.isEarlier else {
        throw Diagnostic(
          .expected(
            "`Δw_\(letters.from)\(letters.to)`, or a quantity of the rule's own such as "
              + "`m_\(letters.from)\(letters.to)`",
            found: "`\(left.formula.unicode)`"), at: left.range)
      }
      name = own.name
    }
    let (bare, places) = OtherCourses.parts(of: name)
    guard places == [Subscript(letters.from), Subscript(letters.to)], !bare.isEmpty,
      Quantity(rawValue: bare) == nil
    else {
      guard !places.isEmpty, Quantity(rawValue: bare) == nil else {
        throw Diagnostic(
          .expected(
            "a quantity of each weight, such as `m_\(letters.from)\(letters.to)`", found: "`\(name)`"),
          at: left.range, suggestion: places.isEmpty ? "\(bare)_\(letters.from)\(letters.to)" : nil)
      }
      throw Diagnostic(.rule(.otherLetters(name, weight: weight)), at: left.range)
    }
    return .own(bare)
  }
}
