import Backprop

/// A colour given by its role in the picture, so that it can differ on a dark page.
enum Paint: Equatable {
  /// The card behind everything, text and outlines, muted text, rules.
  case card, ink, muted, rule
  /// What attracts the eye; it says nothing about a number.
  case accent
  /// Curves and groups of points, from 0 on; the colours repeat after six.
  case series(Int)
  /// Curves that are too numerous for `series`, by their place from 0 to 1.
  case ramp(Double)
  /// Numbers above and below zero, or above and below a middle.
  case positive, negative
  /// The shade of a number, from -`Palette.levels` to `Palette.levels`; 0 is the ground of the page.
  case level(Int)
  /// Text on such a shade.
  case over(Int)
  /// A shade over white paper, which would glare on a dark page; on a light one there is none.
  case veil
  /// The same on every page.
  case fixed(RGB)
  /// The colour of the text around the picture.
  case page
}

/// An RGB colour, 0 to 255 per component.
struct RGB: Equatable {
  var red: Int
  var green: Int
  var blue: Int

  init(_ red: Int, _ green: Int, _ blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(hex: UInt32) { self.init(Int(hex >> 16 & 255), Int(hex >> 8 & 255), Int(hex & 255)) }

  var hex: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  func mixed(with other: RGB, _ share: Double) -> RGB {
    let mix = { (a: Int, b: Int) in Int((Double(a) + (Double(b) - Double(a)) * share).rounded()) }
    return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// The approximate lightness, 0 to 1.
  var lightness: Double { (0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)) / 255 }

  /// Relative luminance as defined by the Web Content Accessibility Guidelines 2.2: 0 to 1.
  private var luminance: Double {
    let parts = [red, green, blue].map { part -> Double in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : Elementary.power((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  /// The colour of text on it: black or white, whichever has more contrast. At this luminance, both have a
  /// contrast of 4.58 to 1.
  var ink: RGB { luminance > 0.179 ? .black : .white }

  static let black = RGB(0, 0, 0)
  static let white = RGB(255, 255, 255)
}

/// The colours: hues that colour-blind readers can distinguish (after Okabe and Ito), dark enough for text on
/// a white card and light enough on a dark one.
///
/// **Blue means positive or high, orange negative or low**, in every figure: weights, outputs, a boundary's
/// two sides, the patterns on them, the height of E. Nothing else is blue or orange. What is neither is the
/// ground of the page, so that nothing glares on a dark one. Without colour, high is the darker of the two on
/// paper; negative weights are dashed or hollow, and curves and groups of points differ by dashes and
/// symbols.
struct Palette: Equatable {
  let card: RGB
  let ink: RGB
  let muted: RGB
  let rule: RGB
  let accent: RGB
  let series: [RGB]
  /// From the first of many curves to the last.
  let ramp: [RGB]
  let positive: RGB
  let negative: RGB
  /// The ends of the shades.
  let highest: RGB
  let lowest: RGB
  /// As SVG says it, since it shines through.
  let veil: String

  static let light = Palette(
    card: RGB(hex: 0xFFFFFF), ink: RGB(hex: 0x1F2328), muted: RGB(hex: 0x59636E), rule: RGB(hex: 0xE1E5EA),
    accent: RGB(hex: 0xB3145A),
    series: [0x00734F, 0x6B3FA0, 0x7D5A00, 0x55606B, 0x00707D, 0x9B2335].map { RGB(hex: $0) },
    ramp: ramp(0x947800, 0xA03A78, 0x4B2A86), positive: RGB(hex: 0x0B68B0), negative: RGB(hex: 0xB84300),
    highest: RGB(hex: 0x0B4F8F), lowest: RGB(hex: 0xC9570A), veil: "none")
  static let dark = Palette(
    card: RGB(hex: 0x16191D), ink: RGB(hex: 0xE8EAED), muted: RGB(hex: 0xA5ADB7), rule: RGB(hex: 0x333A42),
    accent: RGB(hex: 0xFF85B8),
    series: [0x3CCB9F, 0xC3A6FF, 0xE5B84B, 0xB4BCC6, 0x54D6C2, 0xFF8FA8].map { RGB(hex: $0) },
    ramp: ramp(0xFFE07A, 0xE89AC7, 0xA58CFF), positive: RGB(hex: 0x62B5F2), negative: RGB(hex: 0xFF9A5C),
    highest: RGB(hex: 0x7CC4FA), lowest: RGB(hex: 0xFFA263), veil: "#0006")

  /// Tints of a field, which are a picture and so the same on every page: its ground shines through.
  static let fieldHigh = RGB(hex: 0x1F77C4)
  static let fieldLow = RGB(hex: 0xE8842C)
  /// Where a number is infinite or none.
  static let unknown = RGB(hex: 0x9AA0A6)

  /// Every paint whose colour differs on a dark page, by the name of its class.
  static let roles: [(name: String, paint: Paint)] =
    [
      ("card", .card), ("ink", .ink), ("muted", .muted), ("rule", .rule), ("accent", .accent),
      ("pos", .positive),
      ("neg", .negative),
    ] + (0..<6).map { ("s\($0)", Paint.series($0)) }
    + (0..<rampSteps).map { ("r\($0)", Paint.ramp(Double($0) / Double(rampSteps - 1))) }
    + (-levels...levels).map { (levelName($0), Paint.level($0)) }
    + inks + [("veil", .veil)]

  /// Each kind of text on shades once.
  private static var inks: [(name: String, paint: Paint)] {
    var inks: [(name: String, paint: Paint)] = []
    for level in -levels...levels where !inks.contains(where: { $0.name == inkName(level) }) {
      inks.append((inkName(level), .over(level)))
    }
    return inks
  }

  /// The number of shades on either side of the ground.
  static let levels = 10

  /// The shade of a number between -1 and 1.
  static func level(_ share: Double) -> Int {
    Int((min(max(share.isNaN ? 0 : share, -1), 1) * Double(levels)).rounded())
  }

  static func levelName(_ level: Int) -> String { (level < 0 ? "l" : "h") + "\(level.magnitude)" }

  /// Text on shades is black or white, whichever can be read; shades with the same text on light and dark
  /// pages share its name.
  static func inkName(_ level: Int) -> String {
    [light, dark].reduce("o") { $0 + ($1.colour(.over(level)) == .black ? "b" : "w") }
  }

  private static let rampSteps = 9

  private static func ramp(_ first: UInt32, _ middle: UInt32, _ last: UInt32) -> [RGB] {
    let stops = [first, middle, last].map { RGB(hex: $0) }
    return (0..<rampSteps).map { step in
      let place = Double(step) / Double(rampSteps - 1) * 2
      return place < 1 ? stops[0].mixed(with: stops[1], place) : stops[1].mixed(with: stops[2], place - 1)
    }
  }

  /// The step of the ramp that is nearest to a place.
  static func rampStep(_ place: Double) -> Int {
    Int((min(max(place.isNaN ? 0 : place, 0), 1) * Double(rampSteps - 1)).rounded())
  }

  /// A colour as SVG says it.
  func text(_ paint: Paint) -> String { paint == .veil ? veil : colour(paint).hex }

  func colour(_ paint: Paint) -> RGB {
    switch paint {
    case .card, .veil: card
    case .ink, .page: ink
    case .muted: muted
    case .rule: rule
    case .accent: accent
    case .series(let number): series[(number % series.count + series.count) % series.count]
    case .ramp(let place): ramp[Self.rampStep(place)]
    case .positive: positive
    case .negative: negative
    case .level(let level):
      card.mixed(
        with: level < 0 ? lowest : highest,
        Double(min(level.magnitude, UInt(Self.levels))) / Double(Self.levels))
    case .over(let level): colour(.level(level)).ink
    case .fixed(let colour): colour
    }
  }

  /// Dashes of the curves, in the order of the series.
  static let dashes: [[Double]] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4], [12, 4]]
}
