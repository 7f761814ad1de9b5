import BackpropLanguage

/// The geometry of a chart.
struct ChartDrawing {
  let chart: Figure.Chart
  let title: String
  let description: String
  private(set) var x: Scale
  private(set) var y: Scale
  /// The plot area, inside the axes.
  let box: Box
  /// Space at the right for the curves' names or the legend.
  let side: Double
  /// The distinct names of the curves, in order.
  let names: [String]
  /// The number of each name, which decides the colour and the dashes of its curves.
  let numbers: [Int]
  private let width: Double
  private let height: Double
  private let notes: [String]

  /// A figure that is wider than this has to shrink on most pages.
  private static let mostWidth = 740.0

  init(_ chart: Figure.Chart, title: String, description: String, isSmall: Bool = false) {
    self.chart = chart
    self.title = title
    self.description = description
    var names: [String] = []
    for name in chart.curves.filter({ !$0.isPath }).map({ $0.name }) where !names.contains(name) {
      names.append(name)
    }
    self.names = names
    numbers = names.enumerated().map { place, name in
      chart.curves.first { $0.name == name && !$0.isPath }?.number ?? place
    }

    let marked = chart.markers.map { $0.point } + chart.markers.compactMap { $0.partner }
    let spots = chart.curves.flatMap { $0.points } + chart.points.flatMap { $0.points } + marked
    let isPlane = chart.field != nil || chart.curves.isEmpty
    let xAxis = Self.axis(chart.x, over: chart.field?.x)
    let yAxis = Self.axis(chart.y, over: chart.field?.y)
    x = Scale(spots.map { $0.x }, axis: xAxis, margin: isPlane ? 0.06 : 0)
    y = Scale(spots.map { $0.y }, axis: yAxis, fromZero: !isPlane)
    let yLabels = y.ticks(6).map { $0.label.width * Layout.textSize }.max() ?? 0
    let left = Layout.margin + max(yLabels, 20) + 12
    side = Self.sideWidth(chart, names)
    let square = isSmall ? 270.0 : 360.0
    let plotWidth = isPlane || isSmall ? square : max(min(520, Self.mostWidth - left - side), 360)
    let plotHeight = isPlane || isSmall ? square : 290.0
    width = left + plotWidth + max(side, 2 * Layout.margin)
    // What an axis has no room for stands below.
    let isCut = Label(chart.y.label).width * Layout.textSize > width - 2 * Layout.margin
    notes =
      (isCut ? ["\(chart.y.label)."] : []) + chart.notes + Self.unseen(chart, x, y)
      + Self.leftOut(chart, names)
    box = Box(x: left, y: Layout.top + 26, width: plotWidth, height: plotHeight)
    height = box.bottom + 52 + Layout.noteHeight(notes, width: width)
    x.start = box.x
    x.end = box.right
    y.start = box.bottom
    y.end = box.y
  }

  var drawing: Drawing {
    var marks = [Layout.title(title, width: width)]
    if let field = chart.field { marks += FieldDrawing(field, x: x, y: y, box: box).marks }
    marks += axes
    for (place, curve) in chart.curves.enumerated() where !curve.isPath { marks += line(curve, place) }
    for (place, group) in chart.points.enumerated() { marks += points(group, place) }
    for curve in chart.curves where curve.isPath { marks += path(curve) }
    marks += markers
    marks += curveLegend
    marks += legend
    marks += Layout.notes(notes, y: box.bottom + 58, width: width)
    return Drawing(
      width: width, height: height, title: title, description: description, marks: marks,
      data: chart.field.map { FieldWords.lines($0, x: chart.x.label, y: chart.y.label) } ?? [])
  }

  static func axis(_ axis: Figure.Axis, over range: ClosedRange<Double>?) -> Figure.Axis {
    var axis = axis
    axis.range = axis.range ?? range
    if let own = axis.range, let reach = axis.reach {
      axis.range = min(own.lowerBound, reach.lowerBound)...max(own.upperBound, reach.upperBound)
    }
    return axis
  }

