extension Formula {
  /// The formula in one of its three spellings, with no more parentheses than the parser needs to get the
  /// same tree back. ASCII has one sign, `*`, for both `·` and `×`.
  public var unicode: String { FormulaPrinter(spelling: .unicode).text(self) }
  public var ascii: String { FormulaPrinter(spelling: .ascii).text(self) }
  public var latex: String { FormulaPrinter(spelling: .latex).text(self) }
}

extension Equation {
  public var unicode: String { left.unicode + " \(relation.unicode) " + right.unicode }
  public var ascii: String { left.ascii + " \(relation.ascii) " + right.ascii }
  public var latex: String { left.latex + " \(relation.latex) " + right.latex }
}

struct FormulaPrinter {
  enum Spelling { case unicode, ascii, latex }
  let spelling: Spelling

  /// How tightly a formula's outermost operation binds.
  private enum Strength: Int {
    case sum, negation, product, power, atom
  }

  private func strength(_ formula: Formula) -> Strength {
    switch formula {
    case .sum, .difference: .sum
    case .negated: .negation
    case .number(let value, let spelling):
      value.sign == .minus
        ? .negation : self.spelling == .latex && exponent(of: spelling) != nil ? .product : .atom
    case .quotient: spelling == .latex ? .atom : .product
    case .product, .summation: .product
    case .power: .power
    case .symbol(let symbol, _): symbol.superscript.isEmpty ? .atom : .power
    case .constant, .quantity, .name, .call, .iverson, .partial: .atom
    }
  }

  func text(_ formula: Formula) -> String {
    switch formula {
    case .number(let value, let spelling): number(spelling.isEmpty ? "\(value)" : spelling)
    case .constant(.pi): choose("π", "pi", "\\pi")
    case .constant(.e): "e"
    case .quantity(.previousWeightChange, let subscripts):
      symbol(.weightChange) + lowered(subscripts) + "(n-1)"
    case .quantity(let quantity, let subscripts): symbol(quantity) + lowered(subscripts)
    case .name(let name): self.name(name)
    case .negated(let inner): "-" + part(inner, atLeast: .product)
    case .sum(let a, let b): part(a, atLeast: .sum) + " + " + part(b, atLeast: .product)
    case .difference(let a, let b): part(a, atLeast: .sum) + " - " + part(b, atLeast: .product)
    case .product(let a, let b, let sign): product(a, b, sign)
    case .quotient(let a, let b): quotient(a, b)
    case .power(let base, let exponent): power(base, exponent)
    case .call(let function, let arguments): call(function, arguments)
    case .summation(let letter, _) where formula.bodyWithoutBias != nil:
      choose("Σ_", "sum_", "\\sum_") + Formula.fromOne(letter) + " "
        + part(formula.bodyWithoutBias ?? formula, atLeast: .product)
    case .summation(let letter, let body):
      choose("Σ", "sum", "\\sum") + lowered([Subscript(letter)]) + " " + part(body, atLeast: .product)
    case .iverson(let a, let b): "[\(plain(a)) = \(plain(b))]"
    case .partial(let numerator, let variable): partial(numerator, variable)
    case .symbol(let symbol, let arguments): self.symbol(symbol) + list(arguments)
    }
  }

  private func choose(_ unicode: String, _ ascii: String, _ latex: String) -> String {
    switch spelling {
    case .unicode: unicode
    case .ascii: ascii
    case .latex: latex
    }
  }

  private func parenthesised(_ text: String) -> String {
    choose("(", "(", "\\left(") + text + choose(")", ")", "\\right)")
  }

  private func part(_ formula: Formula, atLeast least: Strength) -> String {
    strength(formula).rawValue >= least.rawValue ? text(formula) : parenthesised(text(formula))
  }

  /// A number; in LaTeX, its exponent is typeset as a power of ten.
  private func number(_ digits: String) -> String {
    if digits.hasSuffix("%") { return number(String(digits.dropLast())) + choose("%", "%", "\\%") }
    guard spelling == .latex, let exponent = exponent(of: digits),
      let end = digits.firstIndex(where: { $0 == "e" || $0 == "E" })
    else {
      return digits
    }
    return digits[..<end] + " \\times 10^{\(exponent)}"
  }

