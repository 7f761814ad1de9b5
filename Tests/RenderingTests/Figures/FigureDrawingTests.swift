import Backprop
import BackpropLanguage
import FoundationXML
import Testing

@testable import Rendering

@Suite struct FigureDrawingTests {
  @Test(arguments: SampleFigure.allCases)
  func everythingStaysWithinTheCard(_ sample: SampleFigure) throws {
    let drawing = try sample.figure.drawing
    let card = Box(x: 0, y: 0, width: drawing.width, height: drawing.height)
    #expect(!drawing.textBoxes.isEmpty && !drawing.boxes.isEmpty)
    for (text, box) in drawing.textBoxes { #expect(card.contains(box), "\(text) \(box)") }
    for box in drawing.boxes { #expect(card.contains(box), "\(box)") }
    #expect(drawing.width <= 1000 && drawing.height <= 1000)
  }

  /// Each pixel of a picture in its place and shade: 0 is white, the largest value is black, and equal
  /// neighbours share one line.
  @Test func picturesAreDrawnPixelByPixel() {
    let image = Figure.ImageSheet.Image(values: [0, 4, 4, 4, 0, 2], caption: "", isMarked: false)
    let sheet = Figure.ImageSheet(rows: 2, columns: 3, images: [image])
    let marks = ImageDrawing(sheet: sheet, title: "", description: "").drawing.marks
    let pixels = marks.compactMap { mark -> [Mark]? in
      if case .group(_, _, let marks) = mark { marks } else { nil }
    }.first
    #expect(
      pixels == [
        .segments(
          [Spot(16, 12), Spot(24, 12)], Stroke(paint: .fixed(RGB.white.mixed(with: .black, 0.5)), width: 8)),
        .segments(
          [Spot(8, 4), Spot(24, 4), Spot(0, 12), Spot(8, 12)],
          Stroke(paint: .fixed(RGB.white.mixed(with: .black, 1)), width: 8)),
      ])
  }

  /// On a dark page their white is dimmed, so that it does not glare; in PNG and PDF nothing lies over them.
  @Test func picturesDoNotGlare() {
    let image = Figure.ImageSheet.Image(values: [0, 4, 4, 4, 0, 2], caption: "", isMarked: false)
    let sheet = Figure.ImageSheet(rows: 2, columns: 3, images: [image, image])
    let svg = SVGWriter.svg(ImageDrawing(sheet: sheet, title: "", description: "").drawing)
    #expect(svg.components(of: "stroke=\"none\" stroke-width=\"16\" class=\"bps-veil\"") == 1)
    #expect(svg.contains("--bp-veil:none;") && svg.contains("--bp-veil:#0006;"))
  }

  @Test(arguments: SampleFigure.allCases)
  func isWellFormedAndOfBoundedSize(_ sample: SampleFigure) throws {
    let svg = SVGWriter.svg(try sample.figure.drawing)
    #expect(HTMLWriterTests.isWellFormed(svg))
    #expect(svg.utf8.count < 250_000)
    #expect(svg.contains("<title>") && svg.contains("<desc>"))
    // Two XML namespaces, and no address to fetch from.
    #expect(svg.components(of: "http") == 2 && svg.components(of: "xmlns") == 2)
  }

  @Test(arguments: SampleFigure.allCases)
  func textSaysTheSame(_ sample: SampleFigure) throws {
    let figure = try sample.figure
    let text = FigureText(digits: 6).text(figure)
    #expect(text.hasPrefix(figure.title))
    #expect(text.split(separator: "\n").allSatisfy { TextWidth.of(String($0)) <= 100 })
  }

  /// Units and the numbers around them never overlap.
  @Test func unitsDoNotOverlap() throws {
    for sizes in [[2, 2, 1], [4, 3, 2], [8, 3, 8], [64, 32, 10]] {
      let layout = NetworkLayout(try FigureSamples.network(sizes, bias: 1))
      let circles = layout.layers.flatMap { $0 }.map { $0.centre }
      for (place, one) in circles.enumerated() {
        for other in circles[(place + 1)...] {
          let distance = ((one.x - other.x) * (one.x - other.x) + (one.y - other.y) * (one.y - other.y))
            .squareRoot()
          #expect(distance > 2 * layout.radius)
        }
      }
      #expect(layout.layers.allSatisfy { $0.count <= NetworkLayout.mostUnits + 1 })
    }
  }

  /// The labels of a unit do not cover those of the next.
  @Test(arguments: [[2, 2, 1], [2, 4, 4, 4, 1], [4, 3, 2]])
  func numbersAtUnitsDoNotOverlap(_ sizes: [Int]) throws {
    let texts = try FigureSamples.diagram(sizes).drawing.textBoxes.filter {
      $0.text.hasPrefix("a") && $0.text.contains("=") || $0.text.hasPrefix("δ")
    }
    #expect(texts.count > 2 * sizes[1])
    for (place, one) in texts.enumerated() {
      for other in texts[(place + 1)...] { #expect(!one.box.overlaps(other.box), "\(one) \(other)") }
    }
  }

  @Test func aNetworkShowsTheNumbersThatAreAskedFor() throws {
    guard case .network(var diagram) = try FigureSamples.diagram([2, 2, 1]).content else {
      throw CancellationError()
    }
    func texts() -> [String] {
      NetworkDrawing(diagram, title: "", description: "").drawing.textBoxes.map { $0.text }
    }
    #expect(texts().contains { $0.hasPrefix("aj1 = ") } && texts().contains { $0.hasPrefix("δj1 = ") })
    diagram.totalInputs = []
    diagram.deltas = []
    diagram.showsOutputs = false
    diagram.showsWeights = false
    #expect(!texts().contains { $0.contains("=") && !$0.hasPrefix("t") })
    #expect(texts().contains("j1"))
  }

  /// Panels of the same patterns are placed side by side, and only the first has labels for them.
  @Test func activationsShareTheirRows() throws {
    let panels = [8, 3, 8].map { columns in
      Figure.Grid.Panel(
        title: "y", rowName: "pattern", columnName: "unit", rowLabels: (1...8).map { "row \($0)" },
        columnLabels: (1...columns).map { "k\($0)" },
        values: Matrix(rows: 8, columns: columns, repeating: 0.5))
    }
    let drawing = GridDrawing(
      grid: Figure.Grid(style: .heat, panels: panels), title: "", description: ""
    ).drawing
    #expect(drawing.textBoxes.filter { $0.text.hasPrefix("row") }.count == 8)
    #expect(drawing.height < 350)
  }

  @Test func weightsAreNamedByTheirUnits() throws {
    let svg = SVGWriter.svg(try FigureSamples.diagram([2, 2, 1], bias: 1).drawing)
    for name in ["w_i0j1", "w_i2j2", "w_j0k1", "w_j2k1"] { #expect(svg.contains("<title>\(name) = ")) }
    #expect(!svg.contains("w_i3"))
  }

  /// The area of a Hinton square is proportional to |w|: a quarter of the weight, half the side.
  @Test func hintonSquaresGoByArea() throws {
    let panel = Figure.Grid.Panel(
      title: "w", rowName: "from", columnName: "to", rowLabels: ["i1"], columnLabels: ["j1", "j2"],
      values: Matrix(rows: 1, columns: 2, elements: [4, -1]))
    let drawing = GridDrawing(
      grid: Figure.Grid(style: .hinton, panels: [panel]), title: "", description: ""
    ).drawing
    let squares = drawing.allMarks.compactMap { mark -> (Double, Paint?)? in
      if case .rectangle(let box, let fill, let frame, _, .some) = mark {
        return (box.width + (frame?.width ?? 0), frame?.paint ?? fill)
      }
      return nil
    }
    #expect(squares.count == 2)
    #expect(abs(squares[0].0 - 2 * squares[1].0) < 1e-9)
    #expect(squares[0].1 == .positive && squares[1].1 == .negative)
  }

  /// Pictures of camera size are reduced to the resolution that a page needs; each pixel is the mean of those
  /// that it represents.
  @Test func largePicturesAreDrawnCoarsely() {
    let images = (0..<40).map { number in
      Figure.ImageSheet.Image(
        values: (0..<300 * 200).map { Double(($0 % 300 + $0 / 300 * number) % 251) }, caption: "\(number)")
    }
    let sheet = Figure.ImageSheet(rows: 200, columns: 300, images: images, count: 60_000)
    let drawing = ImageDrawing(sheet: sheet, title: "", description: "").drawing
    #expect(SVGWriter.svg(drawing).utf8.count < 500_000)
    #expect(drawing.textBoxes.contains { $0.text.contains("of 60000. ") || $0.text.contains("of 60000.") })
    #expect(drawing.textBoxes.contains { $0.text == "Each pixel is the mean of 6 × 6." })
    let small = Figure.ImageSheet(
      rows: 2, columns: 3, images: [.init(values: [1, 3, 10, 5, 7, 20], caption: "")])
    #expect(small.coarser(2).sheet.images[0].values == [4, 15] && small.coarser(2).square == 2)
    let figure = Figure(title: "P", description: "", content: .images(sheet))
    let text = FigureText(digits: 3).text(figure)
    #expect(text.split(separator: "\n").allSatisfy { TextWidth.of(String($0)) <= TextWidth.page })
    #expect(text.utf8.count < 300_000 && text.contains("(each pixel is the mean of 8 × 8)"))
  }

  @Test func tenThousandPatternsAreThinnedOut() {
    let panel = Figure.Grid.Panel(
      title: "y", rowName: "pattern", columnName: "unit", rowLabels: (1...10_000).map { "\($0)" },
      columnLabels: ["k1"], values: Matrix(rows: 10_000, columns: 1, repeating: .nan))
    let figure = Figure(
      title: "", description: "", content: .grid(Figure.Grid(style: .heat, panels: [panel])))
    #expect(SVGWriter.svg(figure.drawing).utf8.count < 50_000)
    #expect(FigureText(digits: 3).text(figure).contains("some are left out"))
    let points = (0..<10_000).map { Figure.Point(x: Double($0 % 100), y: Double($0 / 100)) }
    let chart = Figure.Chart(
      x: Figure.Axis("x"), y: Figure.Axis("y"), points: [.init(name: "p", points: points)])
    #expect(ChartDrawing(chart, title: "", description: "").drawing.allMarks.count < 2100)
  }
}

extension String {
  func components(of part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
