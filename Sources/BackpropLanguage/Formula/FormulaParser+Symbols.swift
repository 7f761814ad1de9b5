extension FormulaParser {
  /// Functions by their names in a cell.
  static let functions: [String: Function] = {
    var functions: [String: Function] = ["g": .transfer, "g'": .transferDerivative]
    for function in ElementaryFunction.allCases {
      for word in function.spellings { functions[word] = .elementary(function) }
    }
    return functions
  }()

  /// A word: a quantity with its subscripts, a constant, a call, or a name known to the session.
  mutating func symbol(_ word: String) throws(Diagnostic) -> Node {
    let start = range.lowerBound
    if word == parameter {
      index += 1
      leaves.append(range(from: start))
      return Node(formula: .name(word), height: 1)
    }
    if beginsDifferentialQuotient { return try differentialQuotient() }
    // `g_ij`, `Δ_ij`: quantities of a rule's own, which has neither g nor a change without its w.
    if isRule, isOfRule(word) { return try name(word) }
    if let function = Self.functions[word] { return try call(function, named: word) }
    switch word {
    case "π", "e":
      index += 1
      return Node(formula: .constant(word == "e" ? .e : .pi), height: 1)
    case "total", "mean":
      guard token(1)?.kind == .word("E") else { break }
      index += 2
      leaves.append(range(from: start))
      return Node(formula: .quantity(word == "total" ? .totalError : .meanError, []), height: 1)
    case "sum":
      index += 1
      throw expected(
        "the letter that the sum runs over, as in `Σ_k`", suggestion: "sum_k", example: "sum_k delta_k w_jk")
    case "Δ":
      index += 1
      throw expected("w after Δ: the weight change is Δw", example: "check Δw_jk = η δ_k y_j")
    default: break
    }
    if let quantity = Quantity(rawValue: word) { return try self.quantity(quantity) }
    return try name(word)
  }

  /// Whether it is `g_ij` or `Δ_ij`.
  private func isOfRule(_ word: String) -> Bool {
    guard word == "g" || word == "Δ", case .subscripts(let places)? = token(1)?.kind else { return false }
    return places.count == 2
  }

  private mutating func quantity(_ quantity: Quantity) throws(Diagnostic) -> Node {
    let start = range.lowerBound
    if token(0)?.isOfUpdate == true { isOfUpdate = true }
    index += 1
    var subscripts: [Subscript] = []
    if case .subscripts(let given) = peek {
      subscripts = given
      index += 1
    }
    var quantity = quantity
    if quantity == .weightChange, let isPrevious = takeUpdateNumber(), isPrevious {
      quantity = .previousWeightChange
    }
    let mayBeEarlier = isRule || parameter == nil && quantity == .weight && earlierNumber != nil
    if mayBeEarlier, let earlier = try earlier(quantity, subscripts, from: start) { return earlier }
    let whole = range(from: start)
    if let number = updateNumber {
      let named = Formula.quantity(quantity, subscripts).unicode
      if isRule, subscripts.count == 2, token(2)?.kind == .symbol("-"),
        case .number(let back, _)? = token(3)?.kind, back >= 2
      {
        throw Diagnostic(
          .rule(.tooEarly(named, from: subscripts[0].text, to: subscripts[1].text)), at: number)
      }
      throw expected(
        "`\(named)` without the number of an update: it is that of now, and `Δw_jk(n-1)` is the only value "
          + "from before it", at: number, suggestion: named, example: "w_jk = w_jk + η δ_k y_j")
    }
    let needed = quantity.subscriptCount
    if quantity == .target, subscripts.isEmpty, isRule || parameter == "n" {
      throw numberedByN(at: whole)
    }
    if subscripts.isEmpty, needed > 0, let superscript = LayerSuperscript.read({ token($0)?.kind }) {
      throw layerSuperscript(quantity.rawValue, [], superscript, from: start)
    }
    // `E(w)`
    if quantity == .error, stands("("), token(0)?.spaceBefore == false, token(1)?.kind == .word("w"),
      token(2)?.kind == .symbol(")")
    {
      let call = start..<(token(2)?.range.upperBound ?? whole.upperBound)
      throw expected(
        "E without brackets: it belongs to the weights as they are", at: call, suggestion: "E", example: "E")
    }
    if needed == 0, !subscripts.isEmpty {
      guard quantity == .error else {
        throw expected(
          quantity.subscriptsExpected, at: whole, suggestion: quantity.rawValue, example: "total E")
      }
      if isRule, subscripts == [Subscript("", unit: 0)] {
        leaves.append(whole)
        return Node(formula: .name(AllWeights.plain), height: 1)
      }
      // `E_p`: the error of a pattern.
      throw expected(
        "\(quantity.rawValue) without subscripts: it is that of the presented pattern, and `total E` that of "
          + "all",
        at: whole, suggestion: "total E", example: "total E")
    }
    if subscripts.count != needed || subscripts.contains(where: { $0.letter.isEmpty }) {
      // `x_1`, `w_11`: the numbers are there, but not their letters.
      let lacksLetter = subscripts.contains { $0.letter.isEmpty }
      if quantity == .delta, subscripts.count == 2, !lacksLetter {
        let bracket = "[\(subscripts[0].letter) = \(subscripts[1].letter)]"
        throw expected(
          "\(quantity.subscriptsExpected); Kronecker's, 1 where two units are the same, is `\(bracket)`",
          at: whole, example: "check ∂y_r/∂y_k = [r = k]")
      }
      let example = lacksLetter ? quantity.numberedExample : quantity.example
      throw expected(
        lacksLetter
          ? "the letter of its layer before each number, as in \(example)" : quantity.subscriptsExpected,
        at: whole, example: example)
    }
    leaves.append(whole)
    return Node(formula: .quantity(quantity, subscripts), height: 1)
  }

  /// Reads `(n-1)` after Δw for the previous update, or `(n)` for this one, if it is here; returns whether it
  /// is the previous one.
  mutating func takeUpdateNumber() -> Bool? {
    guard stands("("), token(1)?.kind == .word("n") else { return nil }
    if token(2)?.kind == .symbol(")") {
      index += 3
      return false
    }
    guard token(2)?.kind == .symbol("-"), case .number(1, _)? = token(3)?.kind,
      token(4)?.kind == .symbol(")")
    else { return nil }
    index += 5
    return true
  }

  /// The range of the `(n-1)` right here.
  private var earlierNumber: SourceRange? {
    guard let number = updateNumber, token(2)?.kind == .symbol("-"), case .number(1, _)? = token(3)?.kind
    else { return nil }
    return number
  }

  /// The error for `t` or `τ` where the number of the epoch or the update is meant.
  func numberedByN(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .expected(
        isRule
          ? "`n`, the number of the update, as in `Δw_ij(n-1)`, or t_j, the target of a unit"
          : "`n`, the number of the epoch", found: "`\(source.string(range))`"), at: range, suggestion: "n",
      example: isRule
        ? "rule mine: Δw_ij = η δ_j y_i + α Δw_ij(n-1)" : "train 500 epochs, η 0.5 / (1 + n/100)")
  }

  /// The range of `(n)`, `(t+1)` and the like, which number the updates in other courses.
  private var updateNumber: SourceRange? {
    guard stands("("), let open = token(0), !open.spaceBefore,
      token(1)?.kind == .word("n") || token(1)?.kind == .word("t")
    else { return nil }
    if let close = token(2), close.kind == .symbol(")") {
      return open.range.through(close.range)
    }
    guard token(2)?.kind == .symbol("+") || token(2)?.kind == .symbol("-"), case .number? = token(3)?.kind,
      let close = token(4), close.kind == .symbol(")")
    else { return nil }
    return open.range.through(close.range)
  }

  /// Throws at `(δ_j y_i)(n-1)`, in a rule: only what has a symbol has an earlier value.
  func refuseEarlierValue(of base: Formula, from start: Int) throws(Diagnostic) {
    guard let last = token(-1), last.kind == .symbol(")") || last.kind == .symbol("]"),
      let number = updateNumber,
      base.hasQuantity
    else { return }
    let whole = start..<number.upperBound
    throw expected(
      "a symbol before `\(source.string(number))`: give what is in the brackets a line of its own, such as "
        + "`m_ij = …`, whose earlier value is `m_ij(n-1)`", at: whole,
      example: "rule mine:\n  m_ij = ∂E/∂w_ij\n  Δw_ij = -η m_ij - α m_ij(n-1)")
  }

  /// A name known to the session, including underscores, or a call of a user's own function, with `(` right
  /// after the name.
  private mutating func name(_ word: String) throws(Diagnostic) -> Node {
    let start = range.lowerBound
    let letter = word.unicodeScalars.first.map { String($0) } ?? ""
    let digits = word.unicodeScalars.dropFirst()
    if let quantity = Quantity(rawValue: letter), !digits.isEmpty,
      digits.allSatisfy({ ("0"..."9").contains($0) })
    {
      throw expected(
        quantity.subscriptsExpected, suggestion: quantity.example, example: quantity.example)
    }
    let first = index
    index += 1
    var name = word
    glue: while let token = token(0), !token.spaceBefore {
      switch token.kind {
      case .subscripts(let subscripts):
        name += "_" + subscripts.map { $0.letter + ($0.unit.map { String($0) } ?? "") }.joined()
      case .word(let part):
        // Words touch only after subscripts or a Greek letter: `my_rate_2`, but `ηδ_k` is a product.
        guard case .subscripts? = self.token(-1)?.kind, name.utf8.first.map({ $0 < 0x80 }) == true,
          Quantity(rawValue: part) == nil
        else { break glue }
        name += part
      case .number(_, let spelling) where index == first + 1 && Int(spelling) != nil:
        // A Greek letter is a word by itself: `β1`.
        name += spelling
      default: break glue
      }
      index += 1
    }
    leaves.append(range(from: start))
    // `η(δ_j y_i)` is a product.
    if let token = token(0), token.kind == .symbol("("), !token.spaceBefore,
      !Vocabulary.settings.contains(name)
    {
      return try arguments(of: .named(name), named: name)
    }
    return Node(formula: .name(name), height: 1)
  }
}

