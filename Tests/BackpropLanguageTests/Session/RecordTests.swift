import Rendering
import Testing

@testable import BackpropLanguage

/// `train …, record FORMULA`, and figures side by side.
@Suite struct RecordTests {
  /// What is recorded changes nothing: the same weights to the last digit, for every way of training.
  @Test(arguments: [
    "η 0.5", "η 0.5, α 0.9", "η 0.3, batch", "rule adam, η 0.01, batch 2, shuffle, seed 3",
    "η 1 / (1 + n/100)",
  ])
  func trainedWeightsAreThoseWithoutRecord(_ options: String) throws {
    var weights: [[Double]] = []
    for record in ["", ", record sqrt(Σ_j δ_j^2) | total E | Δw_i1j1"] {
      let notebook = Notebook()
      notebook.run("network 2-3-1, bias\npatterns xor\ntrain 1300 epochs, \(options)\(record)")
      guard case .numbers(let numbers) = notebook.session.numbers(of: "w_ij", host: .silent) else {
        Issue.record("no weights")
        return
      }
      weights.append(numbers.values)
    }
    #expect(weights[0] == weights[1])
    #expect(weights[0].count == 9)
  }

  /// Formulas that are compiled, and the same after each epoch as the session gives them pattern by pattern.
  private static let compiled = [
    "sqrt(Σ_j δ_j^2)", "E", "total E", "mean E", "w_h1j1", "Σ_hj w_hj^2", "y_k1 (1 - y_k1)", "g'(a_j1)",
    "Σ_k abs(t_k - y_k)", "-Σ_k t_k log(y_k)", "max(y_h1, y_h2)", "Σ_h δ_h w_i1h1 / 3", "a_k2^3 - y_i1",
    "δ_j2 y_h0", "total E - E", "exp(-a_h1) + 2^y_j1", "β y_k1 + f(a_j1) + f'(a_j1)",
  ]

  private static let setting = """
    network deep: i 3 - h 4 tanh - j 3 relu - k 2, bias
    weights uniform -1 1, seed 4
    let β = 3
    f(x) = x / (1 + x^2)
    patterns mine:
      0 1 0.5 -> 1 0
      1 0 -1 -> 0 1
      1 1 0.25 -> 0 1
      0 0 2 -> 1 0
      -1 0.5 0 -> 1 0
    """

  @Test(arguments: ["", "batch", "rule adam, η 0.01, batch 3"])
  func compiledValuesAreThoseOfTheSession(_ options: String) throws {
    let options = options.isEmpty ? "" : ", " + options
    let recording = Notebook()
    recording.run(Self.setting)
    let text = recording.run(
      "train 3 epochs\(options), record \(Self.compiled.joined(separator: " | ")), hidden")
    #expect(text.isEmpty)
    let run = try #require(recording.session.snapshot.state.network?.runs.last)
    let notebook = Notebook()
    notebook.run(Self.setting)
    for epoch in 1...3 {
      notebook.run("train 1 epoch\(options), hidden")
      var sums = [Double](repeating: 0, count: Self.compiled.count)
      for pattern in 1...5 {
        notebook.run("forward \(pattern), hidden\nbackward, hidden")
        for (place, formula) in Self.compiled.enumerated() {
          guard case .numbers(let found) = notebook.session.numbers(of: formula, host: .silent) else {
            Issue.record("\(formula) has no value")
            return
          }
          sums[place] += found.values[0] / 5
        }
      }
      for (place, recorded) in run.recorded.enumerated() {
        let value = try #require(recorded.points.first { $0.epoch == epoch }).error
        #expect(abs(value - sums[place]) < 1e-12 * max(1, abs(value)), "\(Self.compiled[place])")
      }
    }
  }

  /// What has no compiled form is interpreted, beside what has one.
  @Test func onlyWhatCannotBeCompiledIsInterpreted() throws {
    let notebook = Notebook()
    notebook.run(Self.setting)
    let state = notebook.session.snapshot.state
    let network = try #require(state.network)
    var context = state.formulaContext(of: network).withAnyPattern
    context.patterns = state.patterns?.set
    func isCompiled(_ text: String) throws -> Bool {
      let cell = CellParser.parse(SourceText(text), in: state.reading)
      let formula = try #require(cell.statements.first?.action.formula)
      var resolver = FormulaResolver(context)
      let resolved = try resolver.resolve(formula)
      var compiler = RecordCompiler(network.core, slots: resolver.indices.count, knowsTotal: true)
      return compiler.compile(resolved, isMean: true) != nil
    }
    for formula in Self.compiled {
      #expect(try isCompiled(formula), "\(formula)")
    }
    for formula in ["accuracy", "∂E/∂w_h1j1", "y_j1 log(y_k1 log(y_k1))"] {
      #expect(try !isCompiled(formula), "\(formula)")
    }
    let both = notebook.run("train 1 epoch, η 0.5, record accuracy | δ_k1 | ∂E/∂a_k1")
    let numbers = both.split(separator: "\n").filter { $0.contains("after epoch 1") && $0.contains(":") }
    #expect(numbers.count >= 3)
  }

