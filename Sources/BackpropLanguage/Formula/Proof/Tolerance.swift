/// How far apart the two sides of a claim may be and still count as equal.
enum Tolerance: Equatable, Sendable {
  /// Equal to nine digits, or up to the rounding error of terms of this size, which may cancel.
  case rounding(size: Double)
  /// Equal to twelve digits after the point: beside a typed 0, a value as small as the rounding error of
  /// numbers near 1 counts as 0.
  case besideZero
  /// Proved, where rounding errors of large terms hide it in the numbers.
  case algebra
  /// By `within`: the maximum difference.
  case within(Double)
  /// By `≈`: half a unit of the last digit that was typed.
  case digits(half: Double)

  func allows(_ left: Double, _ right: Double) -> Bool {
    let difference = (left - right).magnitude
    let larger = max(left.magnitude, right.magnitude)
    switch self {
    case .rounding(let size): return difference <= max(1e-9 * larger, 1e-12 * min(size, 1))
    case .besideZero: return difference <= max(1e-9 * larger, 1e-12)
    case .algebra: return true
    case .within(let bound): return difference <= bound
    // The difference itself is rounded.
    case .digits(let half): return difference <= half + larger.ulp
    }
  }

  /// Whether the claim holds for two numbers. The two sides of an inequality may be as good as equal in ≤ and
  /// ≥, and must not be in < and >.
  func accepts(_ left: Double, _ relation: Relation, _ right: Double) -> Bool {
    switch relation {
    case .equal, .approximately: allows(left, right)
    case .less: left < right && !allows(left, right)
    case .atMost: left <= right || allows(left, right)
    case .greater: left > right && !allows(left, right)
    case .atLeast: left >= right || allows(left, right)
    }
  }
}

extension Formula {
  /// Half a unit of its last digit, if it is a number as typed: 0.005 for `0.55` and for `90 %`.
  var halfOfLastDigit: Double? {
    switch self {
    case .negated(let inner): return inner.halfOfLastDigit
    case .number(_, let spelling):
      var decimals = 0
      var exponent = ""
      var isPastPoint = false
      var isExponent = false
      for byte in spelling.utf8 {
        switch byte {
        case UInt8(ascii: "e"), UInt8(ascii: "E"): isExponent = true
        case UInt8(ascii: "."): isPastPoint = true
        case UInt8(ascii: "%"): decimals += 2
        case UInt8(ascii: "+"): continue
        default:
          if isExponent {
            exponent.unicodeScalars.append(Unicode.Scalar(byte))
          } else if isPastPoint {
            decimals += 1
          }
        }
      }
      // Beyond these powers no digit has a size.
      guard let power = exponent.isEmpty ? 0 : Int(exponent), power.magnitude < 400 else { return nil }
      let half = Double("5e\(power - decimals - 1)")
      return half.flatMap { $0.isFinite ? $0 : nil }
    default: return nil
    }
  }
}
