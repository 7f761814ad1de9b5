import Testing

@testable import BackpropLanguage

struct LexerTests {
  static func words(_ text: String) -> [String] {
    Lexer.tokens(of: SourceText(text)).tokens.map { token in
      let spelled =
        switch token.kind {
        case .word(let word): word
        case .subscripts(let places): "_" + places.map(\.text).joined()
        case .number(_, let spelling): "#" + spelling
        case .string(let string): "\"" + string
        case .symbol(let symbol): symbol
        case .newline: "newline"
        case .indent(let columns): "indent\(columns)"
        case .end: "end"
        }
      return (token.spaceBefore ? "·" : "") + spelled
    }
  }

  @Test(arguments: [
    ("network 2-2-1", ["network", "·#2", "-", "#2", "-", "#1", "end"]),
    ("cross-entropy", ["cross", "-", "entropy", "end"]),
    ("inputs 1..4", ["inputs", "·#1", "..", "#4", "end"]),
    ("1e-3 .5 2.", ["#1e-3", "·#.5", "·#2.", "end"]),
    ("0 1 -> 1 # xor", ["#0", "·#1", "·->", "·#1", "·end"]),
    ("  0 1", ["indent2", "#0", "·#1", "end"]),
    ("\t0", ["indent4", "#0", "end"]),
    ("a\n\n  # only a comment\nb", ["a", "newline", "newline", "·newline", "b", "end"]),
    ("save \"net.json\"", ["save", "·\"net.json", "end"]),
    ("save 'my net.json'", ["save", "·\"my net.json", "end"]),
    ("y_jw_jk", ["y", "_j", "w", "_jk", "end"]),
    ("ηδ_k", ["η", "δ", "_k", "end"]),
    ("g'(a)", ["g'", "(", "a", ")", "end"]),
    ("\\left| a \\right|", ["|(", "·a", "·|)", "end"]),
    ("my_rate_2", ["my", "_rate", "_2", "end"]),
    ("sum 3, mean", ["sum", "·#3", ",", "·mean", "end"]),
    ("0.1; 0.2", ["#0.1", ";", "·#0.2", "end"]),
  ])
  func tokens(_ text: String, _ expected: [String]) {
    #expect(Self.words(text) == expected)
  }

  /// Positions count code points, also behind characters of many bytes.
  @Test func rangesCountCodePoints() {
    let tokens = Lexer.tokens(of: SourceText("𝛿_k \\delta_{jk} é")).tokens
    #expect(tokens.map(\.range) == [0..<1, 1..<3, 4..<10, 10..<15, 16..<17, 17..<17])
  }

  @Test(arguments: [
    ("δ_k § 2", "a command or a formula", 4),
    ("\"net.json", "a quotation mark at the end of the name", 0),
    ("\\detla_k", "a LaTeX command of the handout's notation", 0),
    ("w_{ij", "`}` behind the subscripts", 2),
    ("w_", "the letter of a layer or unit behind `_`", 1),
    ("Σ_{k=1}", "letters of layers or units, such as `{ij}`", 2),
    ("1e999", "a number below 1.8e308", 0),
    ("$$ a_j", "the end of the formula that begins here", 0),
  ])
  func whatCannotBeRead(_ text: String, _ what: String, _ place: Int) throws {
    let diagnostic = try #require(Lexer.tokens(of: SourceText(text)).diagnostics.first)
    guard case .expected(what, _) = diagnostic.problem else {
      Issue.record("\(diagnostic.problem)")
      return
    }
    #expect(diagnostic.range.lowerBound == place)
  }

  @Test func suggestsTheNearestLaTeXCommand() {
    #expect(Lexer.tokens(of: SourceText("\\detla_k")).diagnostics.first?.suggestion == "\\delta")
  }

  @Test func reportsAreBounded() {
    let text = String(repeating: "§ ", count: 1000)
    #expect(Lexer.tokens(of: SourceText(text)).diagnostics.count == Lexer.mostDiagnostics)
  }
}
