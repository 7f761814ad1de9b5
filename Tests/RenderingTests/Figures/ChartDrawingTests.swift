import BackpropLanguage
import Testing

@testable import Rendering

@Suite struct ChartDrawingTests {
  private func drawing(_ figure: Figure) throws -> (ChartDrawing, Drawing) {
    guard case .chart(let chart) = figure.content else { throw CancellationError() }
    let made = ChartDrawing(chart, title: figure.title, description: figure.description)
    return (made, made.drawing)
  }

  /// One point, constant, not finite, very small, very large, empty.
  static let nasty: [[Double]] = [
    [0.5], [0.25, 0.25, 0.25], [.nan, .nan], [1, .nan, .infinity, -.infinity, 0.5], [1e-300, 2e-300],
    [1e308, -1e308],
    [], [0, 0, 0], [Double.leastNonzeroMagnitude, Double.leastNormalMagnitude],
  ]

  @Test(arguments: nasty, [false, true])
  func survivesNastyData(_ values: [Double], _ isLogarithmic: Bool) throws {
    let figure = FigureSamples.errors(logarithmic: isLogarithmic, [FigureSamples.curve("E", values)])
    let (_, drawing) = try drawing(figure)
    let card = Box(x: 0, y: 0, width: drawing.width, height: drawing.height)
    #expect(drawing.boxes.allSatisfy { card.contains($0) })
    #expect(HTMLWriterTests.isWellFormed(SVGWriter.svg(drawing)))
    #expect(!SVGWriter.svg(drawing).contains("nan"))
    #expect(
      FigureText(digits: 6).text(figure).split(separator: "\n").allSatisfy { TextWidth.of(String($0)) <= 120 }
    )
  }

  @Test func saysWhatItCannotShow() throws {
    let figure = FigureSamples.errors([FigureSamples.curve("E", [1, 0.5, .nan, .infinity])])
    let (_, drawing) = try drawing(figure)
    #expect(
      drawing.textBoxes.contains { $0.text == "E: 2 of 4 points are not a finite number, first at epoch 3." })
    let zero = FigureSamples.errors(logarithmic: true, [FigureSamples.curve("", [1, 0])])
    #expect(try self.drawing(zero).1.textBoxes.contains { $0.text.contains("0 or less") })
  }

  @Test func aMillionEpochsKeepTheirExtremes() throws {
    var values = (0..<1_000_000).map { 0.5 + 0.1 * Double($0 % 7) / 7 }
    values[123_456] = 0.9
    values[765_432] = 0.01
    let (chart, drawing) = try drawing(FigureSamples.errors([FigureSamples.curve("E", values)]))
    let paths = drawing.allMarks.compactMap { mark -> [Spot]? in
      if case .path(let spots, _, nil, .some) = mark { return spots }
      return nil
    }
    let spots = paths.flatMap { $0 }
    #expect(spots.count <= 4 * (Int(chart.box.width) + 1))
    let highest = chart.y.position(0.9) ?? 0
    let lowest = chart.y.position(0.01) ?? 0
    #expect(spots.contains { abs($0.y - highest) < 0.01 })
    #expect(spots.contains { abs($0.y - lowest) < 0.01 })
    #expect(SVGWriter.svg(drawing).utf8.count < 60_000)
  }

  /// Along a curve, each place belongs to the nearest point that has a tooltip.
  @Test(arguments: [2, 3, 7, 24, 96, 1000])
  func theNumbersOfTheNearestPoint(count: Int) throws {
    let values = (0..<count).map { 1 / Double($0 + 1) }
    let (chart, drawing) = try drawing(FigureSamples.errors([FigureSamples.curve("slow", values)]))
    let stretches = drawing.allMarks.compactMap { mark -> (spots: [Spot], tip: String)? in
      if case .stretch(let spots, let tip) = mark { return (spots, tip) }
      return nil
    }
    #expect(stretches.count == min(count, 96))
    var left = chart.box.x
    for (spots, tip) in stretches {
      let epoch = try #require(tip.split(separator: " ").dropFirst(2).first.flatMap { Int($0.dropLast()) })
      #expect(tip == "slow, epoch \(epoch): \(Layout.exact(values[epoch - 1]))")
      let at = try #require(chart.x.position(Double(epoch)))
      let (start, end) = (try #require(spots.first).x, try #require(spots.last).x)
      #expect(start <= at && at <= end && start < end)
      // They cover the curve without a gap, and neighbours meet halfway.
      #expect((start - left).magnitude < 1e-9)
      left = end
    }
    // In the description, the curve as a whole comes first.
    #expect(drawing.alternative.split(separator: "\n")[1].hasPrefix("slow: from 1 at 1 to"))
    #expect(drawing.lines(atMost: 200).contains { $0 == "slow, epoch 1: 1" })
    #expect(!SVGWriter.svg(drawing).contains("slow, epoch 1: 1<"))
  }

  @Test func namesOfCurvesDoNotOverlap() throws {
    let curves = (1...8).map { FigureSamples.curve("η \($0)", [0.5, 0.1 + Double($0) / 1000]) }
    let (_, drawing) = try drawing(FigureSamples.errors(curves))
    let names = drawing.textBoxes.filter { $0.text.hasPrefix("η") }
    #expect(names.count == 8)
    for (place, one) in names.enumerated() {
      for other in names[(place + 1)...] { #expect(!one.box.overlaps(other.box)) }
    }
  }

  /// More curves than there is room for names: a colour ramp, and a legend for some of them.
  @Test func sixtyCurvesHaveALegend() throws {
    let curves = (1...60).map { FigureSamples.curve("η \($0), α 0.9", [0.5, 0.1 + Double($0) / 1000]) }
    let figure = FigureSamples.errors(curves)
    let (_, drawing) = try drawing(figure)
    let names = drawing.textBoxes.filter { $0.text.hasPrefix("η") }
    #expect(names.count == 14)
    #expect(names.first?.text == "η 1, α 0.9" && names.last?.text == "η 60, α 0.9")
    for (one, next) in zip(names, names.dropFirst()) { #expect(!one.box.overlaps(next.box)) }
    #expect(drawing.textBoxes.contains { $0.text.contains("14 of 60 curves are named") })
    let lines = FigureText(digits: 6).text(figure).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("η") } == 12)
    #expect(lines.contains("… 48 more …"))
    #expect(lines.contains("least of all: η 1, α 0.9, 0.101 at 2"))
  }

  /// Curves with the same name, such as those of several seeds, share one line of the text.
  @Test func curvesOfOneNameAreSummedUp() throws {
    let curves = [0.1, 0.4, 0.2].map { FigureSamples.curve("η 0.5", [1, $0]) }
    let text = FigureText(digits: 6).text(FigureSamples.errors(curves))
    #expect(text.contains("η 0.5: 3 curves, at their ends from 0.1 to 0.4, median 0.2"))
  }

  @Test(arguments: [false, true])
  func theLabelOfAMarkerLeavesTheCurveFree(_ isLogarithmic: Bool) throws {
    let values = FigureSamples.falling(2)
    let least = Figure.Marker(.init(x: 400, y: values[399]), label: "least 0.0026 in epoch 400")
    let figure = FigureSamples.errors(
      logarithmic: isLogarithmic, [FigureSamples.curve("", values)], markers: [least])
    let (chart, drawing) = try drawing(figure)
    let label = try #require(drawing.textBoxes.first { $0.text.hasPrefix("least") }).box
    let spots = Polyline.runs(chart.chart.curves[0].points, x: chart.x, y: chart.y, within: chart.box)
    #expect(!spots.flatMap { Polyline.dense($0) }.contains { label.holds($0) })
    #expect(chart.box.contains(label))
  }

  @Test func aSlopeIsJoinedToItsOutput() throws {
    let marker = Figure.Marker(.init(x: 1, y: 0.5), label: "j1", partner: .init(x: 1, y: 0.25))
    let figure = FigureSamples.errors([FigureSamples.curve("g", [0, 1])], markers: [marker])
    let (_, drawing) = try drawing(figure)
    let rings = drawing.allMarks.filter { mark in
      if case .circle(_, _, .card, .some, .some) = mark { return true }
      return false
    }
    #expect(rings.count == 2)
    #expect(FigureText(digits: 6).text(figure).contains("+ j1: 1, 0.5, and 0.25 there"))
  }

  /// Ten classes have ten symbols.
  @Test func signsRepeatOnlyAfterTwelve() {
    let signs = (0..<12).map { Symbol.mark($0, .series($0), at: Spot(0, 0), radius: 5, tip: nil) }
    for (place, sign) in signs.enumerated() { #expect(!signs[..<place].contains(sign)) }
  }

  @Test func tenThousandPointsAreThinnedOutEvenly() throws {
    let groups = (0..<3).map { group in
      Figure.PointGroup(
        name: "\(group)", points: (0..<4000).map { Figure.Point(x: Double($0), y: Double(group)) })
    }
    let chart = Figure.Chart(x: Figure.Axis("x"), y: Figure.Axis("y"), points: groups)
    let drawing = ChartDrawing(chart, title: "", description: "").drawing
    #expect(SVGWriter.svg(drawing).utf8.count < 400_000)
    #expect(drawing.textBoxes.contains { $0.text.contains("1500 of 12000 points") })
  }

  @Test func longNamesAndMarkupStayInsideTheCard() throws {
    let name = String(repeating: "a<b>&\"long\" ", count: 20)
    var figure = FigureSamples.errors([
      FigureSamples.curve(name, [1, 0.5]), FigureSamples.curve(name + "2", [1, 0.2]),
    ])
    figure.title = name
    let (_, drawing) = try drawing(figure)
    let card = Box(x: 0, y: 0, width: drawing.width, height: drawing.height)
    #expect(drawing.boxes.allSatisfy { card.contains($0) })
    let svg = SVGWriter.svg(drawing)
    #expect(HTMLWriterTests.isWellFormed(svg))
    #expect(!svg.contains("<b>"))
  }

  /// On x² + y² the line of level r² is the circle of radius r.
  @Test func contoursLieOnTheirLevel() throws {
    let count = 41
    let values = (0..<count * count).map { place -> Double in
      let x = -2 + 4 * Double(place % count) / Double(count - 1)
      let y = -2 + 4 * Double(place / count) / Double(count - 1)
      return x * x + y * y
    }
    let field = Figure.Field(
      x: -2...2, y: -2...2, columns: count, rows: count, values: values, label: "E", scale: .height)
    let axis = Figure.Axis("", range: -2...2)
    let scale = Scale([], axis: axis, start: -2, end: 2)
    let drawing = FieldDrawing(field, x: scale, y: scale, box: Box(x: -2, y: -2, width: 4, height: 4))
    let spots = drawing.contour(1)
    #expect(spots.count > 100)
    #expect(spots.allSatisfy { abs(($0.x * $0.x + $0.y * $0.y).squareRoot() - 1) < 0.01 })
  }

  @Test func theLowestShadeIsAtTheBottom() throws {
    let field = Figure.Field(
      x: 0...1, y: 0...1, columns: 2, rows: 2, values: [0, 0, 1, 1], label: "", scale: .height)
    let scale = Scale([], axis: Figure.Axis("", range: 0...1), start: 0, end: 100)
    let drawing = FieldDrawing(field, x: scale, y: scale, box: Box(x: 0, y: 0, width: 100, height: 100))
    guard case .shades(_, 2, 2, let pixels, _) = drawing.marks.first else { throw CancellationError() }
    #expect(pixels[0] > pixels[2] && pixels[0] == pixels[1])
  }
}
