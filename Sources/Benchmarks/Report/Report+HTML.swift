import BackpropLanguage
import Rendering

extension Report {
  /// A self-contained page: tables, and the figures as SVG.
  var html: String {
    let renderer = Renderer()
    var body = "<h1>\(Self.escaped(title))</h1>\n<p>\(Self.escaped(introduction))</p>\n"
    for section in sections {
      body += "<h2>\(Self.escaped(section.title))</h2>\n"
      for paragraph in section.paragraphs { body += "<p>\(Self.escaped(paragraph))</p>\n" }
      for table in section.tables { body += Self.html(table) }
      for figure in section.figures {
        let svg = renderer.rendition(of: CellResult(.figure(figure)))["image/svg+xml"] ?? ""
        body += "<figure>\(svg)</figure>\n"
      }
    }
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(Self.escaped(title))</title>
      <style>\(Self.style)</style></head>
      <body>
      \(body)</body></html>

      """
  }

  private static let style = """
    :root{color-scheme:light dark}
    body{font:15px/1.5 system-ui,sans-serif;max-width:86rem;margin:2rem auto;padding:0 1rem}
    p{max-width:54rem}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.93em;margin:.8rem 0}
    th,td{padding:.2rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid #8884}
    th{font-weight:600}
    .number{text-align:right;white-space:nowrap}
    th.number{white-space:normal}
    td:first-child{min-width:14rem}
    figure{display:inline-block;margin:.5rem 1rem .5rem 0}
    """

  private static func html(_ table: ReportTable) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      let cells = cells.enumerated().map { place, cell in
        let side = place > 0 && table.isNumeric ? " class=\"number\"" : ""
        return "<\(tag)\(side)>\(escaped(cell))</\(tag)>"
      }
      return "<tr>" + cells.joined() + "</tr>\n"
    }
    return "<div class=\"wide\"><table>\n" + row(table.columns, "th")
      + table.rows.map { row($0, "td") }.joined()
      + "</table></div>\n"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
