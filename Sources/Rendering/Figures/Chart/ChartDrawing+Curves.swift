import BackpropLanguage

/// Curves, paths and their names.
extension ChartDrawing {
  /// If there are more names than this, curves take their colours from a ramp, and a legend replaces the
  /// names at the curves' ends.
  private static let mostNames = 8
  /// If there are more curves than this, they are thin, so that all are visible.
  private static let mostThickCurves = 12
  /// The largest number of lines in the legend.
  static let mostLegendLines = 14

  private var hasRamp: Bool { names.count > Self.mostNames }

  private func paint(_ place: Int) -> Paint {
    hasRamp ? .ramp(Double(place) / Double(max(names.count - 1, 1))) : .series(number(place))
  }

  private func dashes(_ place: Int) -> [Double] {
    Palette.dashes[max(hasRamp ? place : number(place), 0) % Palette.dashes.count]
  }

  private func number(_ place: Int) -> Int {
    numbers.indices.contains(place) ? numbers[place] : place
  }

  func line(_ curve: Figure.Curve, _ place: Int) -> [Mark] {
    let number = names.firstIndex(of: curve.name) ?? place
    let isThin = chart.curves.count > Self.mostThickCurves
    let stroke = Stroke(
      paint: paint(number), width: isThin ? 1.2 : 2, dashes: dashes(number), opacity: isThin ? 0.85 : 1)
    // Many curves share the points of a picture.
    let detail = isThin ? Polyline.Detail(column: Double(chart.curves.count) / 6, tolerance: 0.2) : .fine
    let runs = Polyline.runs(curve.points, x: x, y: y, within: box, detail)
    let lines = runs.map { run -> Mark in
      if run.count == 1 {
        return .circle(centre: run[0], radius: 3, fill: paint(number), nil, tip: tip(curve))
      }
      return .path(run, stroke, fill: nil, tip: tip(curve))
    }
    return lines + stretches(curve)
  }

  private func tip(_ curve: Figure.Curve) -> String {
    let finite = curve.points.filter { $0.y.isFinite }
    guard let first = finite.first, let last = finite.last else { return curve.name }
    let name = Self.whole(curve)
    return (name.isEmpty ? "" : name + ": ")
      + "from \(Layout.exact(first.y)) at \(Layout.exact(first.x)) to \(Layout.exact(last.y)) at "
      + "\(Layout.exact(last.x))"
  }

  /// `η 0.5, seed 4`
  static func whole(_ curve: Figure.Curve) -> String {
    [curve.name, curve.detail].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The path that training took, from an open circle to a filled one. Several are told apart by colour,
  /// dashes and their circles.
  func path(_ curve: Figure.Curve) -> [Mark] {
    let halo = Stroke(paint: .card, width: 5, opacity: 0.85)
    let stroke = pathStroke(curve)
    var marks: [Mark] = []
    let runs = Polyline.runs(curve.points, x: x, y: y, within: box)
    for run in runs where run.count > 1 {
      marks.append(.path(run, halo, fill: nil, tip: nil))
      marks.append(.path(run, stroke, fill: nil, tip: curve.number == nil ? curve.name : pathTip(curve)))
    }
    let name = curve.number == nil ? "" : curve.name + ": "
    if let start = runs.first?.first {
      marks.append(
        .circle(
          centre: start, radius: 5, fill: .card, Stroke(paint: stroke.paint, width: 2), tip: name + "start"))
    }
    if let end = runs.last?.last {
      marks.append(
        .circle(
          centre: end, radius: 5, fill: stroke.paint, Stroke(paint: .card, width: 1.5), tip: name + "end"))
    }
    return stretches(curve) + marks
  }

  private func pathStroke(_ curve: Figure.Curve) -> Stroke {
    guard let number = curve.number else { return Stroke(paint: .accent, width: 2) }
    return Stroke(
      paint: .series(number), width: 2.4,
      dashes: Palette.dashes[max(number, 0) % Palette.dashes.count])
  }

  private func pathTip(_ curve: Figure.Curve) -> String {
    guard let first = curve.points.first, let last = curve.points.last else { return curve.name }
    func place(_ point: Figure.Point) -> String {
      "\(chart.x.label) \(Layout.exact(point.x)), \(chart.y.label) \(Layout.exact(point.y))"
    }
    return "\(curve.name): from \(place(first)) to \(place(last))"
  }

  /// The names of the paths, none of them cut, from a height down; and where they end.
  func pathLegend(from top: Double) -> (marks: [Mark], end: Double) {
    var marks: [Mark] = []
    var at = top
    for curve in chart.curves where curve.isPath && curve.number != nil {
      marks.append(
        .line(from: Spot(box.right + 10, at), to: Spot(box.right + 36, at), pathStroke(curve), tip: nil))
      for line in Layout.lines([curve.name], room: (side - 44) / Layout.textSize) {
        marks.append(
          .text(
            Label(line), at: Spot(box.right + 42, at + 4.5), size: Layout.textSize, anchor: .start, .ink,
            bold: false))
        at += 18
      }
      at += 4
    }
    return (marks, at)
  }

  /// Names where the eye finds them: at the curves' ends, or in a legend if there are many.
  var curveLegend: [Mark] {
    guard names.count > 1 else { return [] }
    guard hasRamp else { return curveNames }
    let shown = Evenly.places(names.count, atMost: Self.mostLegendLines)
    let labels = Label.distinct(shown.map { names[$0] }, width: nameWidth)
    return zip(shown, labels).enumerated().flatMap { line, entry in
      name(entry.0, [entry.1], at: box.y + 8 + Double(line) * 20, paint: .ink)
    }
  }

  /// Names at the right ends of the curves, moved apart if they would touch.
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
    let labels = nameLabels
    let extents = wanted.map { Double(labels[$0.number].count - 1) * Self.nameLine }
    let places = Polyline.spread(
      wanted.map { $0.y }, extents: extents, gap: Self.nameGap, within: box.y + 4...box.bottom)
    return zip(wanted, places).flatMap {
      name($0.number, labels[$0.number], at: $1, paint: paint($0.number))
    }
  }

  /// From a line of a name to the next, and from a name to the next.
  private static let nameLine = 15.0
  private static let nameGap = 18.0

  /// The lines of each name, none of them cut; one shortened line each if there is no room for that.
  private var nameLabels: [[Label]] {
    let lines = names.map { Layout.lines([$0], room: nameWidth) }
    let height = lines.reduce(0) { $0 + Double($1.count - 1) * Self.nameLine + Self.nameGap }
    let isNarrow = lines.joined().allSatisfy { Label($0).width <= nameWidth }
    guard isNarrow, height <= box.height else {
      return Label.distinct(names, width: nameWidth).map { [$0] }
    }
    return lines.map { $0.map { Label($0) } }
  }

  private var nameWidth: Double { (side - 34) / Layout.textSize }

  private func name(_ number: Int, _ lines: [Label], at place: Double, paint ink: Paint) -> [Mark] {
    let stroke = Stroke(paint: paint(number), width: hasRamp ? 3 : 2, dashes: dashes(number))
    let start = Mark.line(from: Spot(box.right + 8, place), to: Spot(box.right + 24, place), stroke, tip: nil)
    let texts = lines.enumerated().map { line, label in
      Mark.text(
        label, at: Spot(box.right + 29, place + 4.5 + Double(line) * Self.nameLine), size: Layout.textSize,
        anchor: .start, ink, bold: false)
    }
    return [start] + texts
  }
}
