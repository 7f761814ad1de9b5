import BackpropLanguage

/// The progress of training: a line of text everywhere; in a notebook also a bar and the curve so far. It is
/// made up to ten times per second, so it is small and needs no picture formats.
struct TrainingBundle {
  let digits: Int

  func text(_ report: TrainingReport) -> String { TrainingLine(report, digits: digits).text }

  func entries(_ report: TrainingReport) -> [Rendition.Entry] {
    let line = text(report)
    return [
      .init(type: "text/plain", text: line), .init(type: "text/html", text: html(report, line)),
      .init(type: "text/latex", text: "{\\small " + LaTeXText.escaped(line) + "}"),
    ]
  }

  /// Numbers are outside the picture, so that a page which removes pictures keeps them.
  private func html(_ report: TrainingReport, _ line: String) -> String {
    let done = report.sweep?.done ?? report.epoch
    let all = report.sweep?.runs ?? report.epochs
    let share = all > 0 ? min(max(Double(done) / Double(all), 0), 1) : 0
    var html =
      "<div style=\"font-variant-numeric:tabular-nums;line-height:1.5\"><div>\(HTMLText.escaped(line))</div>"
    if report.ending == nil {
      html +=
        "<div style=\"width:\(Int(TrainingCurve.width))px;max-width:100%;height:4px;margin:2px "
        + "0;background:rgba(128,128,128,.3)\">"
      html +=
        "<div style=\"height:4px;width:\(SVGWriter.number(share * 100))%;"
        + "background:\(TrainingCurve.green.hex)\"></div></div>"
    }
    return html + TrainingCurve(report).svg + "</div>"
  }
}
