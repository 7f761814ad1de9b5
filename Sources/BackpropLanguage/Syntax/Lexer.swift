/// Turns a cell into tokens, the same for Unicode, ASCII and LaTeX. It reads each scalar a bounded number of
/// times, never stops early, and collects what it could not read.
///
/// - A token's `spaceBefore` tells `cross-entropy` and `2-2-1` from `a - b` for the parser of the command.
/// - `~=` is ≈ outside LaTeX's displays, in which `~` is a space.
/// - `\left`, `\text{…}`, `$`, `\quad`, alignment marks and equation numbers after `\quad` are left out;
///   between `$$` and `$$`, `\[` and `\]`, `\begin` and `\end` a line break is white space and `\\` reads as
///   `;`.
public struct Lexer {
  /// The scalars of the cell unchanged, for names in quotes.
  private let written: [Unicode.Scalar]
  /// The plain scalars that they look like.
  let scalars: [Unicode.Scalar]
  var position = 0
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  /// Whether there is white space before the next token.
  var spaceBefore = false
  /// The positions of every `$$`, `\[` and `\begin` that is still open: inside, a line break is white space.
  var displayStart: Int?
  var environmentStarts: [Int] = []
  /// The meaning that a preceding `\left` or `\right` gives to `|`.
  var bar = "|"
  /// By their places, the closing braces of arguments that are part of the formula.
  var closings: [Int: Closing] = [:]
  /// How many braces of groups were found not to close.
  var unclosedBraces = 0

  /// The maximum number of lexical errors reported.
  static let mostDiagnostics = 20

