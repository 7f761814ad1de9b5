import Testing

@testable import BackpropLanguage

/// A claim that holds tells no number that is still to be found.
@Suite struct WideClaimTests {
  /// 2-1 without bias: a_k1 = 0.4 · 0.5 + 0.9 · (-1) = -0.7, and y = a, so that each number is found by hand.
  private static let setup = """
    network 2-1
    transfer k identity
    w_i1k1 = 0.4
    w_i2k1 = 0.9
    forward 0.5 -1 -> 0.13, hidden
    backward, hidden
    let d = δ_k1
    let c = 2 d
    """
  /// a and y; δ = t - y; Δw = η δ y_i; E = δ²/2.
  private static let numbers = ["-0.7", "0.83", "1.66", "0.415", "0.34445"]

  private func told(_ lines: String) -> String {
    let notebook = Notebook()
    notebook.run(Self.setup)
    let (outcome, shown) = notebook.outcome(of: lines)
    guard case .failed(let report) = outcome else { return shown }
    return shown + report.text
  }

  @Test(arguments: [
    "a_k1 < 5", "a_k1 ≈ -1", "y_k1 > -10", "y_k1 = 0 within 3", "y_k = 0 within 3", "δ_k1 ≈ 1",
    "δ_k1 > -1", "δ_k1 < 100; δ_k1 > -100", "Δw_i1k1 < 5", "-∂E/∂a_k1 > -1", "∂E/∂w_i1k1 < 3", "E ≤ 1",
    "E = 1 within 1", "∂y_k1/∂w_i1k1 > 0", "d > -100", "c > -100", "abs(d) < 7", "0 < δ_k1 < 1",
    "y_k1 = y_k1", "δ_k1 = d", "-δ_k1 = -d", "y_k1 = -0.6 within 0.15",
  ])
  func aWideClaimTellsNothing(_ claim: String) {
    for hint in [", hint 0", ", hint 1", ""] {
      let shown = told("check \(claim)\(hint)")
      #expect(shown.contains("holds"), "\(shown)")
      for number in Self.numbers { #expect(!shown.contains(number), "\(claim)\(hint): \(shown)") }
    }
  }

  @Test(arguments: [
    ("a_k1 < 5", "-0.7"), ("y_k1 = 0 within 3", "-0.7"), ("δ_k1 > -1", "0.83"), ("d > -100", "0.83"),
    ("E ≤ 1", "0.34445"),
  ])
  func theLastHintTells(_ claim: String, _ number: String) {
    #expect(told("check \(claim), hint 2").contains(number))
  }

  /// Who has the number may see it.
  @Test(arguments: [
    ("δ_k1 = 0.83", "0.83"), ("δ_k1 = t_k1 - y_k1", "0.83"), ("δ_k1 = 0.829 within 0.002", "0.83"),
    ("y_k1 = a_k1 within 5", "-0.7"),
  ])
  func whatIsFoundIsShown(_ claim: String, _ number: String) {
    #expect(told("check \(claim)").contains(number))
  }

  /// What is given, and what a whole set comes to, is no answer.
  @Test(arguments: [
    ("y_i1 > 0", "0.5"), ("t_k1 < 1", "0.13"), ("w_i2k1 < 1", "0.9"),
  ])
  func whatIsGivenIsShown(_ claim: String, _ number: String) {
    #expect(told("check \(claim)").contains(number))
  }

  /// After an update w is asked for, too: w_i1k1 = 0.4 + η δ y_i1 = 0.4 + 0.5 · 0.83 · 0.5 with η = 0.5.
  @Test func aWeightIsAskedForAfterAnUpdate() {
    let shown = told("η = 0.5\nbackward, hidden\nupdate, hidden\ncheck w_i1k1 > 0")
    #expect(shown.hasSuffix("w_i1k1 > 0 holds"), "\(shown)")
    let asked = told("η = 0.5\nbackward, hidden\nupdate, hidden\ncheck w_i1k1 > 0, hint 2")
    #expect(asked.contains("0.6075"))
  }

  /// A failing claim does not tell what the side is that amounts to what is asked for.
  @Test(arguments: [
    "0 > d", "0 > 2 δ_k1", "0 = δ_k1 + 0", "0 > abs(c)", "3 < 1 * E", "0 = 0 - y_k1",
  ])
  func aWrongClaimTellsNothing(_ claim: String) {
    for hint in [", hint 0", ", hint 1", ""] {
      let shown = told("check \(claim)\(hint)")
      #expect(shown.contains("does not hold"), "\(shown)")
      for number in Self.numbers { #expect(!shown.contains(number), "\(claim)\(hint): \(shown)") }
    }
  }
}
