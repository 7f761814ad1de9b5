import BackpropLanguage

extension Renderer {
  /// The lines of an error report: with ANSI colours where the reader shows them, as Jupyter's front ends do
  /// in a traceback, otherwise plain.
  public func traceback(for report: DiagnosticReport, coloured: Bool) -> [String] {
    report.lines { part, text in
      guard coloured, let code = Self.code(part) else { return text }
      return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
  }

  /// A colour by its number, which each theme shades in its own way. Few of them can be read as text on
  /// light and on dark pages, so only the caret has one.
  private static func code(_ part: DiagnosticReport.Part) -> String? {
    switch part {
    case .message: "1"
    case .caret: "1;31"
    case .place, .source, .suggestion, .example: nil
    }
  }
}
