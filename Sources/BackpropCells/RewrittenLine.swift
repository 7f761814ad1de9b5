import Rendering

/// A line of a terminal that is rewritten repeatedly. The rest of the old text is covered with spaces, which
/// works in every terminal.
package struct RewrittenLine {
  private var width = 0

  package init() {}

  /// The output that replaces the last text with this one.
  package mutating func text(_ line: String) -> String {
    let new = columns(of: line)
    defer { width = new }
    return "\r" + line + String(repeating: " ", count: max(width - new, 0))
  }

  /// The output that clears the line.
  package mutating func erased() -> String {
    guard width > 0 else { return "" }
    return text("") + "\r"
  }
}
