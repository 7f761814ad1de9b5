import Backprop
import Testing

@testable import BackpropLanguage

/// Any text is a formula or gives diagnostics with positions within it; it never causes a crash or a hang.
struct FormulaFuzzTests {
  static let pieces = [
    "δ", "_k", "_{ij}", "_i9j1", "w", "y", "a", "t", "E", "total E", "g", "g'", "(", ")", "[", "]", "{", "}",
    "|", "Σ", "Σ_k ",
    "∂", "/", "+", "-", "×", "*", "^", "=", "==", ",", ";", " ", "\n", "  ", "0", "1.5", "1e", "..", ".", "'",
    "\"", "\\frac",
    "\\frac{1}", "\\left", "\\right", "\\quad", "(1)", "\\text{", "\\sum_", "\\", "$", "$$",
    "\\begin{aligned}", "\\end{aligned}",
    "\\\\", "&", "log ", "max(", "sqrt", "η", "π", "e", "k = r", "_", "^\\prime", "²", "ᵢⱼ", "𝛿", "\u{0}",
    "\u{1F4A5}", "é", "\t",
    "#", "∂E/∂w_qr", "y_j", "δ_k w_jk", "d", "dE", "dw", "within", "\u{301}", "\r",
  ]

  private func survives(_ text: String, _ context: FormulaContext) {
    let source = SourceText(text)
    let (tokens, diagnostics) = Lexer.tokens(of: source)
    let bounds = 0...source.scalars.count
    #expect(tokens.last?.kind == .end)
    for token in tokens {
      #expect(bounds.contains(token.range.lowerBound) && bounds.contains(token.range.upperBound), "\(text)")
    }
    for diagnostic in diagnostics { #expect(bounds.contains(diagnostic.range.upperBound), "\(text)") }
    do throws(Diagnostic) {
      let formula = try FormulaParser.formula(tokens, in: source)
      #expect(bounds.contains(formula.range.upperBound))
      _ = try FormulaEvaluator(context).value(of: formula)
    } catch {
      #expect(bounds.contains(error.range.lowerBound) && bounds.contains(error.range.upperBound), "\(text)")
      _ = Wording.report([error], in: source, Rehearsal(SessionState(), host: CellHost(emit: { _ in })))
    }
    _ = try? FormulaParser.equations(tokens, in: source)
  }

  @Test func randomPieces() throws {
    let context = try FormulaContext.presented([2, 2, 1])
    var generator = RandomGenerator(seed: 11)
    for number in 0..<4000 {
      var text = ""
      for _ in 0...generator.below(4 + number % 40) {
        text += Self.pieces[generator.below(Self.pieces.count)]
      }
      survives(text, context)
    }
  }

  @Test func randomBytes() throws {
    let context = try FormulaContext.presented([2, 2, 1])
    var generator = RandomGenerator(seed: 12)
    for number in 0..<2000 {
      let bytes = (0..<(1 + number % 60)).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 20) }
      survives(String(decoding: bytes, as: UTF8.self), context)
    }
  }

  /// A correct formula with one piece left out, doubled or replaced.
  @Test func damagedEquations() throws {
    let context = try FormulaContext.presented([2, 2, 1])
    var generator = RandomGenerator(seed: 13)
    for line in HandoutDerivationTests.lines {
      let scalars = Array(line.unicodeScalars)
      for _ in 0..<40 {
        var damaged = scalars
        let place = generator.below(damaged.count)
        switch generator.below(3) {
        case 0: damaged.remove(at: place)
        case 1: damaged.insert(damaged[place], at: place)
        default: damaged[place] = scalars[generator.below(scalars.count)]
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: damaged)
        survives(String(view), context)
      }
    }
  }

  /// Long input that a parser with repeated lookahead would not finish.
  @Test(arguments: [
    "\\quad (\\text{", "w_{", "\\text{", "_", "Σ_", "[k", "$$", "\\begin{", "∂", "\\frac{", "1..", "'",
    "(", "\\begin{aligned} x & ",
  ])
  func longRepetitions(_ piece: String) throws {
    let source = SourceText(String(repeating: piece, count: 5000))
    let (tokens, _) = Lexer.tokens(of: source)
    #expect(throws: Diagnostic.self) { try FormulaParser.formula(tokens, in: source) }
  }

  /// A random tree has a value or gives a diagnostic, for any network.
  @Test func randomFormulas() throws {
    var random = RandomFormula(seed: 14)
    let context = try FormulaContext.presented([2, 2, 2])
    var values = 0
    for number in 0..<1500 {
      let formula = random.tree(1 + number % 5)
      if let value = try? FormulaEvaluator(context).value(of: SourceFormula(formula, range: 0..<0)) {
        #expect(value.values.allSatisfy { $0.isFinite }, "\(formula.unicode)")
        values += 1
      }
      _ = try? Explanation(context, digits: 6).blocks(of: SourceFormula(formula, range: 0..<0))
    }
    #expect(values > 300)
  }
}
