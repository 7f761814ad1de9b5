import Backprop
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
    #expect(diagram.weight(from: 0, 0, to: 1, 1) == "w_j2i1")
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

  /// Wherever the cursor is in a symbol, although a sign is read with it.
  @Test func inspectionKnowsASymbolWithItsSign() throws {
    let notebook = notebook(in: "notation bishop\nbackward")
    for (cell, range) in [("print δ_k1", 6...10), ("check δ_k1 = y_k1 - t_k1", 6...10), ("δ_k1 z_j1", 0...4)]
    {
      for offset in range {
        let document = try #require(Assistance.inspect(cell, at: offset, in: notebook.session.snapshot))
        let text = Renderer().text(for: CellResult(.document(document)))
        #expect(text.hasPrefix("δ_k1: the back-propagated error"), "\(cell) \(offset): \(text)")
        // Mazur's ∂E/∂net of the first output
        #expect(text.contains("δ_k1 = 0.138499"), "\(cell) \(offset): \(text)")
      }
    }
  }

  /// The names of rules, which may be letters of the notation, too.
  @Test(arguments: Notation.builtIn.map { $0.name })
  func everyRuleIsReachable(name: String) {
    for rule in LearningRule.all {
      let notebook = Notebook()
      notebook.run("network 2-2-1\nnotation \(name)")
      let items = Assistance.complete("rule ", at: 5, in: notebook.session.snapshot).items.map { $0.text }
      #expect(items.contains(rule.name))
      let shown = notebook.run("rule \(rule.name)")
      #expect(notebook.session.snapshot.state.rule.name == rule.name)
      #expect(rule == .gradient || shown.contains("rule \(rule.name)"), "\(shown)")
    }
  }

  @Test func ownNamesAreCompleted() {
    let notebook = Notebook()
    notebook.run("let half = 1/2\nnotation course:\n  a -> z\nnotation handout")
    let snapshot = notebook.session.snapshot
    let deleted = Assistance.complete("delete ", at: 7, in: snapshot).items.map { $0.text }
    #expect(deleted.contains("half") && deleted.contains("course"))
    let notations = Assistance.complete("notation ", at: 9, in: snapshot).items.map { $0.text }
    #expect(notations.contains("course") && notations.contains("bishop"))
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

  // MARK: - Units numbered through the network

  private static let sheet = "notation sheet:\n  y -> O\n  bias θ\n  units through the network"

  @Test func everythingShowsTheNumbersOfUnits() throws {
    let notebook = notebook(in: Self.sheet)
    let snapshot = notebook.session.snapshot
    let weights = Assistance.complete("print w_", at: 8, in: snapshot).items.map { $0.text }
    #expect(weights.contains("w_13") && weights.contains("w_46") && !weights.contains("w_i1j1"))
    let units = Assistance.complete("plot hidden ", at: 12, in: snapshot).items.map { $0.text }
    #expect(units == ["3", "4"])
    let document = try #require(Assistance.inspect("w_13", at: 1, in: snapshot))
    #expect(Renderer().text(for: CellResult(.document(document))).contains("w_13 = 0.15"))
    notebook.run("explain O_5")
    let latex = try #require(
      notebook.shown.last.flatMap { Renderer().rendition(of: $0).entries.first { $0.type == "text/latex" } })
    #expect(latex.text.contains("O_5") && latex.text.contains("a_5") && !latex.text.contains("k"))
    notebook.run("plot network")
    guard case .figure(let figure)? = notebook.shown.last?.content,
      case .network(let diagram) = figure.content
    else {
      Issue.record("no network is drawn")
      return
    }
    #expect([diagram.unitName(0, nil), diagram.unitName(0, 1), diagram.unitName(2, 0)] == ["0", "2", "5"])
    #expect(diagram.weight(from: 0, 1, to: 2, 0) == "w_25")
    let svg = try #require(
      Renderer().rendition(of: .init(.figure(figure))).entries.first { $0.type == "image/svg+xml" })
    #expect(svg.text.contains("w_13 = 0.15") && !svg.text.contains("w_i1j1"))
  }

  /// Every weight is read as it is shown, however many units there are.
  @Test func everyWeightIsReadAsItIsShown() throws {
    for order in ["", "\n  w_ij -> w_ji"] {
      let notebook = Notebook()
      notebook.run("network 9-4-3, bias\nnotation wide:\n  units through the network" + order)
      let state = notebook.session.snapshot.state
      let network = try #require(state.network)
      var count = 0
      for projection in network.core.projections {
        for row in 0..<projection.weights.rows {
          for column in 0..<projection.weights.columns {
            let places = [
              Subscript(network.letter(projection.source), unit: row),
              Subscript(network.letter(projection.target), unit: column + 1),
            ]
            let shown = try #require(state.writer?.formula(.quantity(.weight, places)).unicode)
            let weight = projection.weights[row, column]
            let said = notebook.run("check \(shown) = \(weight)")
            #expect(said.contains("holds"), "\(shown): \(said)")
            count += 1
          }
        }
      }
      #expect(count == 10 * 4 + 5 * 3)
    }
  }

  @Test func anAmbiguousNumberIsRefused() throws {
    let notebook = Notebook()
    notebook.run("network 10-12-1\nnotation wide:\n  units through the network")
    let report = try #require(notebook.failure("w_111"))
    #expect(report.message.contains("`w_{1,11}` or `w_{11,1}`"))
    #expect(notebook.run("w_{1,11}").contains("w_{1,11} = "))
  }

  // MARK: - Parameters of learning rules

  /// Every parameter of every rule can be set in every notation, by the symbol that it is shown with.
  @Test(arguments: Notation.builtIn.map { $0.name })
  func everyParameterIsReachable(name: String) throws {
    var count = 0
    for rule in LearningRule.all {
      for (parameter, standard) in zip(rule.parameters, rule.values) {
        let notebook = Notebook()
        notebook.run("network 2-2-1\nnotation \(name)")
        let writer = notebook.session.snapshot.state.writer
        let line = "rule \(rule.name), \(parameter.name) \(standard * 0.99), η 0.25"
        let shown = notebook.run(writer?.code(line) ?? line)
        let state = notebook.session.snapshot.state
        #expect(state.rule.name == rule.name && state.learningRate == 0.25, "\(line): \(shown)")
        #expect(state.rule[parameter] == standard * 0.99, "\(line): \(shown)")
        let symbol = writer?.code(parameter.name) ?? parameter.name
        #expect(shown.contains("\(symbol) "), "\(symbol): \(shown)")
        count += 1
      }
    }
    #expect(count >= 7)
  }

  @Test func changesOfRenamedWeightsAreRead() {
    let notebook = notebook(in: "notation course:\n  w_ij -> v_ji")
    #expect(notebook.run("check Δv_ji = η δ_j y_i").contains("holds"))
    #expect(notebook.run("check \\Delta v_{kj} = \\eta \\delta_k y_j").contains("holds"))
    #expect(notebook.run("print Δv").contains("Δv_ji"))
  }

  /// A mistake below a change of notation is said in the new one.
  @Test func aMistakeBelowAChangeOfNotation() throws {
    let notebook = notebook(in: "notation handout")
    let report = try #require(notebook.failure("notation rumelhart\nprint y_j +"))
    let example = try #require(report.entries.first?.example)
    #expect(example.contains("o_") && !example.contains("y_"), "\(example)")
  }
}
