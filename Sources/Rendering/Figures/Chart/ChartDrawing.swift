import BackpropLanguage

/// The geometry of a chart.
struct ChartDrawing {
  let chart: Figure.Chart
  let title: String
  let description: String
  private(set) var x: Scale
  private(set) var y: Scale
  /// The plot, within its axes.
  let box: Box
  private let width: Double
  private let height: Double
  private let names: [String]
  private let notes: [String]

  /// More names than these are not written at the curves.
  private static let mostNames = 8

  init(_ chart: Figure.Chart, title: String, description: String) {
    self.chart = chart
    self.title = title
    self.description = description
    var names: [String] = []
    for name in chart.curves.filter({ !$0.isPath }).map({ $0.name }) where !names.contains(name) {
      names.append(name)
    }
    self.names = names

    let spots =
      chart.curves.flatMap { $0.points } + chart.points.flatMap { $0.points } + chart.markers.map { $0.point }
    let isPlane = chart.field != nil || chart.curves.isEmpty
    let xAxis = Self.axis(chart.x, over: chart.field?.x)
    let yAxis = Self.axis(chart.y, over: chart.field?.y)
    x = Scale(spots.map { $0.x }, axis: xAxis, margin: isPlane ? 0.06 : 0)
    y = Scale(spots.map { $0.y }, axis: yAxis, fromZero: !isPlane)
    notes = chart.notes + Self.unseen(chart, x, y)

    let yLabels = y.ticks(6).map { $0.label.width * Layout.textSize }.max() ?? 0
    let left = Layout.margin + max(yLabels, 20) + 10
    let plotWidth = isPlane ? 360.0 : 520.0
    let plotHeight = isPlane ? 360.0 : 290.0
    let side = Self.sideWidth(chart, names)
    width = left + plotWidth + max(side, 2 * Layout.margin)
    box = Box(x: left, y: Layout.top + 22, width: plotWidth, height: plotHeight)
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
    let spots = chart.curves.flatMap { Polyline.runs($0.points, x: x, y: y, within: box) }.flatMap {
      Polyline.dense($0)
    }
    marks += chart.markers.flatMap { marker($0, spots) }
    marks += names.count > 1 && names.count <= Self.mostNames ? curveNames : []
    marks += legend
    marks += Layout.notes(notes, y: box.bottom + 58, width: width)
    return Drawing(width: width, height: height, title: title, description: description, marks: marks)
  }

  private static func axis(_ axis: Figure.Axis, over range: ClosedRange<Double>?) -> Figure.Axis {
    var axis = axis
    axis.range = axis.range ?? range
    return axis
  }

  /// What the data have that the axes cannot show.
  private static func unseen(_ chart: Figure.Chart, _ x: Scale, _ y: Scale) -> [String] {
    chart.curves.compactMap { curve in
      let hidden = curve.points.filter { x.position($0.x) == nil || y.position($0.y) == nil }
      guard let first = hidden.first else { return nil }
      let name = curve.name.isEmpty ? "" : curve.name + ": "
      let what = first.y.isFinite ? "0 or less, which a logarithmic axis cannot show" : "not a finite number"
      return name
        + "\(hidden.count) of \(curve.points.count) points are \(what), first at \(chart.x.label) \(Layout.short(first.x))."
    }
  }

