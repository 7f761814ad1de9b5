import Glibc

/// Writes one line per event to standard error: time, level and event, then fields as `name=value`. Silent
/// unless a level is set.
public struct KernelLog: Sendable {
  public enum Level: String, Sendable, Comparable, CaseIterable {
    case debug, info, warning, error

    public static func < (one: Level, other: Level) -> Bool { one.rank < other.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  private let threshold: Level?

  /// - Parameter threshold: the lowest level that is written; nil for nothing.
  public init(_ threshold: Level? = nil) { self.threshold = threshold }

  func debug(_ event: String, _ fields: (String, String)...) { write(.debug, event, fields) }
  func info(_ event: String, _ fields: (String, String)...) { write(.info, event, fields) }
  func warning(_ event: String, _ fields: (String, String)...) { write(.warning, event, fields) }
  func error(_ event: String, _ fields: (String, String)...) { write(.error, event, fields) }

  func isWritten(_ level: Level) -> Bool { threshold.map { $0 <= level } ?? false }

  /// A warning that users need even without a log: something that they rely on is not available.
  func complaint(_ event: String, _ fields: (String, String)...) {
    write(.warning, event, fields, always: threshold == nil)
  }

  private func write(
    _ level: Level, _ event: String, _ fields: [(String, String)], always: Bool = false
  ) {
    guard always || isWritten(level) else { return }
    var line = "time=\(MessageStamp.now()) level=\(level.rawValue) event=\(event)"
    for (name, value) in fields { line += " \(name)=\(Self.quoted(value))" }
    let bytes = Array((line + "\n").utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }

  /// A value on one line, whatever a client has put into it: quoted unless it is one plain word, and
  /// truncated if long.
  static func quoted(_ value: String) -> String {
    let isPlain = !value.isEmpty && value.utf8.allSatisfy { 0x21...0x7e ~= $0 && $0 != 0x22 && $0 != 0x5c }
    if isPlain && value.utf8.count <= 200 { return value }
    let shown = value.unicodeScalars.prefix(200)
    let quoted = shown.map { scalar in
      scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : Self.isControl(scalar) ? " " : "\(scalar)"
    }
    return "\"\(quoted.joined())\(value.unicodeScalars.count > 200 ? "…" : "")\""
  }

  /// Whether a terminal or an editor would obey the character instead of showing it: control characters,
  /// marks that change the direction of writing, and line breaks other than the line feed.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069: true
    default: false
    }
  }
}