extension Formula {
  /// Whether something of the network is in it.
  fileprivate var hasQuantity: Bool {
    if case .quantity = self { return true }
    return children.contains { $0.hasQuantity }
  }
}

extension Quantity {
  /// The number of subscripts of its symbol.
  var subscriptCount: Int {
    switch self {
    case .weight, .weightChange, .previousWeightChange: 2
    case .totalInput, .output, .input, .target, .delta: 1
    case .error, .totalError, .meanError, .accuracy, .epochs: 0
    }
  }

  /// A description of its subscripts, for the message that they are missing.
  var subscriptsExpected: String {
    switch self {
    case .weight, .weightChange, .previousWeightChange:
      "two subscripts: `\(rawValue)` leads from one unit to another, as in \(example)"
    case .totalInput, .output, .input, .target, .delta:
      "one subscript: `\(rawValue)` belongs to a unit, as in \(example)"
    case .error, .totalError, .meanError, .accuracy, .epochs: "\(rawValue) without subscripts"
    }
  }

  /// A correct example with unit numbers: `w_j1k1`.
  var numberedExample: String {
    switch self {
    case .weight: "w_i1j2"
    case .weightChange: "Δw_i1j2"
    case .previousWeightChange: "Δw_i1j2(n-1)"
    case .totalInput, .output, .input, .target, .delta, .error, .totalError, .meanError, .accuracy, .epochs:
      example + "1"
    }
  }

  /// A correct example.
  var example: String {
    switch self {
    case .weight: "w_jk"
    case .weightChange: "Δw_jk"
    case .previousWeightChange: "Δw_jk(n-1)"
    case .totalInput: "a_j"
    case .output: "y_j"
    case .input: "x_i"
    case .target: "t_k"
    case .delta: "δ_j"
    case .error: "E"
    case .totalError: "total E"
    case .meanError: "mean E"
    case .accuracy, .epochs: rawValue
    }
  }
}
