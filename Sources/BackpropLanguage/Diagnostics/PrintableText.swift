extension String {
  /// The text on one line, as it may be written to a terminal: in place of each character that a terminal or
  /// an editor obeys rather than shows stands one that shows it. What a cell, a file or a file's name holds
  /// goes through this before it becomes part of a message. As many code points as before.
  public var printable: String {
    guard unicodeScalars.contains(where: { $0.isObeyed }) else { return self }
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars { text.append(scalar.isObeyed ? scalar.picture : scalar) }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// Control characters, the other line breaks, and the marks that turn the direction of writing, by which a
  /// text can look like another ("Trojan Source", CVE-2021-42574).
  fileprivate var isObeyed: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The picture that Unicode has for a control character of ASCII; a space for a tab.
  fileprivate var picture: Unicode.Scalar {
    switch value {
    case 0x09: " "
    case 0..<0x20: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    default: "\u{FFFD}"
    }
  }
}
