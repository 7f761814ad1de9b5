import Backprop

/// A colour given by its role in the picture, so that it can differ on a dark page.
enum Paint: Equatable {
  /// The card behind everything, text and outlines, muted text, rules.
  case card, ink, muted, rule
  /// What attracts the eye.
  case accent
  /// Curves and groups of points, from 0 on; the colours repeat after six.
  case series(Int)
  /// Curves that are too numerous for `series`, by their place from 0 to 1.
  case ramp(Double)
  /// Weights above and below zero.
  case positive, negative
  /// The same on every page: shades that stand for numbers, and what is drawn on them.
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
/// a white card and light enough on a dark one; without colour, dashes and labels distinguish them.
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

  static let light = Palette(
    card: RGB(hex: 0xFFFFFF), ink: RGB(hex: 0x1F2328), muted: RGB(hex: 0x59636E), rule: RGB(hex: 0xE1E5EA),
    accent: RGB(hex: 0xB83B00),
    series: [0x0B68B0, 0xB84300, 0x00734F, 0x9C3D77, 0x7D5A00, 0x55606B].map { RGB(hex: $0) },
    ramp: ramp(0xC26A1E, 0x8A4A92, 0x0B3C73), positive: RGB(hex: 0x0B68B0), negative: RGB(hex: 0xB84300))
  static let dark = Palette(
    card: RGB(hex: 0x16191D), ink: RGB(hex: 0xE8EAED), muted: RGB(hex: 0xA5ADB7), rule: RGB(hex: 0x333A42),
    accent: RGB(hex: 0xFF9A5C),
    series: [0x62B5F2, 0xFF9A5C, 0x3CCB9F, 0xE79CCB, 0xE5B84B, 0xB4BCC6].map { RGB(hex: $0) },
    ramp: ramp(0xFFC27A, 0xDA9BE0, 0x6FA8E6), positive: RGB(hex: 0x62B5F2), negative: RGB(hex: 0xFF9A5C))

  /// Every paint whose colour differs on a dark page, by the name of its class.
  static let roles: [(name: String, paint: Paint)] =
    [
      ("card", .card), ("ink", .ink), ("muted", .muted), ("rule", .rule), ("accent", .accent),
      ("pos", .positive),
      ("neg", .negative),
    ] + (0..<6).map { ("s\($0)", Paint.series($0)) }
    + (0..<rampSteps).map { ("r\($0)", Paint.ramp(Double($0) / Double(rampSteps - 1))) }

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

  func colour(_ paint: Paint) -> RGB {
    switch paint {
    case .card: card
    case .ink, .page: ink
    case .muted: muted
    case .rule: rule
    case .accent: accent
    case .series(let number): series[(number % series.count + series.count) % series.count]
    case .ramp(let place): ramp[Self.rampStep(place)]
    case .positive: positive
    case .negative: negative
    case .fixed(let colour): colour
    }
  }

  /// Dashes of the curves, in the order of the series.
  static let dashes: [[Double]] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4], [12, 4]]

  /// From white to dark blue: 0 to 1.
  static func shade(_ share: Double) -> RGB {
    let share = min(max(share.isNaN ? 0 : share, 0), 1)
    let stops = [0xF5F8FC, 0xC4DAEE, 0x7FB2DB, 0x2F7FBF, 0x0B3C73].map { RGB(hex: UInt32($0)) }
    let place = share * Double(stops.count - 1)
    let stop = min(Int(place), stops.count - 2)
    return stops[stop].mixed(with: stops[stop + 1], place - Double(stop))
  }

  /// From orange through white to blue: -1 to 1.
  static func side(_ value: Double) -> RGB {
    let value = min(max(value.isNaN ? 0 : value, -1), 1)
    let end = value < 0 ? RGB(hex: 0xD9702E) : RGB(hex: 0x2F7FBF)
    return RGB(hex: 0xF7F7F7).mixed(with: end, value.magnitude)
  }
}
