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

  /// Colours by number, so that each theme supplies its own shades; nil leaves the text as it is.
  private static func code(_ part: DiagnosticReport.Part) -> String? {
    switch part {
    case .place: "36"
    case .message: "1"
    case .source: nil
    case .caret: "1;31"
    case .suggestion, .example: "32"
    }
  }
}
