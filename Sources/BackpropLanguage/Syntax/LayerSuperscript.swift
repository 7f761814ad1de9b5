/// A superscript that numbers a layer, as other courses write it: `w^{(2)}_{jk}`, `z^{[3]}`, `δ^l`. Layers
/// are named by letters here, so it is an error, never a power.
public struct LayerSuperscript: Equatable, Sendable {
  /// The symbol it belongs to, as written: `w`, `δ`, `z`.
  var symbol: String
  var subscripts: [Subscript]
  /// Its content: `2`, `l-1`.
  var level: String
  /// `^(2)` rather than `^2`, which is a power if it follows the subscripts.
  var isBracketed: Bool
  var number: Int? { Self.number(level) }

  /// A superscript among tokens.
  struct Reading {
    var level: String
    var isBracketed: Bool
    /// Its number of tokens.
    var count: Int
    var number: Int? { LayerSuperscript.number(level) }

    /// Whether it numbers an update, as in `w^{(τ+1)}`, `w^{(t)}` and `w^{(new)}`.
    var numbersUpdates: Bool {
      let letter = level.prefix { $0 != "+" && $0 != "-" }
      return letter == "τ" || letter == "t"
    }
  }

  /// The number that a level is, nil for a letter. What is greater than any layer's number is the same on
  /// every processor.
  static func number(_ level: some StringProtocol) -> Int? {
    guard !level.isEmpty, level.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return min(Int(level) ?? greatestNumber, greatestNumber)
  }
  private static let greatestNumber = 1_000_000

  /// The superscript that begins with the `^` at token 0: in brackets, or a single number or letter; nil
  /// otherwise.
  static func read(_ token: (Int) -> Token.Kind?) -> Reading? {
    guard token(0) == .symbol("^") else { return nil }
    var place = 1
    let isBraced = token(place) == .symbol("{")
    if isBraced { place += 1 }
    var closing: Token.Kind?
    if token(place) == .symbol("(") { closing = .symbol(")") }
    if token(place) == .symbol("[") { closing = .symbol("]") }
    if closing != nil { place += 1 }
    guard var level = word(token(place)) else { return nil }
    place += 1
    // `l-1`
    if case .symbol(let sign)? = token(place), sign == "-" || sign == "+", let more = word(token(place + 1)),
      closing != nil || isBraced
    {
      level += sign + more
      place += 2
    }
    if let closing {
      guard token(place) == closing else { return nil }
      place += 1
    }
    if isBraced {
      guard token(place) == .symbol("}") else { return nil }
      place += 1
    }
    return Reading(level: level, isBracketed: closing != nil, count: place)
  }

  /// The error for a superscript at token 0, after a symbol that begins at `start`; the subscripts may come
  /// before or after it.
  static func refusal(
    of reading: Reading, at symbol: String, _ subscripts: [Subscript], from start: Int,
    among token: (Int) -> Token?
  ) -> Diagnostic {
    var subscripts = subscripts
    var last = reading.count - 1
    if subscripts.isEmpty, case .subscripts(let given)? = token(last + 1)?.kind {
      subscripts = given
      last += 1
    }
    return Diagnostic(
      .layerSuperscript(
        LayerSuperscript(
          symbol: symbol, subscripts: subscripts, level: reading.level, isBracketed: reading.isBracketed)),
      at: start..<(token(last)?.range.upperBound ?? start))
  }

  private static func word(_ kind: Token.Kind?) -> String? {
    switch kind {
    case .number(let value, let spelling) where value == value.rounded(): spelling
    case .word(let word) where word.unicodeScalars.count == 1: word
    default: nil
    }
  }
}
