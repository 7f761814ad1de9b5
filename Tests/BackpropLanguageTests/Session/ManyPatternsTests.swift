import BackpropLanguage
import Rendering
import Testing

/// Commands that look at patterns, with more patterns than any lecture uses.
@Suite struct ManyPatternsTests {
  static let commands = [
    "plot boundary", "plot hidden", "animate training", "plot surface w_i1j1 w_j1k1", "plot activations",
    "plot confusion", "print patterns", "animate step", "forward 2", "test",
  ]

  /// Points of a square, classified by XOR of the halves that their coordinates lie in.
  static func notebook(_ count: Int) -> Notebook {
    let notebook = Notebook()
    var text = "a,b,t\n"
    for n in 0..<count {
      let (a, b) = (n * 7919 % 1000, n * 104_729 % 997)
      text += "\(a),\(b),\((a < 500) != (b < 500) ? 1 : 0)\n"
    }
    notebook.files["many.csv"] = Array(text.utf8)
    notebook.run("network 2-2-1, bias\npatterns many from \"many.csv\", inputs a b, target t")
    notebook.run("scale inputs 0 1\ntrain 1 epochs")
    return notebook
  }

  /// Code that rescans the patterns for every pattern takes minutes here, while the whole test takes seconds.
  @Test func manyPatternsTakeAsLongAsTheyAreMany() throws {
    let notebook = Self.notebook(20_000)
    let clock = ContinuousClock()
    let taken = clock.measure { for command in Self.commands { notebook.run(command) } }
    #expect(taken < .seconds(60))
    let boundary = notebook.run("plot boundary")
    #expect(boundary.contains("of 20000 patterns are drawn, evenly spaced."))
    // All of them are counted, although few are drawn.
    let counts = boundary.split(separator: "\n").filter { $0.contains("target") }.compactMap {
      $0.split(separator: " ").dropLast().last.flatMap { Int($0) }
    }
    #expect(counts.count == 2 && counts.reduce(0, +) == 20_000)
  }

  @Test(arguments: [
    "plot boundary", "plot hidden", "plot surface w_i1j1 w_j1k1", "plot activations", "explain total E",
  ])
  func anInterruptIsSeenWhileTheyAreLookedAt(_ command: String) {
    let notebook = Self.notebook(20_000)
    notebook.run(command)
    let asked = notebook.timesAsked
    // At least once per this many patterns, approximately, or per row of the plane.
    #expect(asked > 5)
    for patience in [0, 1, 2, asked / 2] {
      let (outcome, _) = notebook.outcome(of: command, interruptedAfter: patience)
      #expect(outcome == .interrupted, "\(command) after \(patience) of \(asked)")
      #expect(notebook.shown.isEmpty)
    }
  }

  /// Some patterns of each class are drawn, however few it has.
  @Test func aRareClassIsSeen() {
    let notebook = Notebook()
    var text = "a,b,class\n"
    for n in 0..<5000 { text += "\(n % 70),\(n % 50),\(n == 4321 ? "rare" : "usual")\n" }
    notebook.files["rare.csv"] = Array(text.utf8)
    notebook.run("network 2-2-2\npatterns rare from \"rare.csv\", inputs a b, target class")
    let text2 = notebook.run("plot boundary")
    #expect(text2.contains("rare: 1 points") && text2.contains("usual: 4999 points"))
    guard case .figure(let figure) = notebook.shown.last?.content, case .chart(let chart) = figure.content
    else {
      Issue.record("no chart")
      return
    }
    #expect(chart.points.first { $0.name == "rare" }?.labels == ["pattern 4322, rare"])
    #expect(chart.points.reduce(0) { $0 + $1.points.count } <= 1501)
  }

  /// Very many different targets do not form separate groups.
  @Test func manyTargetsAreTwoSides() {
    let notebook = Notebook()
    let rows = (0..<40).map { "  \($0) \($0 % 7) -> \($0)" }.joined(separator: "\n")
    notebook.run("network 2-2-1\npatterns ramp:\n" + rows)
    let text = notebook.run("plot boundary")
    #expect(text.contains("higher target: 20 points") && text.contains("lower target: 20 points"))
  }

  // MARK: - How much is shown

  static let largest = 2_500_000

  @Test(arguments: [
    "explain " + [String](repeating: "δ_j1", count: 6000).joined(separator: ", "),
    "print " + [String](repeating: "w_ij", count: 6000).joined(separator: ", "),
  ])
  func oneStatementShowsNoMoreThanAPageHolds(_ cell: String) {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor\nforward 2\nbackward")
    notebook.run(cell)
    #expect(notebook.shown.count == 1)
    let sizes = notebook.shown.flatMap { Renderer().rendition(of: $0).entries.map { $0.text.utf8.count } }
    #expect(sizes.reduce(0, +) < Self.largest && sizes.reduce(0, +) > 500_000)
    #expect(
      notebook.shown.allSatisfy {
        Renderer().text(for: $0).contains("\nthe output of one statement ends here; ")
      })
  }

  @Test(arguments: [
    "network 300-300-300-300\nplot weights", "network 300-300-300-300\nplot network",
    "network 300-300-300-300\nprint weights", "network 2-20-20-1\npatterns xor\ntrain 40\nanimate training",
  ])
  func figuresOfLargeNetworksStaySmall(_ cell: String) {
    let notebook = Notebook()
    notebook.run("figures svg")
    notebook.run(cell)
    #expect(!notebook.shown.isEmpty)
    let sizes = notebook.shown.suffix(1).flatMap {
      Renderer().rendition(of: $0).entries.map { $0.text.utf8.count }
    }
    #expect(sizes.reduce(0, +) < Self.largest)
  }

  // MARK: - What was done is what is seen

  /// After a step, `animate step` shows that step: a_k1 and the rest by the weights before the update.
  @Test func theStepJustTakenIsAnimated() throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor\nη = 0.5")
    notebook.run("forward 2\nbackward")
    func frame() throws -> Figure.NetworkDiagram {
      notebook.run("animate step")
      guard case .animation(let animation) = notebook.shown.last?.content,
        case .network(let diagram)? = animation.frames.last?.figures.first?.content
      else { throw CancellationError() }
      return diagram
    }
    let before = try frame()
    notebook.run("update")
    let after = try frame()
    #expect(after.totalInputs == before.totalInputs && after.deltas == before.deltas)
    #expect(after.network == before.network && after.weightChanges == before.weightChanges)
    #expect(notebook.run("animate step").contains("with the weights before its update"))
    // A new presentation begins a new step.
    notebook.run("forward 2")
    #expect(try frame().totalInputs != before.totalInputs)
    #expect(!notebook.run("animate step").contains("before its update"))
  }

  /// Runs with the same options, or with options that differ only in something not shown, have different
  /// names.
  @Test func everyRunHasANameOfItsOwn() throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor")
    for seed in [1, 1, 2] { notebook.run("weights uniform -1 1, seed \(seed)\ntrain 20") }
    notebook.run("train 20, η 0.1\ntrain 20, η 0.1, α 0.5")
    notebook.run("plot error")
    guard case .figure(let figure) = notebook.shown.last?.content, case .chart(let chart) = figure.content
    else { throw CancellationError() }
    #expect(chart.curves.count == 5 && Set(chart.curves.map { $0.name }).count == 5)
  }
}
