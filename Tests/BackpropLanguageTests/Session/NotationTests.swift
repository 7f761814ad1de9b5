import Rendering
import Testing

@testable import BackpropLanguage

/// What is shown in another notation is the same as in the handout's, under other symbols.
@Suite struct NotationTests {
  private static let mazur = """
    network 2-2-2, bias
    w_ij = [0.35 0.35; 0.15 0.25; 0.20 0.30]
    w_jk = [0.60 0.60; 0.40 0.50; 0.45 0.55]
    forward 0.05 0.10 -> 0.01 0.99
    backward
    """

  private func notebook(in notation: String) -> Notebook {
    let notebook = Notebook()
    notebook.run(Self.mazur)
    notebook.run(notation)
    return notebook
  }

  @Test(arguments: Notation.builtIn.map { $0.name })
  func everyBuiltInOneIsConsistent(name: String) throws {
    let notation = try #require(Notation.builtIn.first { $0.name == name })
    #expect(notation.clash == nil)
    #expect(!notation.source.isEmpty)
    let notebook = notebook(in: "notation \(name)")
    // What a rule of the network is written as can be typed, and holds.
    let state = notebook.session.snapshot.state
    let context = try #require(state.formulaContext)
    for rule in DerivationRules(context).rules {
      let equation = Equation(rule.left, rule.right)
      let written = state.writer?.equation(equation) ?? equation
      for spelling in [written.unicode, written.ascii, written.latex] {
        let text = notebook.run("check \(spelling)")
        #expect(text.split(whereSeparator: { $0.isWhitespace }).contains("holds"), "\(spelling): \(text)")
      }
    }
  }

  /// Back in the handout's notation, everything is shown as before.
  @Test(arguments: Notation.builtIn.map { $0.name })
  func theHandoutReturns(name: String) {
    let notebook = notebook(in: "notation handout")
    let cells = ["print w, δ, Δw", "explain step", "forward", "check ∂E/∂w_qr = -δ_r y_q", "help backward"]
    notebook.run("backward")
    let before = cells.map { notebook.run($0) }
    notebook.run("notation \(name)")
    let between = cells.dropLast(3).map { notebook.run($0) }
    notebook.run("notation handout\nbackward")
    #expect(cells.map { notebook.run($0) } == before)
    if name != "handout" { #expect(between != Array(before.dropLast(3))) }
  }

  @Test func aFileDoesNotDependOnIt() {
    let notebook = notebook(in: "let c = δ_k\nsave \"handout.json\"\nnotation nielsen\nsave \"other.json\"")
    #expect(notebook.files["handout.json"] != nil)
    #expect(notebook.files["handout.json"] == notebook.files["other.json"])
  }

  @Test func latexFollows() throws {
    let notebook = notebook(in: "notation nielsen")
    notebook.run("explain δ^2_1")
    let latex = try #require(
      notebook.shown.last.flatMap { Renderer().rendition(of: $0).entries.first { $0.type == "text/latex" } })
    #expect(latex.text.contains("\\delta^{2}_1 &= \\sigma'(z^{2}_1)"))
  }

  @Test func aFigureFollows() {
    let notebook = notebook(in: "notation course:\n  a -> z\n  y -> a\n  t -> y\n  δ -> -δ\n  w_ij -> w_ji")
    notebook.run("plot network")
    guard case .figure(let figure)? = notebook.shown.last?.content,
      case .network(let diagram) = figure.content
    else {
      Issue.record("no network is drawn")
      return
    }
    let labels = diagram.labels
    #expect([labels.totalInput, labels.output, labels.target] == ["z", "a", "y"])
    #expect(labels.weight(from: "i1", to: "j2", isBias: false) == "w_j2i1")
    // Mazur's ∂E/∂net of the first output
    #expect(abs((diagram.deltas.last?.first ?? 0) - 0.13849856) < 5e-9)
  }

  @Test func completionFollows() {
    let notebook = notebook(in: "notation rumelhart")
    let items = Assistance.complete("print ne", at: 8, in: notebook.session.snapshot).items.map { $0.text }
    #expect(items.contains("net_j") && items.contains("net_k"))
    #expect(!items.contains("a_j"))
    let weights = Assistance.complete("print w_", at: 8, in: notebook.session.snapshot).items.map { $0.text }
    #expect(weights.contains("w_ji") && weights.contains("w_j1i2") && !weights.contains("w_ij"))
  }

  @Test func inspectionFollows() throws {
    let notebook = notebook(in: "notation rumelhart")
    let document = try #require(Assistance.inspect("net_j1", at: 1, in: notebook.session.snapshot))
    let text = Renderer().text(for: CellResult(.document(document)))
    #expect(text.contains("net_j1") && !text.contains("a_j1"))
  }

  @Test func aRefusedTableChangesNothing() {
    let notebook = notebook(in: "notation bishop")
    #expect(notebook.failure("notation course:\n  a -> y")?.name == "SyntaxError")
    #expect(notebook.run("notation").contains("notation bishop"))
  }

  /// Cells written for the handout's notation, nested brackets and bare superscripts: each is answered.
  @Test(arguments: ["bishop", "nielsen"])
  func everythingIsAnswered(name: String) throws {
    let notebook = notebook(in: "notation \(name)")
    for program in try Program.all(in: "Programs") where program.name == "proofs.bp" {
      for cell in program.cells { notebook.run(cell.source) }
    }
    let many = String(repeating: "(", count: 100_000)
    for cell in [
      many, "check " + many + "w^2", "w^", "w^2", "(w^2)^T", "^2_j", "b^2_", "Δ", "Δb", "δ_", "w^{[1]T",
    ] {
      #expect(!notebook.run(cell).isEmpty)
    }
    #expect(notebook.run("notation handout").contains("handout"))
  }

  /// A matrix with a row for each receiving unit is the handout's, transposed.
  @Test func matricesHaveRowsForReceivingUnits() throws {
    let notebook = notebook(in: "notation bishop")
    let text = notebook.run("w_ji = [0.35 0.15 0.20; 0.35 0.25 0.30]")
    #expect(text.contains("rows: to, columns: from"))
    let weights = try #require(notebook.session.snapshot.state.network?.core.projections.first?.weights)
    #expect(weights.elements == [0.35, 0.35, 0.15, 0.25, 0.20, 0.30])
  }
}
