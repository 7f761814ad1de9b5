import BackpropLanguage

/// What all figures have in common. No text is smaller than ten pixels, not even a subscript.
enum Layout {
  static let margin = 16.0
  static let titleSize = 16.0
  static let textSize = 13.0
  static let smallSize = 12.5
  /// The distance between lines of small text.
  static let lineHeight = 16.5
  /// Where the figure itself may begin, below the title.
  static let top = 44.0

  /// In smaller letters if there is no room for it; below the size of other text, it is cut.
  static func title(_ text: String, width: Double) -> Mark {
    let room = (width - 2 * margin) / TypeMetrics.bold
    let size = min(titleSize, max(textSize, (room / Label(text).width).rounded(.down)))
    let label = Label(text).shortened(to: room / size)
    return .text(label, at: Spot(margin, 28), size: size, anchor: .start, .ink, bold: true)
  }

  /// Lines of muted text from `y` down.
  static func notes(_ notes: [String], y: Double, width: Double) -> [Mark] {
    lines(notes, width: width).enumerated().map { place, line in
      .text(
        Label(line).shortened(to: (width - 2 * margin) / smallSize),
        at: Spot(margin, y + lineHeight * Double(place)),
        size: smallSize, anchor: .start, .muted,
        bold: false)
    }
  }

  static func noteHeight(_ notes: [String], width: Double) -> Double {
    let count = lines(notes, width: width).count
    return count == 0 ? 0 : Double(count) * lineHeight + 4
  }

  /// The notes in lines that fit, broken at spaces.
  private static func lines(_ notes: [String], width: Double) -> [String] {
    lines(notes, room: (width - 2 * margin) / smallSize)
  }

  /// Texts in lines that fit into a room, in multiples of the font size, broken at spaces.
  static func lines(_ notes: [String], room: Double) -> [String] {
    var lines: [String] = []
    for note in notes {
      var line = ""
      for word in note.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if !line.isEmpty, Label(longer).width > room {
          lines.append(line)
          line = String(word)
        } else {
          line = longer
        }
      }
      lines.append(line)
    }
    return lines
  }

  /// A number for a tooltip, with all digits that the reader may want.
  static func exact(_ value: Double) -> String {
    Numeral(value, digits: 10).withoutTrailingZeros.text
  }

  /// A number where space is limited: one that rounds to 0 is shown as 0.000.
  static func brief(_ value: Double, digits: Int = 3) -> String {
    let numeral = Numeral(value, digits: digits)
    if case .scientific = numeral, value.magnitude < 1 { return Numeral(0, digits: digits).text }
    return numeral.withoutTrailingZeros.text
  }

  /// A number next to a mark.
  static func short(_ value: Double, digits: Int = 3) -> String {
    Numeral(value, digits: digits).withoutTrailingZeros.text
  }
}
