import BackpropLanguage

/// The error so far as a small picture, or the errors of a sweep's runs, whose axis is logarithmic. Lines
/// have one colour that shows on light and dark pages, numbers that of the page's own text.
struct TrainingCurve {
  let curves: [[TrainingReport.Point]]
  let errorName: String
  let isLogarithmic: Bool

  static let width = 360.0
  private static let height = 108.0
  /// Room for the numbers at the left and below.
  private static let left = 54.0
  private static let below = 18.0
  private static let columns = 150
  private static let textSize = 11.0

  init(_ report: TrainingReport) {
    let curves = report.sweep?.curves ?? [report.curve]
    isLogarithmic = report.sweep != nil
    errorName = report.sweep == nil ? report.errorName : "total E"
    let isLogarithmic = self.isLogarithmic
    self.curves = curves.map { $0.filter { $0.error.isFinite && (!isLogarithmic || $0.error > 0) } }.filter {
      $0.count > 1
    }
  }

  /// Empty where there is nothing to draw yet.
  var svg: String {
    let epochs = curves.flatMap { [$0.first?.epoch, $0.last?.epoch] }.compactMap { $0 }
    guard let first = epochs.min(), let last = epochs.max(), last > first else { return "" }
    let thinned = curves.map { Self.thinned($0, from: first, to: last) }
    let x = Scale(
      [], axis: Figure.Axis("", range: Double(first)...Double(last)), start: Self.left, end: Self.width - 8)
    let y = Scale(
      thinned.flatMap { $0 }.map { $0.error }, axis: Figure.Axis("", isLogarithmic: isLogarithmic),
      fromZero: true, start: Self.height - Self.below, end: 6)
    let isMany = thinned.count > 1
    let lines = thinned.map { points -> String in
      var data = ""
      for point in points {
        guard let atX = x.position(Double(point.epoch)), let atY = y.position(point.error) else { continue }
        data += (data.isEmpty ? "M" : "L") + SVGWriter.number(atX) + " " + SVGWriter.number(atY)
      }
      return "<path d=\"\(data)\" fill=\"none\" stroke=\"#2f86cc\" stroke-width=\"\(isMany ? "1" : "1.8")\""
        + (isMany ? " stroke-opacity=\".7\"" : "") + " stroke-linejoin=\"round\"/>"
    }
    let foot = SVGWriter.number(Self.height - Self.below)
    let frame =
      "<path d=\"M\(SVGWriter.number(Self.left)) 6V\(foot)H\(SVGWriter.number(Self.width - 8))\" fill=\"none\" "
      + "stroke=\"currentColor\" stroke-opacity=\".5\"/>"
    let size = "\(SVGWriter.number(Self.width)) \(SVGWriter.number(Self.height))"
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size)\" width=\"\(SVGWriter.number(Self.width))\" "
      + "height=\"\(SVGWriter.number(Self.height))\" role=\"img\" aria-label=\"\(HTMLText.escaped(errorName)) by epoch\" "
      + "style=\"display:block;max-width:100%;height:auto\" font-size=\"\(SVGWriter.number(Self.textSize))\" font-family=\"inherit\">"
      + frame + numbers(x, y) + lines.joined() + "</svg>"
  }

  /// A few round numbers at the axes.
  private func numbers(_ x: Scale, _ y: Scale) -> String {
    func text(_ label: Label, _ atX: Double, _ atY: Double, _ anchor: String) -> String {
      "<text x=\"\(SVGWriter.number(atX))\" y=\"\(SVGWriter.number(atY))\" text-anchor=\"\(anchor)\" "
        + "fill=\"currentColor\">\(HTMLText.escaped(Self.plain(label)))</text>"
    }
    let left = y.ticks(3).compactMap { tick in
      y.position(tick.value).map { text(tick.label, Self.left - 5, min(max($0 + 4, 10), Self.height), "end") }
    }
    let below = x.ticks(4).compactMap { tick -> String? in
      let half = tick.label.width * Self.textSize / 2
      return x.position(tick.value).map {
        text(tick.label, min($0, Self.width - half), Self.height - 4, "middle")
      }
    }
    return (left + below).joined()
  }

  /// Without what stands high: `1e-7` for 10⁻⁷.
  private static func plain(_ label: Label) -> String {
    guard let power = label.runs.last, power.script == .high else { return label.text }
    let head = label.runs.dropLast().map { $0.text }.joined()
    let factor = head.hasSuffix("·10") ? String(head.dropLast(3)) : "1"
    return factor + "e" + power.text
  }

  /// The lowest and the highest point of each column.
  private static func thinned(
    _ points: [TrainingReport.Point], from first: Int, to last: Int
  ) -> [TrainingReport.Point] {
    guard points.count > 2 * columns else { return points }
    var kept: [TrainingReport.Point] = []
    var start = 0
    let column = { (point: TrainingReport.Point) in
      Int(Double(point.epoch - first) / Double(last - first) * Double(columns))
    }
    while start < points.count {
      var end = start
      var low = start
      var high = start
      while end < points.count, column(points[end]) == column(points[start]) {
        if points[end].error < points[low].error { low = end }
        if points[end].error > points[high].error { high = end }
        end += 1
      }
      kept.append(points[min(low, high)])
      if low != high { kept.append(points[max(low, high)]) }
      start = end
    }
    return kept
  }
}