  /// Notes on data that the axes cannot show.
  private static func unseen(_ chart: Figure.Chart, _ x: Scale, _ y: Scale) -> [String] {
    chart.curves.compactMap { curve in
      let hidden = curve.points.filter { x.position($0.x) == nil || y.position($0.y) == nil }
      guard let first = hidden.first else { return nil }
      let name = curve.name.isEmpty ? "" : curve.name + ": "
      let what = first.y.isFinite ? "0 or less, which a logarithmic axis cannot show" : "not a finite number"
      return name
        + "\(hidden.count) of \(curve.points.count) points are \(what), first at \(chart.x.label) "
        + "\(Layout.short(first.x))."
    }
  }

  /// Notes on what is present but too much to draw or to name.
  private static func leftOut(_ chart: Figure.Chart, _ names: [String]) -> [String] {
    var notes: [String] = []
    let points = chart.points.reduce(0) { $0 + $1.points.count }
    if points > mostPoints {
      notes.append("About \(mostPoints) of \(points) points are drawn, evenly spaced.")
    }
    if names.count > mostLegendLines {
      notes.append("\(mostLegendLines) of \(names.count) curves are named; the colours follow their order.")
    }
    return notes
  }

  /// Space at the right for the curves' names or the legend.
  private static func sideWidth(_ chart: Figure.Chart, _ names: [String]) -> Double {
    var widths: [Double] = []
    if names.count > 1 { widths += names.map { Label($0).width * Layout.textSize + 34 } }
    widths += chart.curves.filter { $0.isPath && $0.number != nil }.map {
      Label($0.name).width * Layout.textSize + 60
    }
    widths += chart.points.map { Label($0.name).width * Layout.textSize + 56 }
    if let field = chart.field {
      widths.append(Label(field.label).width * Layout.textSize + 40)
      widths.append(120)
      if case .classes(let names) = field.scale {
        widths += names.map { Label($0).width * Layout.textSize + 60 }
      }
    }
    return min((widths.max() ?? 0) + Layout.margin / 2, 300)
  }

  // MARK: Axes

  private var axes: [Mark] {
    var marks: [Mark] = []
    let rule = Stroke(paint: .rule, width: 1)
    let hasField = chart.field != nil
    for tick in x.ticks(6) {
      guard let at = x.position(tick.value) else { continue }
      if !hasField { marks.append(.line(from: Spot(at, box.y), to: Spot(at, box.bottom), rule, tip: nil)) }
      marks.append(tickMark(from: Spot(at, box.bottom), to: Spot(at, box.bottom + 4)))
      marks.append(
        .text(
          tick.label, at: Spot(at, box.bottom + 18), size: Layout.textSize, anchor: .middle, .ink, bold: false
        ))
    }
    for tick in y.ticks(6) {
      guard let at = y.position(tick.value) else { continue }
      if !hasField { marks.append(.line(from: Spot(box.x, at), to: Spot(box.right, at), rule, tip: nil)) }
      marks.append(tickMark(from: Spot(box.x - 4, at), to: Spot(box.x, at)))
      marks.append(
        .text(
          tick.label, at: Spot(box.x - 8, at + 4.5), size: Layout.textSize, anchor: .end, .ink, bold: false))
    }
    let frame = Stroke(paint: .muted, width: 1)
    marks.append(
      .path(
        [Spot(box.x, box.y), Spot(box.x, box.bottom), Spot(box.right, box.bottom)], frame, fill: nil, tip: nil
      ))
    marks.append(
      .text(
        Label(chart.x.label).shortened(to: box.width / Layout.textSize),
        at: Spot(box.x + box.width / 2, box.bottom + 38), size: Layout.textSize, anchor: .middle, .muted,
        bold: false))
    let room = (width - 2 * Layout.margin) / Layout.textSize
    marks.append(
      .text(
        Label(chart.y.label).shortened(to: room), at: Spot(Layout.margin, box.y - 15), size: Layout.textSize,
        anchor: .start, .muted, bold: false))
    return marks
  }

  private func tickMark(from: Spot, to: Spot) -> Mark {
    .line(from: from, to: to, Stroke(paint: .muted, width: 1), tip: nil)
  }
}
