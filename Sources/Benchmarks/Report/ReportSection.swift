import BackpropLanguage

/// A part of the report as it is read, in Markdown or on a page.
struct ReportSection {
  let title: String
  var paragraphs: [String] = []
  var tables: [ReportTable] = []
  var figures: [Figure] = []
}

struct ReportTable {
  var columns: [String]
  /// Each row has as many cells as there are columns.
  var rows: [[String]]
  /// Whether all columns except the first are numbers.
  var isNumeric = true

  var markdown: String {
    let rule = columns.indices.map { $0 > 0 && isNumeric ? "--:" : "---" }
    return ([columns, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}
