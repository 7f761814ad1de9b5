import BackpropLanguage

/// A line of text in which subscripts are low and powers are high.
struct Label: Equatable {
  var runs: [Run]

  struct Run: Equatable {
    var text: String
    var script: Script
    enum Script: Equatable { case none, low, high }
  }

  /// Words, unchanged.
  init(plain text: String) { runs = [Run(text: VisibleText.line(text), script: .none)] }

  /// Words that may contain symbols of one letter with subscripts, such as `w_i1j1` or `δ_k`; other words
  /// with `_` are unchanged.
  init(_ text: String) {
    runs = []
    var plain: [Unicode.Scalar] = []
    let scalars = Array(VisibleText.line(text).unicodeScalars)
    var place = 0
    while place < scalars.count {
      let isHigh = scalars[place] == "^"
      // `z^2_j`: the subscripts of a symbol may follow its superscript.
      let followsHigh = plain.isEmpty && runs.last?.script == .high
      if isHigh || scalars[place] == "_" && (followsHigh || Self.endsInQuantity(plain)),
        let script = Self.script(in: scalars, after: place, isHigh: isHigh)
      {
        add(plain, .none)
        plain = []
        add(Array(scalars[script.inside]).map { $0 == "-" ? "−" : $0 }, isHigh ? .high : .low)
        place = script.end
        continue
      }
      plain.append(scalars[place] == "-" && Self.isMinus(scalars, place) ? "−" : scalars[place])
      place += 1
    }
    add(plain, .none)
  }

  /// A number, with its power of ten as a superscript.
  init(_ numeral: Numeral) {
    guard case .scientific(let negative, let whole, let fraction, let exponent) = numeral else {
      self.init(numeral.withoutTrailingZeros.text)
      return
    }
    let mantissa = whole + (fraction.isEmpty ? "" : "." + fraction)
    self.init(plain: (negative ? "−" : "") + (mantissa == "1" ? "" : mantissa + "·") + "10")
    runs.append(Run(text: (exponent < 0 ? "−" : "") + String(exponent.magnitude), script: .high))
  }

  /// The width in multiples of the font size.
  var width: Double {
    runs.reduce(0) { $0 + TypeMetrics.width(of: $1.text) * ($1.script == .none ? 1 : Self.scriptSize) }
  }

  /// The space that it takes up.
  func box(at spot: Spot, size: Double, anchor: Anchor, bold: Bool) -> Box {
    let width = self.width * size * (bold ? TypeMetrics.bold : 1)
    let left =
      switch anchor {
      case .start: spot.x
      case .middle: spot.x - width / 2
      case .end: spot.x - width
      }
    return Box(x: left, y: spot.y - size * 0.75, width: width, height: size)
  }

  /// The size of subscripts and superscripts relative to the other text.
  static let scriptSize = 0.8

  /// The text without its formatting.
  var text: String { runs.map { $0.text }.joined() }

  /// Shortened to a width: the end is replaced by ….
  func shortened(to width: Double) -> Label {
    guard self.width > width else { return self }
    var short = self
    short.runs = []
    // An … is as wide as the font size.
    var room = width - 1
    for run in runs {
      let scale = run.script == .none ? 1 : Self.scriptSize
      var kept = String.UnicodeScalarView()
      for scalar in run.text.unicodeScalars {
        room -= TypeMetrics.width(of: scalar) * scale
        if room < 0 { break }
        kept.append(scalar)
      }
      if !kept.isEmpty { short.runs.append(Run(text: String(kept), script: run.script)) }
      if room < 0 { break }
    }
    short.runs.append(Run(text: "…", script: .none))
    return short
  }

  private mutating func add(_ scalars: [Unicode.Scalar], _ script: Run.Script) {
    guard !scalars.isEmpty else { return }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    runs.append(Run(text: String(view), script: script))
  }

  /// What is lowered or raised after `_` or `^`, and where the text goes on: letters and digits, or what is
  /// in braces; raised also what is in brackets, a negative number, or T; nil if there is nothing.
  private static func script(
    in scalars: [Unicode.Scalar], after sign: Int, isHigh: Bool
  ) -> (inside: Range<Int>, end: Int)? {
    var end = sign + 1
    guard end < scalars.count else { return nil }
    if scalars[end] == "{" || isHigh && scalars[end] == "(" {
      let (open, close): (Unicode.Scalar, Unicode.Scalar) = scalars[end] == "{" ? ("{", "}") : ("(", ")")
      var depth = 0
      for place in end..<scalars.count {
        if scalars[place] == open { depth += 1 }
        if scalars[place] == close { depth -= 1 }
        guard depth == 0 else { continue }
        if place == end + 1 { return nil }
        return open == "{" ? (end + 1..<place, place + 1) : (end..<place + 1, place + 1)
      }
      return nil
    }
    if isHigh, scalars[end] == "-" { end += 1 }
    let start = end
    while end < scalars.count, isScript(scalars, end) || isHigh && isDecimalPoint(scalars, end) { end += 1 }
    if isHigh, end == start, start == sign + 1, ("A"..."Z").contains(scalars[start]) { end += 1 }
    return end > start ? (sign + 1..<end, end) : nil
  }

  /// A small letter or a digit, or a prime after one.
  private static func isScript(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    let scalar = scalars[place]
    if scalar == "'" { return isScript(scalars, place - 1) }
    return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
  }

  /// Of a power such as `^0.5`.
  private static func isDecimalPoint(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    scalars[place] == "." && ("0"..."9").contains(scalars[place - 1]) && place + 1 < scalars.count
      && ("0"..."9").contains(scalars[place + 1])
  }

  private static func isMinus(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    let after = place + 1 < scalars.count ? scalars[place + 1] : " "
    let before = place > 0 ? scalars[place - 1] : " "
    return (("0"..."9").contains(after) || after == " " || after == "∂" || after == "δ")
      && (before == " " || before == "(" || before == "=")
  }

  /// Whether the last word is a symbol that takes subscripts: a letter, with or without Δ or ∂.
  private static func endsInQuantity(_ plain: [Unicode.Scalar]) -> Bool {
    guard let last = plain.last, last.properties.isAlphabetic else { return false }
    guard plain.count > 1 else { return true }
    let before = plain[plain.count - 2]
    return !(before.properties.isAlphabetic && before != "Δ" && before != "∂") && before != "_"
  }
}
