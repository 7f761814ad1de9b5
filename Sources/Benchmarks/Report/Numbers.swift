import Foundation

/// Numbers in words.
enum Numbers {
  /// As it is: 45, 1.15.
  static func plain(_ x: Double) -> String { String(format: "%g", x) }

  /// A time: three digits or more, thousands apart.
  static func time(_ x: Double) -> String {
    guard x.isFinite else { return "-" }
    if x < 100 { return String(format: "%.1f", x) }
    var digits = String(format: "%.0f", x)
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
      place -= 3
    }
    return digits
  }

  static func ratio(_ x: Double) -> String { x.isFinite ? String(format: x < 100 ? "%.2f" : "%.0f", x) : "-" }
  static func power(_ x: Double) -> String { x == 0 ? "0" : String(format: "%.0e", x) }
  static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
