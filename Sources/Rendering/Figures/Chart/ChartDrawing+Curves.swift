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

  private func paint(_ number: Int) -> Paint {
    hasRamp ? .ramp(Double(number) / Double(max(names.count - 1, 1))) : .series(number)
  }

  private func dashes(_ number: Int) -> [Double] {
    names.count > 1 && !hasRamp ? Palette.dashes[number % Palette.dashes.count] : []
  }

  func line(_ curve: Figure.Curve, _ place: Int) -> [Mark] {
    let number = names.firstIndex(of: curve.name) ?? place
    let isThin = chart.curves.count > Self.mostThickCurves
    let stroke = Stroke(
      paint: paint(number), width: isThin ? 1.2 : 2, dashes: dashes(number), opacity: isThin ? 0.85 : 1)
    let runs = Polyline.runs(curve.points, x: x, y: y, within: box)
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
    let name = curve.name.isEmpty ? "" : curve.name + ": "
    return name
      + "from \(Layout.exact(first.y)) at \(Layout.exact(first.x)) to \(Layout.exact(last.y)) at "
      + "\(Layout.exact(last.x))"
  }

  /// The path that training took, from an open circle to a filled one.
  func path(_ curve: Figure.Curve) -> [Mark] {
    let halo = Stroke(paint: .card, width: 4.5, opacity: 0.8)
    var marks: [Mark] = []
    let runs = Polyline.runs(curve.points, x: x, y: y, within: box)
    for run in runs where run.count > 1 {
      marks.append(.path(run, halo, fill: nil, tip: nil))
      marks.append(.path(run, Stroke(paint: .accent, width: 2), fill: nil, tip: curve.name))
    }
    if let start = runs.first?.first {
      marks.append(
        .circle(centre: start, radius: 5, fill: .card, Stroke(paint: .accent, width: 2), tip: "start"))
    }
    if let end = runs.last?.last {
      marks.append(
        .circle(centre: end, radius: 5, fill: .accent, Stroke(paint: .card, width: 1.5), tip: "end"))
    }
    return marks
  }

  /// Names where the eye finds them: at the curves' ends, or in a legend if there are many.
  var curveLegend: [Mark] {
    guard names.count > 1 else { return [] }
    guard hasRamp else { return curveNames }
    let shown = Evenly.places(names.count, atMost: Self.mostLegendLines)
    let labels = Label.distinct(shown.map { names[$0] }, width: nameWidth)
    return zip(shown, labels).enumerated().flatMap { line, entry in
      name(entry.0, entry.1, at: box.y + 8 + Double(line) * 20, paint: .ink)
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
    let places = Polyline.spread(wanted.map { $0.y }, gap: 18, within: box.y + 4...box.bottom)
    let labels = Label.distinct(names, width: nameWidth)
    return zip(wanted, places).flatMap {
      name($0.number, labels[$0.number], at: $1, paint: paint($0.number))
    }
  }

  private var nameWidth: Double { (side - 34) / Layout.textSize }

  private func name(_ number: Int, _ label: Label, at place: Double, paint ink: Paint) -> [Mark] {
    let stroke = Stroke(paint: paint(number), width: hasRamp ? 3 : 2, dashes: dashes(number))
    return [
      .line(from: Spot(box.right + 8, place), to: Spot(box.right + 24, place), stroke, tip: nil),
      .text(
        label, at: Spot(box.right + 29, place + 4.5), size: Layout.textSize, anchor: .start, ink,
        bold: false),
    ]
  }
}