  /// Room at the right for the curves' names or the legend.
  private static func sideWidth(_ chart: Figure.Chart, _ names: [String]) -> Double {
    var widths: [Double] = []
    if names.count > 1, names.count <= mostNames {
      widths += names.map { Label($0).width * Layout.textSize + 34 }
    }
    widths += chart.points.map { Label($0.name).width * Layout.textSize + 56 }
    if let field = chart.field {
      widths.append(Label(field.label).width * Layout.textSize + 40)
      widths.append(150)
      if case .classes(let names) = field.scale {
        widths += names.map { Label($0).width * Layout.textSize + 60 }
      }
    }
    return min(widths.max() ?? 0, 220)
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
        Label(chart.x.label), at: Spot(box.x + box.width / 2, box.bottom + 38), size: Layout.textSize,
        anchor: .middle, .muted, bold: false))
    let room = (width - 2 * Layout.margin) / Layout.textSize
    marks.append(
      .text(
        Label(chart.y.label).shortened(to: room), at: Spot(Layout.margin, box.y - 10), size: Layout.textSize,
        anchor: .start, .muted, bold: false))
    return marks
  }

  private func tickMark(from: Spot, to: Spot) -> Mark {
    .line(from: from, to: to, Stroke(paint: .muted, width: 1), tip: nil)
  }

  // MARK: Curves

  private func line(_ curve: Figure.Curve, _ place: Int) -> [Mark] {
    let number = names.firstIndex(of: curve.name) ?? place
    let dashes = names.count > 1 ? Palette.dashes[number % Palette.dashes.count] : []
    let stroke = Stroke(paint: .series(number), width: names.count > Self.mostNames ? 1.2 : 2, dashes: dashes)
    let runs = Polyline.runs(curve.points, x: x, y: y, within: box)
    return runs.map { run in
      if run.count == 1 {
        return .circle(centre: run[0], radius: 3, fill: .series(number), nil, tip: tip(curve))
      }
      return .path(run, stroke, fill: nil, tip: tip(curve))
    }
  }

  private func tip(_ curve: Figure.Curve) -> String {
    let finite = curve.points.filter { $0.y.isFinite }
    guard let first = finite.first, let last = finite.last else { return curve.name }
    let name = curve.name.isEmpty ? "" : curve.name + ": "
    return name
      + "from \(Layout.exact(first.y)) at \(Layout.exact(first.x)) to \(Layout.exact(last.y)) at \(Layout.exact(last.x))"
  }

  /// The way that training took, its beginning an open circle, its end a full one.
  private func path(_ curve: Figure.Curve) -> [Mark] {
    let colour = Paint.fixed(RGB(hex: 0xB83B00))
    let halo = Stroke(paint: .fixed(.white), width: 4.5, opacity: 0.8)
    var marks: [Mark] = []
    let runs = Polyline.runs(curve.points, x: x, y: y, within: box)
    for run in runs where run.count > 1 {
      marks.append(.path(run, halo, fill: nil, tip: nil))
      marks.append(.path(run, Stroke(paint: colour, width: 2), fill: nil, tip: curve.name))
    }
    if let start = runs.first?.first {
      marks.append(
        .circle(centre: start, radius: 5, fill: .fixed(.white), Stroke(paint: colour, width: 2), tip: "start")
      )
    }
    if let end = runs.last?.last {
      marks.append(
        .circle(centre: end, radius: 5, fill: colour, Stroke(paint: .fixed(.white), width: 1.5), tip: "end"))
    }
    return marks
  }

  /// Names at the right ends of the curves, moved apart where they would touch.
  private var curveNames: [Mark] {
    var wanted: [(number: Int, y: Double)] = []
    for (number, name) in names.enumerated() {
      let ends = chart.curves.filter { $0.name == name }.compactMap { curve in
        curve.points.last { x.position($0.x) != nil && y.position($0.y) != nil }
      }
      let at = ends.last.flatMap { y.position($0.y) } ?? box.centre.y
      wanted.append((number, min(max(at, box.y + 6), box.bottom - 6)))
    }
    wanted.sort { $0.y < $1.y }
    let places = Polyline.spread(wanted.map { $0.y }, gap: 17, within: box.y + 4...box.bottom)
    return zip(wanted, places).flatMap { wanted, place -> [Mark] in
      let from = Spot(box.right + 8, place)
      let stroke = Stroke(
        paint: .series(wanted.number), width: 2, dashes: Palette.dashes[wanted.number % Palette.dashes.count])
      return [
        .line(from: from, to: Spot(box.right + 24, place), stroke, tip: nil),
        .text(
          Label(names[wanted.number]).shortened(to: 15), at: Spot(box.right + 29, place + 4.5),
          size: Layout.textSize, anchor: .start, .series(wanted.number), bold: false),
      ]
    }
  }

  // MARK: Points

  private func points(_ group: Figure.PointGroup, _ number: Int) -> [Mark] {
    let onField = chart.field != nil
    let radius = group.points.count > 400 ? 2.2 : group.points.count > 60 ? 3.5 : 5.5
    return Polyline.thinned(group.points.count, to: 2000).compactMap { place in
      let point = group.points[place]
      guard let atX = x.position(point.x), let atY = y.position(point.y) else { return nil }
      let label = place < group.labels.count ? group.labels[place] : group.name
      let tip =
        "\(label): \(chart.x.label) \(Layout.exact(point.x)), \(chart.y.label) \(Layout.exact(point.y))"
      return Symbol.mark(number, at: Spot(atX, atY), radius: radius, onField: onField, tip: tip)
    }
  }

  /// A ring, and its label on the side where the curves are not.
  private func marker(_ marker: Figure.Marker, _ spots: [Spot]) -> [Mark] {
    guard let atX = x.position(marker.point.x), let atY = y.position(marker.point.y) else { return [] }
    let label = Label(marker.label)
    let size = (width: label.width * Layout.textSize + 4, height: 16.0)
    var best: (box: Box, cost: Int)?
    for (isRight, shift) in [8.0, -8, 26, -26].flatMap({ [(true, -$0), (false, -$0)] }) {
      let place = Box(
        x: isRight ? atX + 8 : atX - 8 - size.width, y: shift < 0 ? atY + shift - size.height : atY + shift,
        width: size.width, height: size.height)
      let near = Box(x: place.x - 3, y: place.y - 3, width: place.width + 6, height: place.height + 6)
      let outside = box.contains(place) ? 0 : 10_000
      let cost =
        outside
        + spots.reduce(0) { $0 + (near.overlaps(Box(x: $1.x, y: $1.y, width: 0.1, height: 0.1)) ? 1 : 0) }
      if cost < best?.cost ?? .max { best = (place, cost) }
    }
    guard let place = best?.box else { return [] }
    let onField = chart.field != nil
    let patch: [Mark] = onField ? [] : [.rectangle(place, fill: .card, nil, radius: 3, tip: nil)]
    return patch + [
      .circle(
        centre: Spot(atX, atY), radius: 5, fill: .card, Stroke(paint: .accent, width: 2),
        tip: "\(marker.label): \(Layout.exact(marker.point.x)), \(Layout.exact(marker.point.y))"),
      .text(
        label, at: Spot(place.x + 2, place.y + 12.5), size: Layout.textSize, anchor: .start,
        onField ? .fixed(.black) : .ink, bold: false),
    ]
  }

  private var legend: [Mark] {
    var marks: [Mark] = []
    var at = box.y + 8
    for (number, group) in chart.points.enumerated() where !group.name.isEmpty {
      marks.append(
        Symbol.mark(number, at: Spot(box.right + 24, at), radius: 5.5, onField: false, tip: nil))
      marks.append(
        .text(
          Label(group.name).shortened(to: 21), at: Spot(box.right + 38, at + 4.5), size: Layout.textSize,
          anchor: .start, .ink, bold: false))
      at += 22
      if at > box.bottom - 120 { break }
    }
    if let field = chart.field {
      marks += FieldDrawing(field, x: x, y: y, box: box).legend(from: Spot(box.right + 18, at + 14))
    }
    return marks
  }
}
