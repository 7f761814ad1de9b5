import Backprop
import BackpropLanguage

/// An axis: maps values to pixels and has ticks where people would put them.
struct Scale: Equatable {
  let isLogarithmic: Bool
  /// Whether ticks are whole numbers.
  let isCount: Bool
  /// The values at the ends, and the pixels that they correspond to.
  let low: Double
  let high: Double
  var start: Double
  var end: Double

  /// The bound on the magnitudes that an axis can show: beyond it, sums overflow.
  private static let bound = 1e300

  /// An axis that covers the values that can be shown, or a given range.
  init(
    _ values: [Double], axis: Figure.Axis, fromZero: Bool = false, start: Double = 0, end: Double = 1,
    margin: Double = 0.04
  ) {
    self.start = start
    self.end = end
    isLogarithmic = axis.isLogarithmic
    isCount = axis.isCount
    if let range = axis.range, range.lowerBound.isFinite, range.upperBound.isFinite,
      range.upperBound > range.lowerBound, !axis.isLogarithmic || range.lowerBound > 0
    {
      low = range.lowerBound
      high = range.upperBound
      return
    }
    let logarithmic = axis.isLogarithmic
    var least = Double.infinity
    var greatest = -Double.infinity
    let reach = axis.reach.map { [$0.lowerBound, $0.upperBound] } ?? []
    for value in values + reach where value.isFinite && (!logarithmic || value > 0) {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    if least > greatest { (least, greatest) = logarithmic ? (0.1, 1) : (0, 1) }
    if logarithmic {
      let span = Elementary.logarithm(greatest / least)
      let pad = span > 0 && span.isFinite ? Elementary.exponential(span * margin) : 10
      low = max(least / pad, .leastNormalMagnitude)
      high = min(greatest * pad, Self.bound)
      return
    }
    least = max(least, -Self.bound)
    greatest = min(greatest, Self.bound)
    var pad = (greatest - least) * margin
    if greatest - least < 1e-290 {
      pad = max(greatest.magnitude, least.magnitude) * 0.5
      if pad < 1e-290 { pad = 1 }
    }
    let startsAtZero = fromZero && least >= 0 && least < greatest * 0.7
    low = startsAtZero ? 0 : least - pad
    high = greatest + pad
  }

  /// The position of a value; nil if it cannot be shown.
  func position(_ value: Double) -> Double? {
    guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
    // Differences of halves, because those of the numbers themselves may be too large.
    let share =
      isLogarithmic
      ? (Elementary.logarithm(value) - Elementary.logarithm(low))
        / (Elementary.logarithm(high) - Elementary.logarithm(low))
      : (value / 2 - low / 2) / (high / 2 - low / 2)
    guard !share.isNaN else { return nil }
    return start + min(max(share, -1), 2) * (end - start)
  }

  /// About `count` round values within the axis, each with its label.
  func ticks(_ count: Int) -> [(value: Double, label: Label)] {
    guard isLogarithmic else { return steps(count) }
    let ticks = decades(count)
    return ticks.count < 3 ? steps(count) : ticks
  }

  private func steps(_ count: Int) -> [(value: Double, label: Label)] {
    let rough = (high - low) / Double(max(count, 1))
    let exponent = (Elementary.logarithm(rough) / Elementary.logarithm(10)).rounded(.down)
    let power = Self.power(exponent)
    guard rough > 0, rough.isFinite, exponent.isFinite, power > 0 else { return [] }
    let multiple = rough / power
    let round = power * (multiple < 1.4 ? 1 : multiple < 2.8 ? 2 : multiple < 7 ? 5 : 10)
    let step = isCount ? max(round, 1) : round
    let decimals = step > round ? 0 : Int(multiple < 7 ? -exponent : -exponent - 1)
    var ticks: [(value: Double, label: Label)] = []
    var number = (low / step).rounded(.up)
    while number * step <= high * (1 + 1e-12) + step * 1e-9, ticks.count < 50 {
      let value = number * step
      ticks.append((value, Self.label(value, decimals: decimals)))
      number += 1
    }
    return ticks
  }

  private func decades(_ count: Int) -> [(value: Double, label: Label)] {
    let first = (Elementary.logarithm(low) / Elementary.logarithm(10)).rounded(.up)
    let last = (Elementary.logarithm(high) / Elementary.logarithm(10)).rounded(.down)
    let rough = (last - first + 1) / Double(max(count, 1))
    let every = [1.0, 2, 3, 5, 10, 20, 30, 50].first { $0 >= rough } ?? 100
    let within: [Double] = last - first < 2 ? [1, 2, 5] : [1]
    var ticks: [(value: Double, label: Label)] = []
    var exponent = every == 1 ? first - 1 : (first / every).rounded(.up) * every
    while exponent <= last, ticks.count < 60 {
      for factor in within where factor > 1 || exponent >= first {
        let value = Self.power(exponent) * factor
        if value >= low, value <= high {
          ticks.append((value, Self.label(value, decimals: Int(max(-exponent, 0)))))
        }
      }
      exponent += exponent < first ? 1 : every
    }
    return ticks
  }

  private static func power(_ exponent: Double) -> Double { Elementary.power(10, exponent) }

  /// `0.05`, `2000`, `10⁻⁷`: plain digits as long as there are few of them.
  private static func label(_ value: Double, decimals: Int) -> Label {
    if value == 0 { return Label(plain: "0") }
    if value.magnitude < 1e7, decimals <= 5 {
      guard case .fixed = Numeral(value, digits: max(decimals, 0)) else { return Label(plain: "0") }
      return Label(plain: minus(Numeral(value, digits: max(decimals, 0)).text))
    }
    return Label(Numeral(scientific: value))
  }

  private static func minus(_ text: String) -> String { text.hasPrefix("-") ? "−" + text.dropFirst() : text }
}
