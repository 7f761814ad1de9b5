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
      if scalars[place] == "_" && Self.endsInQuantity(plain) || isHigh {
        var end = place + 1
        while end < scalars.count,
          Self.isScript(scalars[end]) || isHigh && Self.isDecimalPoint(scalars, end)
        {
          end += 1
        }
        if end > place + 1 {
          add(plain, .none)
          plain = []
          add(Array(scalars[place + 1..<end]), isHigh ? .high : .low)
          place = end
          continue
        }
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

  private static func isScript(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
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
