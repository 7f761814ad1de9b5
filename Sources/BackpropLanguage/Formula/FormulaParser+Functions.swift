/// Functions and what they are taken of: `g(a_j)`, `log y_k`, `tanh^2(a_j)`, `max(a_j, 0)`.
extension FormulaParser {
  mutating func call(_ function: Function, named name: String) throws(Diagnostic) -> Node {
    let start = range.lowerBound
    index += 1
    leaves.append(range(from: start))
    if stands("(") { return try arguments(of: function, named: name) }
    return try withoutBrackets(function, named: name, from: start)
  }

  /// `tanh^2(a_j)`, `log y_k`, `\sqrt{…}`: the function has been read. Its own method, since brackets may be
  /// nested deeply, and each level costs what stands in the method.
  private mutating func withoutBrackets(
    _ function: Function, named name: String, from start: Int
  ) throws(Diagnostic) -> Node {
    if stands("^") {
      if case .elementary(let elementary) = function, !elementary.takesSeveral,
        let power = raisedPower
      {
        return try raised(function, named: name, to: power)
      }
      throw expected(
        "`(` after \(name): a power follows the brackets, as in `\(name)(a_j)^2`",
        example: "\(name)(w_jk)^2")
    }
    if function.takesSeveral, case .subscripts? = peek {
      throw expected(
        "`(` after \(name), and the numbers to compare, as in `\(name)(y_k1, y_k2)`: none is chosen among "
          + "all units of a layer", example: Self.example(of: function))
    }
    guard case .elementary(let elementary) = function, !elementary.takesSeveral else {
      throw expected("`(` after \(name)", example: Self.example(of: function))
    }
    // `log y_k`, `\sqrt{…}`, `\tanh a_j`, `exp -a_j`
    if elementary == .sqrt { try refuseDegree() }
    if stands("{") { return try wrap(try bracketed(until: "}")) { .call(function, [$0]) } }
    let first = index
    let argument = try signedFactor()
    try refuseProduct(after: argument.formula, from: first, of: name, from: start)
    return try wrap(argument) { .call(function, [$0]) }
  }

  /// The whole number of `^2` or `^{2}` here.
  private var raisedPower: Double? {
    let isBraced = token(1)?.kind == .symbol("{")
    guard case .number(let power, _)? = token(isBraced ? 2 : 1)?.kind, power >= 2,
      power == power.rounded(), !isBraced || token(3)?.kind == .symbol("}")
    else { return nil }
    return power
  }

  /// `\tanh^2(a_j)` and `\tanh^2 a_j` are `tanh(a_j)^2`.
  private mutating func raised(
    _ function: Function, named name: String, to power: Double
  ) throws(Diagnostic) -> Node {
    let start = token(-1)?.range.lowerBound ?? range.lowerBound
    index += 1
    let isRaisedInBraces = take("{")
    guard case .number(_, let spelling) = peek else { throw expected("a whole number") }
    index += isRaisedInBraces ? 2 : 1
    let base: Node
    if stands("(") {
      base = try arguments(of: function, named: name)
    } else {
      let first = index
      let isBraced = stands("{")
      let argument = isBraced ? try bracketed(until: "}") : try atom()
      if !isBraced { try refuseProduct(after: argument.formula, from: first, of: name, from: start) }
      base = try wrap(argument) { .call(function, [$0]) }
    }
    return try wrap(base) { .power($0, .number(power, spelling: spelling)) }
  }

  /// Throws at the 3 of `\sqrt[3]{8}`.
  func refuseDegree() throws(Diagnostic) {
    guard stands("["), case .number? = token(1)?.kind, token(2)?.kind == .symbol("]") else { return }
    let degree = token(1).map { source.string($0.range) } ?? "3"
    throw expected(
      "what the square root is taken of: no other root is known, but powers are", example: "8^(1/\(degree))")
  }

  mutating func arguments(of function: Function, named name: String) throws(Diagnostic) -> Node {
    let open = range
    let example = Self.example(of: function)
    index += 1
    var arguments = [try closedExpression()]
    while take(",") { arguments.append(try closedExpression()) }
    guard take(")") else {
      let what = function.takesSeveral ? "`,` or `)`" : "`)`"
      throw expected("\(what) for the `(` at \(place(open))", example: example)
    }
    if function.takesSeveral ? arguments.count < 2 : arguments.count != 1 {
      throw expected(
        function.takesSeveral ? "two numbers for \(name)" : "one number for \(name)",
        at: range(from: open.lowerBound), example: example)
    }
    let height = arguments.map { $0.height }.max() ?? 0
    return try wrap(Node(formula: .constant(.e), height: height)) { _ in
      .call(function, arguments.map { $0.formula })
    }
  }

  private static func example(of function: Function) -> String {
    switch function {
    case .transfer: "g(a_j)"
    case .transferDerivative: "g'(a_j)"
    case .elementary(let function): function.takesSeveral ? "max(a_j, 0)" : "log(y_k)"
    case .named, .comparison: "log(y_k)"
    }
  }
}

extension Function {
  var takesSeveral: Bool { if case .elementary(let function) = self { function.takesSeveral } else { false } }
}