  /// What follows the `e` of a number; nil if there is none.
  private func exponent(of digits: String) -> String? {
    guard let end = digits.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return nil }
    return String(digits[digits.index(after: end)...])
  }

  // MARK: - Products

  private func product(_ a: Formula, _ b: Formula, _ sign: ProductSign) -> String {
    let left = leftFactor(a)
    switch sign {
    case .juxtaposed: return left + " " + juxtaposedFactor(b)
    case .dot: return left + choose(" · ", " * ", " \\cdot ") + signedFactor(b)
    case .cross: return left + choose(" × ", " * ", " \\times ") + signedFactor(b)
    }
  }

  private func quotient(_ a: Formula, _ b: Formula) -> String {
    if spelling == .latex { return "\\frac{\(text(a))}{\(text(b))}" }
    let isPlain = if case .number = a, case .number = b { true } else { false }
    let below = isOpenSum(b) || isFraction(b) ? parenthesised(text(b)) : part(b, atLeast: .power)
    return leftFactor(a) + (isPlain ? "/" : " / ") + below
  }

  /// The operand to the left of a sign: a Σ without parentheses would take in what follows.
  private func leftFactor(_ formula: Formula) -> String {
    isOpenSum(formula) ? parenthesised(text(formula)) : part(formula, atLeast: .product)
  }

  /// Whether the text ends within the product that belongs to a `Σ`.
  private func isOpenSum(_ formula: Formula) -> Bool {
    switch formula {
    case .summation: true
    case .product(_, let b, _): isOpenSum(b)
    default: false
    }
  }

  /// The right factor of a product without a sign: it must not be a number, which would be read as a slip.
  private func juxtaposedFactor(_ formula: Formula) -> String {
    switch formula {
    case .number: return parenthesised(text(formula))
    case .summation: return text(formula)
    case .power(let base, _):
      if base.isNumber { return parenthesised(text(formula)) }
      return text(formula)
    case .call(.elementary(.abs), _) where spelling == .latex: return text(formula)
    default: return part(formula, atLeast: .power)
    }
  }

  /// The right operand of `×`: a typed minus sign stays as it is, a negative number is put in parentheses.
  private func signedFactor(_ formula: Formula) -> String {
    switch formula {
    case .number(let value, _) where value.sign == .minus: parenthesised(text(formula))
    case .number, .summation: text(formula)
    case .negated(let inner) where strength(inner).rawValue >= Strength.power.rawValue: text(formula)
    default: part(formula, atLeast: .power)
    }
  }

  private func power(_ base: Formula, _ exponent: Formula) -> String {
    let below = isFraction(base) ? parenthesised(text(base)) : part(base, atLeast: .atom)
    if spelling == .latex { return below + "^{" + text(exponent) + "}" }
    return below + "^" + part(exponent, atLeast: .atom)
  }

  /// A fraction as a base would not show what the exponent applies to.
  private func isFraction(_ formula: Formula) -> Bool {
    switch formula {
    case .quotient, .partial: true
    default: false
    }
  }

  // MARK: - Symbols

  private func symbol(_ quantity: Quantity) -> String {
    switch quantity {
    case .delta: choose("δ", "delta", "\\delta")
    case .weightChange: choose("Δw", "Delta w", "\\Delta w")
    case .totalError: choose("total E", "total E", "\\text{total }E")
    case .meanError: choose("mean E", "mean E", "\\text{mean }E")
    case .accuracy, .epochs:
      choose(quantity.rawValue, quantity.rawValue, "\\text{\(quantity.rawValue)}")
    default: quantity.rawValue
    }
  }

  private func symbol(_ symbol: CourseSymbol) -> String {
    var letter = symbol.name[...]
    let primes = letter.reversed().prefix { $0 == "'" }
    letter.removeLast(primes.count)
    var text = symbol.words.isEmpty ? "" : choose(symbol.words, symbol.words, "\\text{\(symbol.words)}")
    if letter.count > 1, letter.first == "Δ" {
      text += choose("Δ", "Delta ", "\\Delta ")
      letter.removeFirst()
    }
    return text + name(String(letter)) + String(primes) + raised(symbol.superscript)
      + lowered(symbol.subscripts) + symbol.suffix
  }

  /// `^2`, `^l`, `^{(2)}`
  private func raised(_ superscript: String) -> String {
    guard !superscript.isEmpty else { return "" }
    let isOne = Int(superscript) != nil || superscript.unicodeScalars.count == 1
    return isOne && spelling != .latex ? "^\(superscript)" : "^{\(superscript)}"
  }

  private func list(_ arguments: [Formula]) -> String {
    arguments.isEmpty ? "" : "(" + arguments.map { text($0) }.joined(separator: ", ") + ")"
  }

  private func plain(_ place: Subscript) -> String {
    place.letter + (place.unit.map { String($0) } ?? "")
  }

  private func lowered(_ subscripts: [Subscript]) -> String {
    guard !subscripts.isEmpty else { return "" }
    // What stands below and above a Σ has its braces.
    if let only = subscripts.first, only.letter.hasPrefix("{") { return "_" + only.letter }
    guard spelling == .latex else {
      let below = subscripts.map { plain($0) }.joined()
      return below.includes(",") || below.includes("'") ? "_{\(below)}" : "_" + below
    }
    if subscripts.count == 1, let only = subscripts.first, only.unit == nil, only.letter.utf8.count == 1 {
      return "_" + only.letter
    }
    let isNumbered = subscripts.contains { $0.unit != nil }
    let parts = subscripts.map { place in
      guard let unit = place.unit else { return place.letter }
      return place.letter + (unit < 10 ? "_\(unit)" : "_{\(unit)}")
    }
    return "_{" + parts.joined(separator: isNumbered ? " " : "") + "}"
  }

  /// A name known to the session: a Greek letter in its own spelling, several letters upright.
  private func name(_ name: String) -> String {
    if name == AllWeights.each { return AllWeights.letter }
    if spelling == .unicode { return name }
    if name == "…" { return spelling == .latex ? "\\cdots" : "..." }
    for (ascii, letter) in Lexer.greek where letter == name && !ascii.hasPrefix("var") {
      return spelling == .ascii ? ascii : "\\" + ascii
    }
    if spelling == .ascii || name.utf8.count == 1 { return name }
    if name == "ℰ" { return "\\mathcal{E}" }
    if let written = numbered(name) { return written }
    // `m_ij` of a rule
    let (bare, places) = OtherCourses.parts(of: name)
    if !places.isEmpty, !bare.isEmpty {
      return self.name(bare) + lowered(places.map { $0.letter.isEmpty ? Subscript($0.text) : $0 })
    }
    return "\\mathrm{" + name.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "\\_")
      + "}"
  }

  /// A Greek letter and a number in LaTeX: `λ2`, and with the number below `β1` of a rule.
  private func numbered(_ name: String) -> String? {
    guard let letter = name.unicodeScalars.first, Lexer.isGreek(letter),
      case let number = String(name.dropFirst()), Int(number) != nil, !number.hasPrefix("-")
    else { return nil }
    let isOfRule = TrainRequest.ruleParameters.named(name) != nil
    return self.name(String(letter)) + (isOfRule ? lowered([Subscript("\(number)")]) : "\(number)")
  }

  private func call(_ function: Function, _ arguments: [Formula]) -> String {
    if case .comparison(let relation) = function, let a = arguments.first, let b = arguments.last {
      let sign = choose(relation.unicode, relation.ascii, relation.latex)
      return "[\(text(a)) \(sign) \(text(b))]"
    }
    if let earlier = Formula.call(function, arguments).ofUpdate, earlier.isEarlier {
      return name(earlier.name) + "(n-1)"
    }
    let list = arguments.map { text($0) }.joined(separator: ", ")
    if spelling == .latex {
      switch function {
      case .elementary(.sqrt): return "\\sqrt{\(list)}"
      case .elementary(.abs): return "\\left|\(list)\\right|"
      case .elementary(.sign), .elementary(.floor):
        return "\\operatorname{\(function.name)}\\left(\(list)\\right)"
      case .elementary(let function): return "\\\(function.name)\\left(\(list)\\right)"
      case .transfer, .transferDerivative: return "\(function.name)(\(list))"
      case .named(let name):
        let escaped = name.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "\\_")
        return "\\operatorname{\(escaped)}(\(list))"
      case .comparison: return list
      }
    }
    return "\(function.name)(\(list))"
  }

  private func partial(_ numerator: Formula, _ variable: Formula) -> String {
    let symbol = choose("∂", "partial ", "\\partial ")
    let above = isLone(numerator) ? text(numerator) : parenthesised(text(numerator))
    if spelling == .latex { return "\\frac{\(symbol)\(above)}{\(symbol)\(text(variable))}" }
    return symbol + above + choose("/", " / ", "") + symbol + text(variable)
  }

  /// Whether it can follow `∂` without parentheses.
  private func isLone(_ formula: Formula) -> Bool {
    switch formula {
    case .quantity(.totalError, _), .quantity(.meanError, _): false
    case .symbol(let symbol, _): symbol.words.isEmpty
    case .quantity, .name, .call, .number, .constant: strength(formula) == .atom
    default: false
    }
  }
}

extension Function {
  /// As written in a cell.
  var name: String {
    switch self {
    case .transfer: "g"
    case .transferDerivative: "g'"
    case .elementary(let function): function.name
    case .named(let name): name
    case .comparison(let relation): relation.unicode
    }
  }
}
