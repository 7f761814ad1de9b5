/// What is wrong with a cell in words, with the source beside it: what a traceback or a terminal shows.
public struct DiagnosticReport: Equatable, Sendable {
  /// The kind of failure in one word: `SyntaxError`, `NetworkError`, `CheckFailed`.
  public var name: String
  /// The first problem in one line.
  public var message: String
  public var entries: [Entry]

  /// One problem and its place.
  public struct Entry: Equatable, Sendable {
    /// Where it begins, line and column from 1.
    public var position: SourcePosition
    /// The source line in which it stands.
    public var sourceLine: String
    /// How many code points of `sourceLine` it marks, from `position.column`; at least 1.
    public var length: Int
    /// What is wrong, in one sentence.
    public var message: String
    /// The nearest right spelling.
    public var suggestion: String?
    /// One correct line.
    public var example: String?
  }

  /// The report as lines of plain text: place, source line, caret, message, suggestion, example.
  public var text: String {
    var lines: [String] = []
    for (index, entry) in entries.enumerated() {
      if index > 0 { lines.append("") }
      let place = "\(entry.position.line):\(entry.position.column)"
      lines.append("\(place): \(entry.message)")
      lines.append("  " + entry.sourceLine)
      let spaces = String(repeating: " ", count: entry.position.column + 1)
      lines.append(spaces + String(repeating: "^", count: entry.length))
      if let suggestion = entry.suggestion { lines.append("  did you mean `\(suggestion)`?") }
      if let example = entry.example {
        let parts = example.split(separator: "\n", omittingEmptySubsequences: false)
        lines.append("  for example: " + (parts.first.map { String($0) } ?? ""))
        for part in parts.dropFirst() { lines.append("               " + part) }
      }
    }
    return lines.joined(separator: "\n")
  }
}