  /// The tokens of a cell, ending with `.end`, and what could not be read.
  public static func tokens(of source: SourceText) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    var lexer = Lexer(source.scalars)
    lexer.readAll()
    return (lexer.tokens, lexer.diagnostics)
  }

  init(_ scalars: [Unicode.Scalar]) {
    written = scalars
    self.scalars = Self.latin(scalars.map { Self.plain($0) })
  }

  // MARK: - Reading

  var next: Unicode.Scalar? { peek(0) }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    let place = position + distance
    return place < scalars.count ? scalars[place] : nil
  }

  /// Whether `text`, which must be ASCII, is next.
  func stands(_ text: StaticString, at place: Int? = nil) -> Bool {
    let start = place ?? position
    guard start + text.utf8CodeUnitCount <= scalars.count else { return false }
    for offset in 0..<text.utf8CodeUnitCount
    where scalars[start + offset].value != UInt32(text.utf8Start[offset]) { return false }
    return true
  }

  /// Whether `&&` here is followed by words that join no equations.
  private var isTextAfterColumns: Bool {
    var place = position + 2
    while place < scalars.count, scalars[place] == " " { place += 1 }
    if stands("\\text{and", at: place) || stands("\\text{ and", at: place) { return false }
    return stands("\\text", at: place) || stands("\\quad", at: place) || stands("\\mbox", at: place)
  }

  func text(_ range: Range<Int>) -> String {
    String(scalars: scalars[range.clamped(to: 0..<scalars.count)])
  }

  mutating func emit(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind, start..<position, spaceBefore: spaceBefore))
    spaceBefore = false
    bar = "|"
  }

  /// Skips `count` scalars that separate tokens.
  mutating func skip(_ count: Int) {
    position = min(position + count, scalars.count)
    spaceBefore = true
  }

  mutating func report(_ problem: Problem, from start: Int, suggestion: String? = nil, example: String? = nil)
  {
    guard diagnostics.count < Self.mostDiagnostics else { return }
    diagnostics.append(Diagnostic(problem, at: start..<position, suggestion: suggestion, example: example))
  }

  // MARK: - The whole cell

  private mutating func readAll() {
    readIndent()
    while let scalar = next {
      switch scalar {
      case "\n":
        readLineBreak()
      case "~" where stands("~=") && !stands("~=~") && displayStart == nil && environmentStarts.isEmpty:
        let start = position
        position += 2
        emit(.symbol("≈"), from: start)
      case "&" where !environmentStarts.isEmpty && isBeforeReason:
        skipRow()
      // Two columns of an aligned display: two equations in one row.
      case "&" where stands("&&") && !environmentStarts.isEmpty && !isTextAfterColumns:
        let start = position
        position += 2
        emit(.symbol(";"), from: start)
      case "\r", " ", "\t", "&", "~", Self.blanks:
        skip(1)
      case "#":
        while let scalar = next, scalar != "\n" { skip(1) }
      case "$":
        readDollar()
      case "\\":
        readCommand()
      case "{" where readBracedLetter():
        break
      case "}" where readClosing():
        break
      case "_", Self.subscriptScalars:
        readSubscripts()
      case "\"", "“", "”":
        readString()
      case "'" where primesWordBeforeSubscripts:
        readPrime(ofWordAt: tokens.count - 2)
      case "'" where wordBeforeLayer != nil:
        readPrime(ofWordAt: wordBeforeLayer ?? 0)
      case "'" where !followsWord:
        readString()
      case "0"..."9":
        readNumber()
      case ".":
        if let digit = peek(1), ("0"..."9").contains(digit) { readNumber() } else { readSymbol() }
      case Self.superscriptScalars:
        readSuperscript()
      case Self.fractionScalars:
        readFraction()
      default:
        if Self.isLetter(scalar) { readWord() } else { readSymbol() }
      }
    }
    if let start = displayStart ?? environmentStarts.first {
      report(
        .expected("the end of the formula that begins here", found: "the end of the cell"), from: start)
    }
    position = scalars.count
    emit(.end, from: position)
  }

  private var followsWord: Bool {
    guard !spaceBefore, let last = tokens.last else { return false }
    if case .word = last.kind { return true }
    return false
  }

  /// Whether the prime here is that of `φ_j'(v_j)`, and no quotation mark.
  private var primesWordBeforeSubscripts: Bool {
    guard !spaceBefore, peek(1) == "(", tokens.count > 1, case .subscripts? = tokens.last?.kind,
      case .word = tokens[tokens.count - 2].kind
    else { return false }
    return true
  }

  /// Whether a single quotation mark stands right behind a symbol, as in `w_kj'`.
  private var followsSymbol: Bool {
    guard !spaceBefore, let last = tokens.last else { return false }
    switch last.kind {
    case .subscripts, .number, .symbol(")"), .symbol("Σ"): return true
    case .word, .symbol, .string, .newline, .indent, .end: return false
    }
  }

  /// The place of g if the prime here is that of `g^{[1]'}(z^{[1]})` or `g^{[1]}'(z^{[1]})`.
  private var wordBeforeLayer: Int? {
    guard !spaceBefore, peek(1) == "}" || peek(1) == "(" else { return nil }
    for count in 5...7 where count <= tokens.count {
      let kinds = tokens.suffix(count).map { $0.kind }
      guard case .word = kinds[0], kinds[1] == .symbol("^") else { continue }
      var level = kinds.dropFirst(2)
      if level.first == .symbol("{") { level = level.dropFirst() }
      if kinds[2] == .symbol("{"), level.last == .symbol("}") { level = level.dropLast() }
      guard level.count == 3, let open = level.first, let close = level.last,
        open == .symbol("[") && close == .symbol("]") || open == .symbol("(") && close == .symbol(")")
      else { continue }
      return tokens.count - count
    }
    return nil
  }

  /// `φ_j'(v_j)` is `φ'_j(v_j)`.
  private mutating func readPrime(ofWordAt place: Int) {
    guard case .word(let word) = tokens[place].kind else { return }
    tokens[place].kind = .word(word + "'")
    position += 1
  }

  private mutating func readLineBreak() {
    let start = position
    position += 1
    if displayStart != nil || !environmentStarts.isEmpty {
      spaceBefore = true
      return
    }
    emit(.newline, from: start)
    readIndent()
  }

  /// The white space at the beginning of a line; a tab reaches to the next multiple of four columns.
  private mutating func readIndent() {
    let start = position
    var columns = 0
    while let scalar = next {
      if scalar == " " {
        columns += 1
      } else if scalar == "\t" {
        columns += 4 - columns % 4
      } else {
        break
      }
      position += 1
    }
    guard columns > 0, let scalar = next, scalar != "\n", scalar != "\r", scalar != "#" else { return }
    emit(.indent(columns), from: start)
  }

  private mutating func readDollar() {
    guard stands("$$") else { return skip(1) }
    if displayStart == nil, environmentStarts.isEmpty { joinToCommand() }
    displayStart = displayStart == nil ? position : nil
    skip(2)
  }

  // MARK: - Strings, numbers, symbols

  private mutating func readString() {
    let start = position
    if next == "'", followsSymbol {
      while let scalar = next, scalar != "\n" { position += 1 }
      report(
        .expected(
          "a prime only after the name of a function, as in `g'(a_j)`, or in braces for another unit of the "
            + "same layer, as in `y_{k'}`; `w_ij = w_ij + Δw_ij` has the new weight on its left and the old "
            + "one on its right",
          found: "`'`"), from: start, example: "g'(a_j)")
      return emit(.string(""), from: start)
    }
    let closing: (Unicode.Scalar) -> Bool =
      next == "'" ? { $0 == "'" } : { $0 == "\"" || $0 == "“" || $0 == "”" }
    position += 1
    var string = String.UnicodeScalarView()
    while let scalar = next, scalar != "\n", !closing(scalar) {
      string.append(written[position])
      position += 1
    }
    if let scalar = next, scalar != "\n" {
      position += 1
    } else {
      report(
        .expected("a quotation mark at the end of the name", found: "the end of the line"), from: start,
        example: "patterns iris from \"iris.csv\"")
    }
    emit(.string(String(string)), from: start)
  }

  private mutating func readNumber() {
    let start = position
    readDigits()
    // `1..4` is a range, not `1.` and `.4`.
    if next == ".", peek(1) != "." {
      position += 1
      readDigits()
    }
    if next == "e" || next == "E" {
      let signed = peek(1) == "-" || peek(1) == "+"
      if let digit = peek(signed ? 2 : 1), ("0"..."9").contains(digit) {
        position += signed ? 2 : 1
        readDigits()
      }
    }
    if isThousandsMark {
      readThousands(from: start)
      return
    }
    let spelling = text(start..<position)
    let value = Double(spelling) ?? .infinity
    if !value.isFinite { report(.expected("a number below 1.8e308", found: "`\(spelling)`"), from: start) }
    emit(.number(value.isFinite ? value : 0, spelling: spelling), from: start)
  }

  /// Whether a mark and three digits follow: `1'000`, `1_000`.
  private var isThousandsMark: Bool {
    guard next == "'" || next == "_" else { return false }
    return (1...3).allSatisfy { peek($0).map { ("0"..."9").contains($0) } ?? false }
  }

  private mutating func readThousands(from start: Int) {
    while isThousandsMark { position += 4 }
    let digits = text(start..<position).filter { $0 != "'" && $0 != "_" }
    report(
      .expected("a number without marks between its digits", found: "`\(text(start..<position))`"),
      from: start, suggestion: digits, example: "train \(digits) epochs")
    emit(.number(Double(digits) ?? 0, spelling: digits), from: start)
  }

  private mutating func readDigits() {
    while let digit = next, ("0"..."9").contains(digit) { position += 1 }
  }

  /// `²`, `⁻⁶`, `⁽²⁾`: as `^2`, `^-6` and `^(2)`.
  private mutating func readSuperscript() {
    emit(.symbol("^"), from: position)
    while let scalar = next, let raised = Self.superscripts[scalar] {
      let start = position
      position += 1
      guard ("0"..."9").contains(raised) else {
        emit(Self.isLetter(raised) ? .word(String(raised)) : .symbol(String(raised)), from: start)
        continue
      }
      var digits = String(raised)
      while let scalar = next, let digit = Self.superscripts[scalar], ("0"..."9").contains(digit) {
        digits += String(digit)
        position += 1
      }
      let value = Double(digits) ?? .infinity
      emit(.number(value.isFinite ? value : 0, spelling: digits), from: start)
    }
  }

  /// `½`: as `(1/2)`.
  private mutating func readFraction() {
    guard let scalar = next, let (above, below) = Self.fractions[scalar] else { return }
    let start = position
    position += 1
    emit(.symbol("("), from: start)
    emit(.number(Double(above), spelling: "\(above)"), from: start)
    emit(.symbol("/"), from: start)
    emit(.number(Double(below), spelling: "\(below)"), from: start)
    emit(.symbol(")"), from: start)
  }

  private mutating func readSymbol() {
    let start = position
    if next == "^", let length = primeLength() {
      if case .word(let word)? = tokens.last?.kind {
        position += length
        retract(word + "'")
        return
      }
      // `φ_j^{\prime}(v_j)`
      if tokens.count > 1, peek(length) == "(", case .subscripts? = tokens.last?.kind {
        position += length - 1
        return readPrime(ofWordAt: tokens.count - 2)
      }
    }
    for (spelling, symbol) in Self.longSymbols where stands(spelling) {
      position += spelling.utf8CodeUnitCount
      return emit(.symbol(symbol), from: start)
    }
    guard let scalar = next else { return }
    position += 1
    if scalar == "|" { return emit(.symbol(bar), from: start) }
    if let symbol = Self.symbols[scalar] { return emit(.symbol(symbol), from: start) }
    while let more = next, !Self.isLetter(more), more.value > 0x7F, Self.symbols[more] == nil {
      position += 1
    }
    report(
      .expected("a command or a formula", found: "`\(text(start..<position))`"), from: start,
      example: "Σ_j w_jk y_j")
    spaceBefore = true
  }

  /// Gives the last token, a word, another spelling and extends it up to here.
  mutating func retract(_ word: String) {
    guard let last = tokens.popLast() else { return }
    tokens.append(Token(.word(word), last.range.lowerBound..<position, spaceBefore: last.spaceBefore))
    spaceBefore = false
  }

  /// The length of `^'`, `^\prime` or `^{\prime}` here.
  private func primeLength() -> Int? {
    if stands("^'") { return 2 }
    if stands("^\\prime") { return 7 }
    if stands("^{\\prime}") { return 9 }
    return nil
  }
}
