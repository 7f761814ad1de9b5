import BackpropLanguage

/// The error so far as a small picture, or the errors of a sweep's runs, with a logarithmic axis. Lines have
/// one colour that is visible on light and dark pages; numbers have the colour of the page's own text.
struct TrainingCurve {
  let curves: [[TrainingReport.Point]]
  let errorName: String
  let isLogarithmic: Bool

  static let width = 360.0
  private static let height = 108.0
  /// The position of the axes, with room for the numbers at the left and at the bottom.
  private static let left = 60.0
  private static let top = 6.0
  private static let bottom = height - 18
  private static let columns = 150
  private static let textSize = 12.0
  /// A curve's colour that is visible on both; blue would mean something high.
  static let green = RGB(hex: 0x1E9E74)

  init(_ report: TrainingReport) {
    let curves =
      report.sweep?.curves
      ?? [report.curve.map { .init(epoch: $0.epoch + report.epochsBefore, error: $0.error) }]
    isLogarithmic = report.sweep != nil
    errorName = report.sweep == nil ? report.errorName : "total E"
    let isLogarithmic = self.isLogarithmic
    self.curves = curves.map { $0.filter { $0.error.isFinite && (!isLogarithmic || $0.error > 0) } }.filter {
      $0.count > 1
    }
  }

  /// Empty if there is nothing to draw yet.
  var svg: String {
    let epochs = curves.flatMap { [$0.first?.epoch, $0.last?.epoch] }.compactMap { $0 }
    guard let first = epochs.min(), let last = epochs.max(), last > first else { return "" }
    let lines = curves.map { Self.thinned($0, from: first, to: last) }
    let x = Scale(
      [], axis: .epochs(range: Double(first)...Double(last)), start: Self.left, end: Self.width - 8)
    let y = Scale(
      lines.flatMap { $0 }.map { $0.error }, axis: Figure.Axis("", isLogarithmic: isLogarithmic),
      fromZero: true, start: Self.bottom, end: Self.top)
    return SVGWriter.inline(
      Drawing(
        width: Self.width, height: Self.height, title: "\(errorName) by epoch", description: "",
        marks: [Self.frame] + numbers(x, y) + lines.map { line($0, x, y, isAlone: lines.count == 1) }))
  }

  /// The axes, in one stroke that nowhere overlaps itself.
  private static var frame: Mark {
    .segments(
      [Spot(left, top), Spot(left, bottom), Spot(left - 0.5, bottom), Spot(width - 8, bottom)],
      Stroke(paint: .page, width: 1, opacity: 0.5))
  }

  private func line(_ points: [TrainingReport.Point], _ x: Scale, _ y: Scale, isAlone: Bool) -> Mark {
    let spots = points.compactMap { point -> Spot? in
      guard let atX = x.position(Double(point.epoch)), let atY = y.position(point.error) else { return nil }
      return Spot(atX, atY)
    }
    let stroke = Stroke(
      paint: .fixed(Self.green), width: isAlone ? 1.8 : 1, opacity: isAlone ? 1 : 0.7)
    return .path(spots, stroke, fill: nil, tip: nil)
  }

  /// A few round numbers along the axes.
  private func numbers(_ x: Scale, _ y: Scale) -> [Mark] {
    func text(_ label: Label, _ atX: Double, _ atY: Double, _ anchor: Anchor) -> Mark {
      .text(
        Label(plain: Self.plain(label)), at: Spot(atX, atY), size: Self.textSize, anchor: anchor, .page,
        bold: false)
    }
    let left = y.ticks(3).compactMap { tick in
      y.position(tick.value).map { text(tick.label, Self.left - 5, min(max($0 + 4, 10), Self.height), .end) }
    }
    let below = x.ticks(4).compactMap { tick -> Mark? in
      let half = tick.label.width * Self.textSize / 2
      return x.position(tick.value).map {
        text(tick.label, min($0, Self.width - half), Self.height - 4, .middle)
      }
    }
    return left + below
  }

  /// Without superscripts: `1e-7` for 10⁻⁷.
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
    let span = Double(last - first)
    return Polyline.extremes(
      of: points, keepingEnds: false,
      column: { (Double($0.epoch - first) / span * Double(columns)).rounded(.towardZero) },
      height: { $0.error })
  }
}
