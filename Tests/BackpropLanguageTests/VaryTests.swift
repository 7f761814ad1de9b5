import Rendering
import Testing

@testable import BackpropLanguage

/// `vary`: what runs at a position, and what stands in a page.
struct VaryTests {
  /// The figure that a cell shows.
  private func variation(_ cell: String, after lines: String = "") throws -> (Variation, Notebook) {
    let notebook = Notebook()
    notebook.run("network 2-2-1\nweights uniform -1 1, seed 5\npatterns xor\n" + lines)
    var results: [CellResult] = []
    let session = Session(continuing: notebook.session.snapshot)
    _ = session.run(cell, host: CellHost(emit: { results.append($0) }))
    let found = results.compactMap { result -> Variation? in
      if case .variation(let variation) = result.content { variation } else { nil }
    }
    return (try #require(found.first), notebook)
  }

  /// A position is what the lines show in a session where the values have been set by hand.
  @Test func aPositionIsACellOfItsOwn() throws {
    let lines = "train 20 epochs\nforward 2\nplot network"
    let indented = lines.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    let (variation, notebook) = try variation("vary w_j1k1 -2..2, η 0.5 2\n" + indented)
    let position = try #require(variation.cell.position(at: [0.37, 2], in: CellHost(emit: { _ in })))
    var expected: [CellResult] = []
    let session = Session(continuing: notebook.session.snapshot)
    var host = CellHost(emit: { expected.append($0) })
    // Pictures that move do not answer.
    host.explainsNetworks = false
    _ = session.run("w_j1k1 = 0.37\nη = 2\n" + lines, host: host)
    #expect(position.failure == nil)
    #expect(position.results.map { $0.content } == last(expected).map { $0.content })
    #expect(!position.results.isEmpty)
  }

  /// The results without those that later ones replace.
  private func last(_ results: [CellResult]) -> [CellResult] {
    results.enumerated().filter { place, result in
      result.displayKey == nil || !results[(place + 1)...].contains { $0.displayKey == result.displayKey }
    }.map { $0.element }
  }

  /// A length and a shade mean the same in every position: axes, the shades of a surface and the widths of
  /// weights are those of all.
  @Test func positionsShareTheirScales() throws {
    let (variation, _) = try variation(
      "vary η 0.1 0.5 1\n  train 40 epochs\n  plot error, network\n  plot surface w_i1j1 w_j1k1")
    var ys: [ClosedRange<Double>?] = []
    var reaches: [ClosedRange<Double>?] = []
    var axes: [[ClosedRange<Double>?]] = []
    var widths: [Double?] = []
    var greatest = 0.0
    for position in variation.positions {
      #expect(position.figures.count == 3)
      guard case .chart(let error) = position.figures[0].content,
        case .network(let diagram) = position.figures[1].content,
        case .chart(let surface) = position.figures[2].content
      else {
        Issue.record("other figures")
        return
      }
      ys.append(error.y.reach)
      widths.append(diagram.greatestWeight)
      axes.append([surface.x.reach, surface.y.reach])
      reaches.append(surface.field?.reach)
      greatest = diagram.network.projections.flatMap { $0.weights.elements }.reduce(greatest) {
        max($0, $1.magnitude)
      }
      let errors = error.curves.flatMap { $0.points }.map { $0.y }
      let reach = try #require(error.y.reach)
      #expect(errors.allSatisfy { reach.contains($0) })
    }
    #expect(ys.count == 3 && ys.allSatisfy { $0 == ys[0] && $0 != nil })
    #expect(reaches.allSatisfy { $0 == reaches[0] && $0 != nil })
    #expect(axes.allSatisfy { $0 == axes[0] && $0[0] != nil })
    #expect(widths.allSatisfy { $0 == greatest })
    // A position between those that were computed takes the scales, too.
    let between = try #require(variation.cell.position(at: [0.3], in: CellHost(emit: { _ in })))
    guard case .chart(let chart) = variation.scales.applied(to: between).figures[0].content else {
      Issue.record("no chart")
      return
    }
    #expect(chart.y.reach == ys[0])
  }

  /// A surface fills the axes that it shares with those of other positions, in positions between them, too.
  @Test func surfacesFillTheirAxes() throws {
    let (variation, _) = try variation(
      "vary N 1 400\n  train N epochs, η 1\n  plot error | surface w_i1j1 w_j1k1")
    var host = CellHost(emit: { _ in })
    host.planes = variation.scales.planes
    let between = try #require(variation.cell.position(at: [50], in: host))
    let positions = variation.positions + [variation.scales.applied(to: between)]
    var planes: [Figure.Field] = []
    for position in positions {
      guard case .chart(let chart)? = position.figures.last?.content else {
        Issue.record("no chart")
        return
      }
      let field = try #require(chart.field)
      #expect(chart.x.reach == field.x && chart.y.reach == field.y)
      #expect(!chart.notes.contains { $0.contains("not computed") })
      let spots = chart.curves.flatMap { $0.points } + chart.markers.map { $0.point }
      #expect(spots.allSatisfy { field.x.contains($0.x) && field.y.contains($0.y) })
      planes.append(field)
    }
    #expect(planes.count == 3 && planes.allSatisfy { $0.x == planes[0].x && $0.y == planes[0].y })
  }

  /// `\eta` is η: one slider.
  @Test func aliasesAreOneThing() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor")
    #expect(notebook.run("vary η 1 2, \\eta 1 2\n  η").contains("`\\eta`, which is `η` again"))
    #expect(
      notebook.run("vary w_i1j1 1 2, w_{i1 j1} 1 2\n  w_ij").contains("`w_{i1 j1}`, which is `w_i1j1` again"))
    #expect(notebook.run("vary \\eta 1 2\n  2 η").contains("vary η"))
  }

  /// In a terminal, a body without numbers shows one position rather than an empty table.
  @Test func aBodyWithoutNumbersShowsOnePosition() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\nweights zero\npatterns xor")
    let text = notebook.run("vary w_j1k1 -1 0 1\n  plot weights")
    #expect(text.contains("w_j1k1: -1, 0, 1. Shown: w_j1k1 0") && text.contains("Weights of net"))
  }

  @Test func theSessionIsAsBefore() throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1\nweights uniform -1 1, seed 5\npatterns xor\nforward 1\nη = 0.25")
    let before = notebook.run("print weights\nη\ny_j")
    notebook.run("vary w_j1k1 -2 2, η 1 2\n  train 10 epochs\n  let c = 3")
    #expect(notebook.run("print weights\nη\ny_j") == before)
    #expect(notebook.run("c").contains("no quantity or name called `c`"))
  }

  /// All combinations, the last slider's values first; it begins where the session stands.
  @Test func positionsAreTheCombinations() throws {
    let (variation, _) = try variation("vary η 0.1 0.5 2, α 0 0.9\n  η + α", after: "η = 0.5")
    let combinations = [[0.1, 0], [0.1, 0.9], [0.5, 0], [0.5, 0.9], [2, 0], [2, 0.9]]
    #expect(variation.positions.map { $0.values } == combinations)
    #expect(variation.sliders.map { $0.start } == [1, 0])
    #expect(variation.columns.first == "η + α")
    #expect(variation.positions.map { $0.numbers[0] } == [0.1, 1, 0.5, 1.4, 2, 2.9])
    #expect(variation.start == variation.positions[2])
  }

  /// The values of a range are round, and end where it ends.
  @Test(arguments: [
    ("-8..8", -8.0, 8.0, 1.0, 17), ("0..1", 0, 1, 0.05, 21), ("1..2 step 0.25", 1, 2, 0.25, 5),
    ("0..1000", 0, 1000, 50, 21), ("0..1 step 0.3", 0, 0.9, 0.3, 4),
    ("0.001..0.002", 0.001, 0.002, 0.00005, 21),
  ])
  func valuesOfARange(range: String, first: Double, last: Double, step: Double, count: Int) throws {
    let (variation, _) = try variation("vary c \(range)\n  c")
    let values = variation.sliders[0].values
    #expect(values.count == count)
    #expect(values.first == first && values.last == last)
    for (place, value) in values.enumerated() {
      #expect(abs(value - (first + Double(place) * step)) < step * 1e-9)
    }
  }

  /// With steps, too, the last value can be reached.
  @Test func theLastStepOfALongRange() throws {
    let (variation, _) = try variation("vary c 1..100 step 1\n  c")
    let values = variation.sliders[0].values
    #expect(values.first == 1 && values.last == 100)
    #expect(values.allSatisfy { $0 == $0.rounded() })
  }

  /// However many things vary over ranges, there is a bounded number of positions.
  @Test func rangesShareTheRoom() throws {
    let (variation, _) = try variation("vary c 0..1, d 0..1, f 0..1, h 1 2 3\n  c d f h")
    #expect(variation.positions.count <= 400)
    #expect(variation.sliders.allSatisfy { $0.values.count >= 2 })
    #expect(variation.sliders[3].values == [1, 2, 3])
  }

  /// A page holds as many positions as its sliders can reach, within its size.
  @Test func aPageHoldsThePositions() throws {
    let (small, _) = try variation("vary w_j1k1 -8..8\n  forward 1\n  E")
    let page = try #require(Renderer().rendition(of: CellResult(.variation(small)))["text/html"])
    #expect(page.contains("max=\"16\""))
    #expect(!page.contains("http"))
    let (large, _) = try variation("vary w_j1k1 -8..8, w_j2k1 -8..8\n  plot boundary\n  plot network")
    let bytes = try #require(Renderer().rendition(of: CellResult(.variation(large)))["text/html"]).utf8
    #expect(bytes.count < 1_300_000)
  }

  /// A cell uses no more cores than its host lends it, and shows the same with any number of them.
  @Test(arguments: [1, 2, 3, 64]) func coresAreThoseOfTheHost(cores: Int) throws {
    let lines = """
      network 2-300-300-1, bias
      weights uniform -0.1 0.1, seed 2
      patterns blobs 40
      train 1 epoch, batch
      """
    let varied = "vary η 0.01 0.02\n  train 2 epochs, batch\n  print total E"
    var positions: [[Variation.Position]] = []
    for cores in [1, cores] {
      let session = Session()
      var host = CellHost(emit: { result in
        if case .variation(let variation) = result.content { positions.append(variation.positions) }
      })
      host.cores = cores
      #expect(session.run(lines, host: host) == .finished)
      #expect(session.snapshot.state.network?.trainer?.threads == cores)
      #expect(session.run(varied, host: host) == .finished)
      // Training that continues takes what the host lends it now.
      host.cores = 5
      #expect(session.run("train 1 epoch, batch", host: host) == .finished)
      #expect(session.snapshot.state.network?.trainer?.threads == 5)
    }
    #expect(positions.count == 2 && positions[0] == positions[1])
    #expect(positions[0].allSatisfy { $0.failure == nil && $0.numbers[0] != nil })
  }

  /// Whatever takes the focus says what it is.
  @Test func aRowOfPicturesHasAName() throws {
    let (variation, _) = try variation("vary w_j1k1 -1 1\n  plot network\n  plot weights")
    let page = try #require(Renderer().rendition(of: CellResult(.variation(variation)))["text/html"])
    let start = try #require(variation.start)
    let whole = Renderer().html(of: start, digits: 6)
    for text in [page, whole] {
      let focused = text.split(separator: "<").filter { $0.contains("tabindex=") }
      #expect(!focused.isEmpty)
      #expect(focused.allSatisfy { $0.contains("role=") && $0.contains("aria-label=") })
      #expect(text.contains("aria-label=\"Network net; Weights of net\""))
    }
  }

  @Test func itCanBeStopped() throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor")
    var polls = 0
    var results = 0
    let session = Session(continuing: notebook.session.snapshot)
    let outcome = session.run(
      "vary η 0.1 0.5 2\n  train 1000000000 epochs",
      host: CellHost(
        emit: { _ in results += 1 },
        isInterrupted: {
          polls += 1
          return polls > 3
        }))
    #expect(outcome == .interrupted)
    #expect(results == 0)
  }

  /// In another notation, what varies is typed as everything else.
  @Test func anotherNotation() throws {
    let (variation, _) = try variation("vary w^3_{11} 0 1\n  forward 1", after: "notation nielsen")
    #expect(variation.sliders[0].name == "w^3_{11}")
    #expect(variation.positions.allSatisfy { $0.failure == nil })
  }
}
