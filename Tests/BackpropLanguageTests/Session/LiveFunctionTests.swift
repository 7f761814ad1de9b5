import TestSupport
import Testing

@testable import BackpropLanguage

/// A user-defined function uses the current meaning of the names in it.
@Suite struct LiveFunctionTests {
  private static let sigmoid = "f(a) = 1 / (1 + exp(-β a))"

  private func notebook(_ cells: String...) -> Notebook {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor")
    for cell in cells { notebook.run(cell) }
    return notebook
  }

  /// The output of a network whose function was defined after everything that it needs.
  private func fresh(_ definitions: String) -> String {
    let notebook = notebook(definitions + "\ntransfer f")
    return notebook.run("forward 2\nbackward\nprint w_ij, y_j, δ_j")
  }

  @Test(arguments: [
    ("let β = 2\n\(sigmoid)\ntransfer f", "let β = 3", "let β = 3\n\(sigmoid)"),
    ("let c = 1\nlet β = 2 c\n\(sigmoid)\ntransfer f", "let c = 1.5", "let β = 3\n\(sigmoid)"),
    ("h(a) = 2 a\nf(a) = tanh(h(a))\ntransfer f", "h(a) = a/2", "f(a) = tanh(a/2)"),
    ("f(a) = tanh(η a)\ntransfer f", "η = 0.25", "η = 0.25\nf(a) = tanh(a/4)"),
    ("α = 0\nf(a) = a + α\ntransfer f", "α = 0.5", "α = 0.5\nf(a) = a + 0.5"),
  ])
  func whateverChangesAFunctionChangesTheNetwork(_ before: String, _ change: String, _ after: String) {
    let notebook = notebook(before, "forward 2\nbackward", change)
    #expect(notebook.run("forward 2\nbackward\nprint w_ij, y_j, δ_j") == fresh(after))
    for equation in ["y_j = g(a_j)", "∂E/∂w_ij = -δ_j y_i", "y_j = f(a_j)"] {
      #expect(notebook.run("check \(equation)").contains("holds"), "\(equation)")
    }
  }

  /// 1 / (1 + exp(-3 × 0.5)) is 0.817574.
  @Test func anExplanationShowsTheArithmeticOfNow() {
    let notebook = notebook("network 1-1\nw_ik = 1\nlet β = 2\n\(Self.sigmoid)\ntransfer f", "forward 0.5")
    notebook.run("let β = 3")
    #expect(notebook.run("y_k1").contains("0.817574"))
    let text = notebook.run("explain y_k1")
    #expect(text.contains("exp(-3 × 0.500000)") && text.contains("= 0.817574"))
  }

  @Test func trainingBeginsAnewWithAnotherFunction() throws {
    let (one, other) = (
      notebook("let β = 2\n\(Self.sigmoid)\ntransfer f\nα = 0.9", "train 5"), notebook("α = 0.9")
    )
    one.run("let β = 1\nweights xavier\ntrain 5")
    other.run("weights xavier\ntrain 5")
    #expect(distance(one.weights, other.weights) < 1e-12)
  }

  @Test(arguments: ["β", "f"])
  func whatAFunctionInUseNeedsIsNotDeleted(_ name: String) {
    let notebook = notebook("let β = 2\n\(Self.sigmoid)\ntransfer j f")
    let report = notebook.failure("delete \(name)")
    #expect(
      report?.entries[0].message
        == "`\(name)` is needed by f, the transfer function of layer j of network net")
    #expect(notebook.run("transfer j tanh\ndelete \(name)").contains("deleted: \(name)"))
  }

  @Test func aNameThatAFunctionNeedsStaysArithmetic() {
    let notebook = notebook("let β = 2\n\(Self.sigmoid)\ntransfer j f", "forward 2")
    let before = notebook.run("y_j")
    #expect(notebook.failure("let β = w_i1j1") != nil)
    #expect(notebook.run("y_j") == before)
  }

  @Test func aLoadedFunctionFollowsItsNamesToo() {
    let notebook = notebook("let β = 2\n\(Self.sigmoid)\ntransfer f", "save \"net.json\"")
    let other = Notebook()
    other.files = notebook.files
    other.run("load \"net.json\"\npatterns xor\nforward 2")
    #expect(
      other.run("y_k")
        == notebook.run("forward 2\ny_k").split(separator: "\n").suffix(2).joined(separator: "\n"))
    other.run("let β = 5")
    notebook.run("let β = 5")
    #expect(other.run("y_j") == notebook.run("y_j"))
  }

  @Test func whatComputesByTheNewMeaningIsNamed() {
    let notebook = notebook("let β = 2\n\(Self.sigmoid)\ntransfer j f")
    #expect(notebook.run("let β = 3").contains("layer j of network net uses it from now on"))
    #expect(!notebook.run("let c = 3").contains("computes"))
  }

  /// A name that already has a meaning is not redefined silently.
  @Test(arguments: [
    "let w_i1j1 = 0.3", "let y_j = 3", "let δ_k = t_k - y_k", "sigmoid(a) = tanh(a)", "relu(a) = a",
  ])
  func aNameOfTheLanguageIsTaken(_ cell: String) {
    let report = notebook().failure(cell)
    #expect(report?.entries[0].message.contains("a name that means nothing yet") == true)
  }

  @Test func namesOfOtherCoursesMayBeGiven() {
    let notebook = notebook("forward 2", "let net_j = a_j\nlet o_j = y_j")
    #expect(notebook.run("check g(net_j) = o_j").contains("holds"))
  }
}
