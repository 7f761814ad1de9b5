import Foundation

/// Numbers as text.
enum Numbers {
  /// The plain number: 45, 1.15.
  static func plain(_ x: Double) -> String { String(format: "%g", x) }

  /// With three significant digits.
  static func rounded(_ x: Double) -> Double { Double(String(format: "%.2e", x)) ?? x }

  /// A time with at least two significant digits.
  static func time(_ x: Double) -> String {
    x < 100 ? String(format: "%.1f", x) : whole(x)
  }

  /// With separators between thousands.
  static func whole(_ x: Double) -> String {
    guard x.isFinite else { return "-" }
    var digits = String(format: "%.0f", x)
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
      place -= 3
    }
    return digits
  }

  static func ratio(_ x: Double) -> String { x.isFinite ? String(format: x < 100 ? "%.2f" : "%.0f", x) : "-" }

  /// The difference from a whole, in percent: 0.97 is -3 %.
  static func deviation(_ share: Double) -> String {
    share.isFinite ? String(format: "%+.0f %%", (share - 1) * 100) : "-"
  }

  static func power(_ x: Double) -> String { x == 0 ? "0" : String(format: "%.0e", x) }
  static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
