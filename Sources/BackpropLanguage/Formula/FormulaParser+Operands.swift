/// What a function without brackets is taken of: one factor, as in `t_k log y_k`.
extension FormulaParser {
  /// Throws where more may be meant: at `tanh 2/3 a`, `sin 2a` and `log cosh β (y_k - t_k)`. `start` is where
  /// the function begins; its argument, from token `first` on, has been read.
  func refuseProduct(
    after argument: Formula, from first: Int, of function: String, from start: Int
  ) throws(Diagnostic) {
    guard goesOn(after: first) else { return }
    try refuseProduct(
      after: argument, from: first, from: start, "brackets around what \(function) is taken of")
  }

  /// Throws at `e^-β a`, which may be e^(-β a) or e^(-β) a. `start` is where the power begins; its exponent,
  /// from token `first` on, has been read. What is in braces or raised is as clear as with brackets.
  func refuseOpenExponent(
    _ exponent: Formula, from first: Int, of start: Int
  ) throws(Diagnostic) {
    guard first > 0, !tokens[first - 1].range.isEmpty, tokens[first].kind == .symbol("-"), beginsFactor,
      !isFunction(0)
    else { return }
    if case .word = peek {
    } else {
      // e^-a (1 + e^-a)^-2 is the slope of the sigmoid.
      guard !exponent.isOfNetwork, parameter == nil || !exponent.names.contains(parameter ?? "") else {
        return
      }
    }
    try refuseProduct(after: exponent, from: first, from: start, "brackets around the exponent")
  }

  private func refuseProduct(
    after argument: Formula, from first: Int, from start: Int, _ what: String
  ) throws(Diagnostic) {
    guard !takesOneFactor else { return }
    // As much as the brackets may be around: the product that begins with the argument.
    var rest = self
    rest.index = first
    rest.takesOneFactor = true
    guard (try? rest.signedTerm()) != nil, rest.index > index else { return }
    let (from, end) = (tokens[first].range.lowerBound, tokens[rest.index - 1].range.upperBound)
    let middle = tokens[index - 1].range.upperBound
    // `\tanh`, `tanh^2`
    let head = source.string(start..<tokens[first - 1].range.upperBound)
    let ofFactor = "\(head)(\(source.string(from..<middle)))\(source.string(middle..<end))".asTyped
    let ofProduct = "\(head)(\(source.string(from..<end)))".asTyped
    throw expected(
      "\(what): `\(ofFactor)` or `\(ofProduct)`", at: start..<end,
      suggestion: argument.isOfNetwork ? ofFactor : ofProduct, example: "let c = log(2)/3")
  }

  /// Whether a factor follows that may belong to the argument. A function begins anew: `sin a cos a`.
  private func goesOn(after first: Int) -> Bool {
    if beginsFactor { return !isFunction(0) }
    guard ["/", "*", "·", "×"].contains(where: { stands($0) }), !isFunction(1), !endsNumerator else {
      return false
    }
    var place = first
    while tokens[place].kind == .symbol("-") || tokens[place].kind == .symbol("+") { place += 1 }
    if case .number = tokens[place].kind { return true }
    return false
  }

  private func isFunction(_ distance: Int) -> Bool {
    guard case .word(let word)? = token(distance)?.kind else { return false }
    return Self.functions[word] != nil
  }
}

extension Formula {
  /// Whether it is a quantity of the network, which stands by itself in most products.
  fileprivate var isOfNetwork: Bool {
    switch self {
    case .quantity: true
    case .negated(let formula): formula.isOfNetwork
    default: false
    }
  }
}
