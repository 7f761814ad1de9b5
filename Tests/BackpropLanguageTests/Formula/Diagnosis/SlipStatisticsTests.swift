import Backprop
import Testing

@testable import BackpropLanguage

/// How often the likely slip is the one that was made.
@Suite struct SlipStatisticsTests {
  /// The equation in Unicode, ASCII or LaTeX.
  private static func spelt(_ text: String, _ spelling: Int) throws -> String {
    let source = SourceText(text)
    let equation = try #require(
      try FormulaParser.equations(Lexer.tokens(of: source).tokens, in: source).first
    ).equation
    switch spelling {
    case 1: return equation.ascii
    case 2: return equation.latex
    default: return text
    }
  }

  @Test(arguments: [(SlipGenerator.all, 400, 20 as UInt64), (SlipGenerator.inSubscripts, 100, 21)])
  func slipsAreNamed(_ numbers: Range<Int>, _ count: Int, _ seed: UInt64) throws {
    var generator = SlipGenerator(seed: seed)
    let samples = try generator.samples(count, kinds: numbers)
    #expect(samples.count == count)
    var contexts: [String: FormulaContext] = [:]
    for setting in SlipGenerator.settings {
      contexts[setting.name] = try SlipGenerator.context(setting.cell)
    }
    var silent: [String] = []
    var wrong: [String] = []
    var kinds: [String: (named: Int, all: Int)] = [:]
    for sample in samples {
      let context = try #require(contexts[sample.setting])
      let found = try context.slips(in: try Self.spelt(sample.wrong, sample.spelling))
      let kind = sample.slips[0].rawValue
      kinds[kind, default: (0, 0)].all += 1
      switch found {
      case nil: silent.append(sample.description)
      case .some(let slips) where slips.count == 1 && sample.slips.contains(slips[0]):
        kinds[kind, default: (0, 0)].named += 1
      case .some(let slips): wrong.append("\(sample): \(slips.map { $0.rawValue })")
      }
    }
    let report =
      kinds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.named)/\($0.value.all)" }
      .joined(separator: ", ") + "\nsilent:\n" + silent.joined(separator: "\n") + "\nwrong:\n"
      + wrong.joined(separator: "\n")
    print("\(count) slips: \(silent.count) not named \(silent), \(wrong.count) named wrongly")
    #expect((samples.count - silent.count - wrong.count) * 100 >= count * 95, "\(report)")
    #expect(wrong.count * 100 <= count, "\(report)")
  }

  /// Two slips at once: both are named, or nothing is.
  @Test(arguments: [
    ("∂E/∂w_qr = (t_r - y_r) y_q", [Slip.sign, .missingSlope]),
    ("δ_j = -g'(y_j) Σ_k δ_k w_jk", [.sign, .slopeOfOther]),
    ("δ_j = g'(y_j) δ_k w_jk", [.slopeOfOther, .missingSum]),
    ("Δw_ij = δ_j y_j", [.missingRate, .wrongLayer]),
    ("∂E/∂w_pq = y_p Σ_k δ_k w_qk", [.sign, .missingSlope]),
    ("δ_j = δ_k w_jk", [.missingSlope, .missingSum]),
    ("E = Σ_k (t_k + y_k)^2", [.sign, .twice]),
    ("a_k = -Σ_j w_jk a_j", [.sign, .wrongQuantity]),
    ("δ_j = Σ_k y_k w_jk", [.missingSlope, .wrongQuantity]),
    ("∂E/∂w_pq = δ_q y_q", [.sign, .wrongLayer]),
    ("∂E/∂y_k = 1/2 Σ_r 2 (t_r - y_r)", [.sign, .extraSum]),
    ("-δ_k y_j = Δw_jk", [.sign, .missingRate]), ("∂E/∂y_k = (t_k - y_k)/3", [.sign, .wrongNumber]),
  ])
  func pairsOfSlips(_ text: String, _ slips: [Slip]) throws {
    let context = try SlipGenerator.context(SlipGenerator.settings[0].cell)
    let found = try #require(try context.slips(in: text), "nothing is found in \(text)")
    #expect(Set(found.map { $0.rawValue }) == Set(slips.map { $0.rawValue }), "\(text)")
  }

  @Test(arguments: [
    ("δ_j = g'(a_j) Σ_j δ_j w_jk", Slip.wrongSumLetter), ("δ_j = -Σ_j ∂E/∂a_k ∂a_k/∂a_j", .wrongSumLetter),
    ("δ_j = g'(a_j) (Σ_k δ_k) w_jk", .shortSum), ("∂E/∂w_jk = -Δw_jk", .extraRate),
    ("δ_k = -∂E/∂y_k ∂a_k/∂y_k", .invertedDerivative), ("δ_k = g'(a_k) (1 - y_k)", .wrongQuantity),
    ("∂E/∂y_k = -4 (t_k - y_k)", .wrongNumber), ("∂E/∂w_jk = -δ_k w_jk", .wrongQuantity),
    ("δ_j = g'(a_j) Σ_k δ_k y_j", .wrongQuantity), ("y_j = g(Σ_i w_ij x_i)", .missingBias),
    ("y_j = g(w_i1j y_i1 + w_i2j y_i2)", .missingBias),
  ])
  func otherSlips(_ text: String, _ slip: Slip) throws {
    let context = try SlipGenerator.context(SlipGenerator.settings[0].cell)
    #expect(try context.slips(in: text) == [slip], "\(text)")
  }

  /// With softmax, every output depends on each total input.
  @Test(arguments: [
    "δ_k = t_k/y_k ∂y_k/∂a_k", "δ_k = -∂E/∂y_k ∂y_k/∂a_k",
  ])
  func pathsOfSoftmax(_ text: String) throws {
    let context = try SlipGenerator.context(
      "network 2 - 3 - 3 softmax, error cross-entropy\nforward 0.3 0.8 -> 1 0 0\nbackward")
    #expect(try context.slips(in: text) == [.missingUnits], "\(text)")
  }

  /// ∂a_k/∂y_h has the path through j in it.
  @Test(arguments: [
    "∂E/∂y_h = Σ_k ∂E/∂a_k ∂a_k/∂y_h + Σ_j ∂E/∂a_j ∂a_j/∂y_h",
    "∂E/∂y_h = -Σ_k δ_k ∂a_k/∂y_h - Σ_j δ_j ∂a_j/∂y_h",
    "δ_h = Σ_k δ_k ∂a_k/∂a_h + Σ_j δ_j ∂a_j/∂a_h",
  ])
  func aPathThatIsCountedTwiceIsATermTooMany(_ text: String) throws {
    let context = try SlipGenerator.context(
      "network i 2 - h 3 - j 3 - k 2\nconnect h -> k\nweights uniform -1 1, seed 7\n"
        + "forward 0.3 0.8 -> 1 0\nbackward")
    #expect(try context.slips(in: text) == [.extraTerm], "\(text)")
  }

  @Test(arguments: [
    ("δ_k = 1/2 (t_k - y_k) · 1/2 g'(a_k)", Slip.half), ("δ_k = 2 (t_k - y_k) · 2 g'(a_k)", .twice),
    ("∂E/∂w_jk = -1/2 δ_k · 1/2 y_j", .half),
  ])
  func twoFactorsAreTwoSlips(_ text: String, _ slip: Slip) throws {
    let context = try SlipGenerator.context(SlipGenerator.settings[0].cell)
    #expect(try context.slips(in: text) == [slip, slip], "\(text)")
  }

  /// What no usual slip explains is left alone.
  @Test(arguments: [
    "δ_j = 5 a_j + 3", "∂E/∂w_qr = y_q^3 / y_r", "E = exp(y_k1)", "δ_k = t_k^3 y_k - a_k w_j1k",
  ])
  func otherErrorsAreNotNamed(_ text: String) throws {
    let context = try SlipGenerator.context(SlipGenerator.settings[0].cell)
    #expect(try context.slips(in: text) == nil)
  }
}
