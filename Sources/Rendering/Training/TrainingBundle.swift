import BackpropLanguage

/// How training goes: a line of text everywhere, in a notebook with a bar and the curve so far. Made anew up to ten
/// times a second, so it is small and needs no picture formats.
struct TrainingBundle {
  let digits: Int

  private static let columns = 120
  private static let width = 260.0
  private static let height = 56.0

  func text(_ report: TrainingReport) -> String { TrainingLine(report, digits: digits).text }

  func entries(_ report: TrainingReport) -> [MIMEBundle.Entry] {
    let line = text(report)
    return [
      .init(type: "text/plain", text: line), .init(type: "text/html", text: html(report, line)),
      .init(type: "text/latex", text: "{\\small " + LaTeXText.escaped(line) + "}"),
    ]
  }

  /// Numbers stay outside the picture, so that a page which takes pictures out keeps them.
  private func html(_ report: TrainingReport, _ line: String) -> String {
    let share = report.epochs > 0 ? min(max(Double(report.epoch) / Double(report.epochs), 0), 1) : 0
    var html =
      "<div style=\"font-variant-numeric:tabular-nums;line-height:1.5\"><div>\(HTMLText.escaped(line))</div>"
    if report.ending == nil {
      html += "<div style=\"width:260px;height:4px;margin:2px 0;background:rgba(128,128,128,.3)\">"
      html +=
        "<div style=\"height:4px;width:\(SVGWriter.number(share * 100))%;background:#3b8fd4\"></div></div>"
    }
    return html + curve(report) + "</div>"
  }

  private func curve(_ report: TrainingReport) -> String {
    let points = report.curve.filter { $0.error.isFinite }
    guard points.count > 1, let first = points.first, let last = points.last, last.epoch > first.epoch else {
      return ""
    }
    let greatest = points.map { $0.error }.max() ?? 1
    let thinned = columns(points, from: first.epoch, to: last.epoch)
    var data = ""
    for point in thinned {
      let x = Double(point.epoch - first.epoch) / Double(last.epoch - first.epoch) * Self.width
      let y = 3 + (1 - (greatest > 0 ? max(point.error / greatest, 0) : 0)) * (Self.height - 6)
      data += (data.isEmpty ? "M" : "L") + SVGWriter.number(x) + " " + SVGWriter.number(y)
    }
    let size = "width=\"\(SVGWriter.number(Self.width))\" height=\"\(SVGWriter.number(Self.height))\""
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) role=\"img\" "
      + "aria-label=\"\(HTMLText.escaped(report.errorName)) by epoch\" style=\"display:block\">"
      + "<path d=\"M0 0V\(SVGWriter.number(Self.height))H\(SVGWriter.number(Self.width))\" fill=\"none\" "
      + "stroke=\"rgb(128,128,128)\" stroke-opacity=\".6\"/>"
      + "<path d=\"\(data)\" fill=\"none\" stroke=\"#3b8fd4\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/></svg>"
  }

  /// The lowest and the highest point of each column.
  private func columns(_ points: [TrainingReport.Point], from first: Int, to last: Int) -> [TrainingReport
    .Point]
  {
    guard points.count > 2 * Self.columns else { return points }
    var kept: [TrainingReport.Point] = []
    var start = 0
    let column = { (point: TrainingReport.Point) in
      Int(Double(point.epoch - first) / Double(last - first) * Double(Self.columns))
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
