/// A fraction with its exact derivatives: a polynomial in ε_1 … ε_n with ε² = 0, for forward-mode
/// differentiation of any order. The coefficient of ε_1 ε_3 has the number 0b101.
struct Jet {
  private(set) var parts: [Fraction]

  init(_ value: Fraction, levels: Int) {
    parts = [Fraction](repeating: .zero, count: 1 << levels)
    parts[0] = value
  }

  private init(parts: [Fraction]) { self.parts = parts }

  var value: Fraction { parts[0] }
  var isNumber: Bool { parts.dropFirst().allSatisfy { $0.isZero } }

  /// With ε of a level added, counted from 0.
  func varied(_ level: Int) throws(Fraction.Problem) -> Jet {
    var result = self
    result.parts[1 << level] = try result.parts[1 << level] + .one
    return result
  }

  /// The factor of the last ε.
  var slope: Jet { Jet(parts: Array(parts[(parts.count / 2)...])) }

  func scaled(_ factor: Fraction) throws(Fraction.Problem) -> Jet {
    var parts: [Fraction] = []
    for part in self.parts { parts.append(try part * factor) }
    return Jet(parts: parts)
  }

  static prefix func - (a: Jet) throws(Fraction.Problem) -> Jet { try a.scaled(Fraction(-1)) }

  static func + (a: Jet, b: Jet) throws(Fraction.Problem) -> Jet {
    var parts: [Fraction] = []
    for (x, y) in zip(a.parts, b.parts) { parts.append(try x + y) }
    return Jet(parts: parts)
  }

  static func - (a: Jet, b: Jet) throws(Fraction.Problem) -> Jet { try a + (-b) }

  static func * (a: Jet, b: Jet) throws(Fraction.Problem) -> Jet {
    var parts = [Fraction](repeating: .zero, count: a.parts.count)
    for (m, x) in a.parts.enumerated() where !x.isZero {
      for (n, y) in b.parts.enumerated() where m & n == 0 && !y.isZero {
        parts[m | n] = try parts[m | n] + x * y
      }
    }
    return Jet(parts: parts)
  }

  /// 1/(v + n) = 1/v - n/v² + n²/v³ …, which ends, for n is nilpotent.
  static func / (a: Jet, b: Jet) throws(Fraction.Problem) -> Jet {
    let inverse = try Fraction.one / b.value
    var rest = b
    rest.parts[0] = .zero
    rest = try rest.scaled(-inverse)
    var (power, sum) = (a, a)
    while true {
      power = try power * rest
      if power.parts.allSatisfy({ $0.isZero }) { return try sum.scaled(inverse) }
      sum = try sum + power
    }
  }
}
