import Rendering

/// A line of a terminal that is written over and over. What it leaves is covered with spaces, which every
/// terminal understands.
struct RewrittenLine {
  private var width = 0

  /// What puts this text in the place of the last.
  mutating func text(_ line: String) -> String {
    let new = columns(of: line)
    defer { width = new }
    return "\r" + line + String(repeating: " ", count: max(width - new, 0))
  }

  /// What takes the line away.
  mutating func erased() -> String {
    guard width > 0 else { return "" }
    return text("") + "\r"
  }
}
