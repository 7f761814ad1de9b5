import BackpropLanguage
import TestSupport
import Testing

/// A check marks an exercise: if it fails, neither its output nor its error may contain the answer.
@Suite struct FailingCheckTests {
  private static let setup = """
    network 2-2-1, bias
    w_ij = [0.1 -0.2; 0.3 0.4; -0.5 0.6]
    w_jk = [0.2; -0.7; 0.9]
    forward 0.35 0.9 -> 0.5
    backward
    digits 4
    """

  /// The complete output of a failing check.
  private func said(_ check: String) -> String {
    let notebook = Notebook()
    notebook.run(Self.setup)
    let (outcome, text) = notebook.outcome(of: check)
    guard case .failed(let report) = outcome, report.name == "CheckFailed" else {
      Issue.record("`\(check)` does not fail as a check")
      return ""
    }
    return text + "\n" + report.text
  }

  /// The values of a formula, with enough digits to distinguish them from others.
  private func values(_ formula: String) -> [String] {
    let notebook = Notebook()
    notebook.run(Self.setup)
    let found = notebook.run(formula).split(whereSeparator: { " \n=".contains($0) }).map(String.init)
      .filter { $0.contains(".") && Double($0) != nil }
    // Without the sign, and without the digit that rounding may change.
    return found.map { String($0.drop { $0 == "-" }.dropLast()) }
  }

  @Test(arguments: [
    ("δ_k1", "0"), ("δ_k1", "1/2"), ("δ_j", "1"), ("δ_j", "δ_j + 1"), ("a_j1", "0.35"), ("y_k1", "1"),
    ("∂E/∂w_jk", "δ_k y_j + 2"), ("Δw_ij", "3"), ("E", "2 E - 1"), ("w_j1k1 - w_j2k1", "7"), ("y_j", "a_j"),
    ("g'(a_j)", "g(a_j)"),
  ])
  func theAnswerIsNotSaid(_ left: String, _ right: String) throws {
    let answers = try some(values(left))
    let said = said("check \(left) = \(right)")
    for answer in answers { #expect(!said.contains(answer), "\(answer) in\n\(said)") }
    let reversed = self.said("check \(left) = \(right) within 10^-9")
    for answer in answers { #expect(!reversed.contains(answer), "\(answer) in\n\(reversed)") }
  }

  /// The side with a rule is never shown, whether it is left or right.
  @Test func aQuantityOnTheRight() throws {
    let said = said("check 0.5 = δ_k1")
    for answer in try some(values("δ_k1")) { #expect(!said.contains(answer), "\(answer) in\n\(said)") }
  }

  @Test func theRuleIsNotSaid() {
    #expect(!said("check δ_j = 2 g'(a_j) + 1").contains("Σ"))
    #expect(!said("check ∂E/∂w_jk = δ_k y_j").contains("-δ_k y_j"))
  }

  /// The kind of slip is reported: a sign, a factor; but no factor for a typed number.
  @Test func hints() {
    #expect(said("check ∂E/∂w_jk = δ_k y_j").contains("a sign is wrong"))
    #expect(said("check ∂E/∂w_jk = -2 δ_k y_j").contains("the right side is 2 times the left everywhere"))
    #expect(said("check w_j1k1 * 2 = -2.8").contains("does not hold"))
    #expect(!said("check w_j1k1 * 2 = -2.8").contains("times"))
  }

  /// No line that holds is shown as an example: it may be the answer.
  @Test(arguments: [
    "check ∂E/∂w_qr = δ_r y_q", "check δ_k1 = 0", "check y_k < 0", "check ∂E/∂w_qr = δ_r y_q, hint 2",
    "check:\n  ∂E/∂w_qr = δ_r y_q",
  ])
  func thereIsNoExample(_ check: String) {
    let said = said(check)
    #expect(!said.contains("-δ_r y_q") && !said.contains("for example"))
  }

  /// With `hint 0` only the verdict is told.
  @Test func onlyTheVerdict() {
    let said = said("check ∂E/∂w_jk = δ_k y_j, hint 0")
    #expect(said.contains("does not hold"))
    for word in ["sign", "minus", "differ", "cases", "digits"] { #expect(!said.contains(word), "\(said)") }
  }

  /// A typed side that contains what is asked for is not worked out.
  @Test func theAnswerPlusOneIsNotSaid() throws {
    let said = said("check δ_k1 = δ_k1 + 1")
    #expect(!said.contains("1."))
  }

  @Test func whatWasTypedIsWorkedOut() {
    let said = said("check δ_j = 1 + 1/2 y_j - y_j/2 + [j = q]")
    #expect(said.contains("3 of 4 cases differ") || said.contains("4 of 4 cases differ"))
    #expect(said.contains("differs") && said.contains("2.0000") && said.contains("1.0000"))
  }

  /// If a check holds, both sides may be shown.
  @Test func aTrueEquationIsShownWhole() throws {
    let notebook = Notebook()
    notebook.run(Self.setup)
    let text = notebook.run("check ∂E/∂w_jk = -δ_k y_j")
    #expect(text.contains("holds for all 3 cases") && text.contains("difference"))
    for value in try some(values("∂E/∂w_jk")) { #expect(text.contains(value)) }
  }
}
