/// What is wrong with a cell in words, together with the source: the content of a traceback or a terminal
/// message.
public struct DiagnosticReport: Equatable, Sendable {
  /// The kind of failure in one word: `SyntaxError`, `NetworkError`, `CheckFailed`.
  public var name: String
  /// The first problem in one line.
  public var message: String
  public var entries: [Entry]

  /// A report shows any text from a cell or a file without executing control characters in it.
  public init(name: String, message: String, entries: [Entry]) {
    self.name = VisibleText.line(name)
    self.message = Quotation.visible(message)
    self.entries = entries
  }

  /// One problem and its position.
  public struct Entry: Equatable, Sendable {
    /// Where it begins; line and column count from 1.
    public var position: SourcePosition
    /// The source line that contains it, or the part around it if the line is long.
    public var sourceLine: String
    /// The first marked code point of `sourceLine`, from 0.
    public var mark: Int
    /// The number of marked code points of `sourceLine`; at least 1.
    public var length: Int
    /// What is wrong, in one sentence.
    public var message: String
    /// The nearest correct spelling.
    public var suggestion: String?
    /// One correct line, or several.
    public var example: String?

    public init(
      position: SourcePosition, sourceLine: String, mark: Int, length: Int, message: String,
      suggestion: String?, example: String?
    ) {
      self.position = position
      self.sourceLine = VisibleText.line(sourceLine)
      self.mark = mark
      self.length = length
      self.message = Quotation.visible(message)
      self.suggestion = suggestion.map { Quotation.visible($0) }
      self.example = example.map { Quotation.visible($0) }
    }
  }

  /// The role of a piece of the report, for colouring.
  public enum Part: Equatable, Sendable { case place, message, source, caret, suggestion, example }

  /// The report as plain text: place, source line, caret, message, suggestion, example.
  public var text: String { lines { _, text in text }.joined(separator: "\n") }

  /// The lines of `text`, with each part passed through `paint`.
  public func lines(paint: (Part, String) -> String) -> [String] {
    var lines: [String] = []
    for (index, entry) in entries.enumerated() {
      if index > 0 { lines.append("") }
      let place = "\(entry.position.line):\(entry.position.column):"
      lines.append(paint(.place, place) + " " + paint(.message, entry.message))
      lines.append("  " + paint(.source, entry.sourceLine))
      let spaces = String(repeating: " ", count: entry.mark + 2)
      lines.append(spaces + paint(.caret, String(repeating: "^", count: entry.length)))
      if let suggestion = entry.suggestion {
        lines.append("  did you mean " + paint(.suggestion, "`\(suggestion)`") + "?")
      }
      if let example = entry.example {
        let parts = example.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, part) in parts.enumerated() {
          lines.append((number == 0 ? "  for example: " : "               ") + paint(.example, String(part)))
        }
      }
    }
    return lines
  }
}