  /// A training of a name is printed under it.
  @Test func recordsOfNamedTrainings() {
    let notebook = Notebook()
    notebook.run(
      """
      network 2-2-1, bias
      patterns xor
      train 3 epochs, record n, as "plain"
      reset
      train 2 epochs, α 0.9, record n, as "momentum"
      """)
    let text = notebook.run("print record, runs \"momentum\" \"plain\"")
    #expect(text.contains("momentum: recorded") && text.contains("plain: recorded"))
    #expect(!notebook.run("print record").contains("plain"))
    #expect(notebook.run("print record, runs \"plane\"").contains("plain"))
  }

  /// One point per epoch up to the thousandth, then one for every second epoch.
  @Test func everyEpochHasAPoint() throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor\ntrain 1200 epochs, record n, hidden\nplot error")
    guard case .figure(let figure)? = notebook.shown.last?.content else {
      Issue.record("no figure")
      return
    }
    let parts = figure.parts
    #expect(parts.count == 2 && parts.allSatisfy { $0.isSmall })
    guard case .chart(let chart) = try #require(parts.last).content else {
      Issue.record("no chart")
      return
    }
    let points = try #require(chart.curves.first).points
    #expect(points.count == 1100 && points.allSatisfy { $0.x == $0.y })
    let expected: [Int] = Array(1...1000) + (501...600).map { 2 * $0 }
    #expect(points.map { Int($0.x) } == expected)
  }

  /// A run has the same colour and dashes in every figure beside its error curve.
  @Test func runsLookTheSameInEveryFigure() throws {
    let notebook = Notebook()
    notebook.run(
      """
      network 2-2-1, bias
      patterns xor
      train 20 epochs, as "plain"
      reset
      train 20 epochs, α 0.9, watch xor, record w_i1j1, as "momentum"
      plot error
      """)
    guard case .figure(let figure)? = notebook.shown.last?.content,
      case .chart(let chart) = try #require(figure.parts.last).content,
      case .chart(let error) = try #require(figure.parts.first).content
    else {
      Issue.record("no figure")
      return
    }
    let names = ["plain (α 0)", "momentum (α 0.9)", "momentum (α 0.9), xor, watched"]
    #expect(error.curves.map { $0.name } == names)
    #expect(chart.curves.map { $0.number } == [1] && chart.x.range == 1...20)
  }

  @Test func anInterruptKeepsTheWeights() {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor")
    let (outcome, text) = notebook.outcome(
      of: "train 1000000 epochs, record sqrt(Σ_j δ_j^2)", interruptedAfter: 300)
    guard case .interrupted = outcome else {
      Issue.record("\(text)")
      return
    }
    #expect(text.contains("the weights are kept"))
  }

  @Test func figuresStandSideBySide() throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor\nplot network | boundary | hidden")
    let result = try #require(notebook.shown.last)
    let html = try #require(Renderer().rendition(of: result)["text/html"])
    #expect(html.split(separator: "<img").count == 4 && html.contains("flex-wrap:wrap"))
    let svg = try #require(Renderer().rendition(of: result)["image/svg+xml"])
    for title in ["Network net", "Decision boundary of net", "Patterns xor in the hidden units of net"] {
      #expect(svg.contains(">\(title)<") && Renderer().text(for: result).contains(title))
    }
  }

  /// An option before a bar is that of the figure before it, one at the end that of all without their own.
  @Test func optionsBelongToTheFigureBeforeThem() throws {
    let notebook = Notebook()
    notebook.run(
      """
      network 2-2-1, bias
      patterns xor
      train 20 epochs, hidden
      plot error, log | error | error, loglog
      """)
    guard case .figure(let figure)? = notebook.shown.last?.content else {
      Issue.record("no figure")
      return
    }
    let charts = figure.parts.compactMap { part in
      if case .chart(let chart) = part.content { chart } else { nil }
    }
    #expect(charts.map { $0.y.isLogarithmic } == [true, true, true])
    #expect(charts.map { $0.x.isLogarithmic } == [false, true, true])
  }
}

extension CellHost {
  fileprivate static var silent: CellHost { CellHost(emit: { _ in }) }
}
