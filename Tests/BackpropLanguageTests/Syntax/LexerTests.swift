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
    ("Σ_{k=1}^{K} y_k", ["Σ", "_k", "=from", "#1", "^", "{", "K", "}", "·y", "_k", "end"]),
    ("10⁻⁶ y²", ["#10", "^", "-", "#6", "·y", "^", "#2", "end"]),
    ("w⁽²⁾", ["w", "^", "(", "#2", ")", "end"]),
  ])
  func tokens(_ text: String, _ expected: [String]) {
    #expect(Self.words(text) == expected)
  }

  /// Positions count code points, also after multi-byte characters.
  @Test func rangesCountCodePoints() {
    let tokens = Lexer.tokens(of: SourceText("𝛿_k \\delta_{jk} é")).tokens
    #expect(tokens.map(\.range) == [0..<1, 1..<3, 4..<10, 10..<15, 16..<17, 17..<17])
  }

  @Test(arguments: [
    ("δ_k § 2", "a command or a formula", 4),
    ("\"net.json", "a quotation mark at the end of the name", 0),
    ("\\detla_k", "a LaTeX command of the handout's notation", 0),
    ("w_{ij", "`}` after the subscripts", 2),
    ("w_", "the letter of a layer or unit after `_`", 1),
    ("w_{k=1}", "letters of layers or units, such as `{ij}`", 2),
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

  /// Text pasted from a PDF, a slide or a chat means what it looks like: each line is read as its plain
  /// spelling.
  @Test(arguments: [
    ("𝜕E/𝜕w_ij", "∂E/∂w_ij"), ("𝜕𝐸/𝜕𝑤_{𝑖𝑗}", "∂E/∂w_{ij}"), ("𝛿_𝑗 = 𝑔′(𝑎_𝑗)", "δ_j = g'(a_j)"),
    ("𝝏𝑬/𝝏𝒘_𝒊𝒋", "∂E/∂w_ij"), ("𝛛𝐄/𝛛𝐰_𝐢𝐣", "∂E/∂w_ij"), ("𝞉𝗘/𝞉𝘄_𝗶𝗷", "∂E/∂w_ij"),
    ("𝗒_𝗄 𝘺_𝘬 𝙮_𝙠 𝚢_𝚔", "y_k y_k y_k y_k"),
    ("𝜂 𝜼 𝛈 𝝶 𝞰", "η η η η η"), ("𝛥𝑤_𝑖𝑗 ∆w_ij", "Δw_ij Δw_ij"), ("ℰ ℒ ℎ ℓ ℯ", "E L h l e"),
    ("𝒶_𝒿 𝓎_𝓀 𝔞_𝔧 𝕪_𝕜", "a_j y_k a_j y_k"),
    ("𝟎.𝟓 𝟙 𝟤 𝟯 𝟺", "0.5 1 2 3 4"), ("ｗ＿ｉｊ ＝ ０．５", "w_ij = 0.5"), ("𝛴_𝑘 ∑_k Σₖ", "Σ_k Σ_k Σ_k"),
    ("𝜇 µ 𝜖 ϵ 𝜙 ϕ", "μ μ ε ε φ φ"), ("w\u{2009}_ij\u{202F}+\u{3000}1", "w _ij + 1"),
    ("y\u{2062}_k", "y _k"), ("−1 –1 —1 ‑1 ﹣1", "-1 -1 -1 -1 -1"),
    ("g’(a) gʹ(a) g´(a) g^'(a)", "g'(a) g'(a) g'(a) g'(a)"),
    ("g″(a)", "g''(a)"), ("shuﬄe ﬁgures oﬀ", "shuffle figures off"), ("a ⟶ b ⇒ c", "a → b → c"),
    ("ŷ", "y\u{302}"),
    ("2∗3⋅4∙5", "2*3·4·5"), ("𝚤 𝚥 ı ȷ", "i j i j"), ("ⅆE/ⅆw_ij", "∂E/∂w_ij"),
    ("\\mathrm{d}E", "∂E"), ("\\boldsymbol{\\delta}_j \\bm\\delta_j", "δ_j δ_j"),
    ("\\mathcal{E}", "E"), ("\\hat{y}_k", "ŷ_k"), ("\\hat y_k", "ŷ_k"),
  ])
  func looksAlike(_ pasted: String, _ plain: String) {
    let expected = Self.words(plain)
    #expect(Self.words(pasted) == expected)
    #expect(Lexer.tokens(of: SourceText(pasted)).diagnostics.isEmpty)
  }

  /// Every letter and digit of the mathematical alphabets is one of the ASCII or Greek ones, or ∇ or ∂.
  @Test func theMathematicalAlphabetsAreWhole() {
    var counts: [Unicode.Scalar: Int] = [:]
    for value in UInt32(0x1D400)...0x1D7FF {
      guard let scalar = Unicode.Scalar(value),
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      else { continue }
      counts[Lexer.plain(scalar), default: 0] += 1
    }
    // Thirteen Latin alphabets, some letters of which are located elsewhere in Unicode; five of digits.
    for letter in "abdfijklmnpqrstuvwxyzAGJKNOPQSTUVWXY".unicodeScalars {
      #expect((counts[letter] ?? 0) >= 11, "\(letter)")
    }
    for digit in "0123456789".unicodeScalars { #expect(counts[digit] == 5, "\(digit)") }
    for letter in "αβγδζηλμνξοστυχψωΓΔΛΞΣΥΦΨΩ".unicodeScalars { #expect(counts[letter] == 5, "\(letter)") }
    #expect(counts.keys.allSatisfy { $0.value < 0x400 })
  }

  /// A name in quotes is a file name and stays unchanged.
  @Test func quotesKeepWhatTheyHold() {
    let tokens = Lexer.tokens(of: SourceText("load \"𝑤 – ﬁle’s.json\"")).tokens
    #expect(tokens.contains { $0.kind == .string("𝑤 – ﬁle’s.json") })
  }

  @Test func suggestsTheNearestLaTeXCommand() {
    #expect(Lexer.tokens(of: SourceText("\\detla_k")).diagnostics.first?.suggestion == "\\delta")
  }

  @Test func reportsAreBounded() {
    let text = String(repeating: "§ ", count: 1000)
    #expect(Lexer.tokens(of: SourceText(text)).diagnostics.count == Lexer.mostDiagnostics)
  }
}
