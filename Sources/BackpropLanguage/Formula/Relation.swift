/// How two formulas are claimed to compare.
public enum Relation: Equatable, Sendable, CaseIterable {
  case equal
  /// Equal as far as the digits of a typed number go: 0.55 ≈ every number that rounds to 0.55.
  case approximately
  case less, atMost, greater, atLeast

  /// The relation that a symbol of the lexer stands for.
  init?(symbol: String) {
    switch symbol {
    case "=", "==": self = .equal
    case "≈": self = .approximately
    case "<": self = .less
    case "<=": self = .atMost
    case ">": self = .greater
    case ">=": self = .atLeast
    default: return nil
    }
  }

  public var unicode: String {
    switch self {
    case .equal: "="
    case .approximately: "≈"
    case .less: "<"
    case .atMost: "≤"
    case .greater: ">"
    case .atLeast: "≥"
    }
  }

  public var ascii: String {
    switch self {
    case .equal, .less, .greater: unicode
    case .approximately: "~="
    case .atMost: "<="
    case .atLeast: ">="
    }
  }

  public var latex: String {
    switch self {
    case .equal, .less, .greater: unicode
    case .approximately: "\\approx"
    case .atMost: "\\le"
    case .atLeast: "\\ge"
    }
  }

  /// Whether it orders the two sides.
  var isOrder: Bool {
    switch self {
    case .equal, .approximately: false
    case .less, .atMost, .greater, .atLeast: true
    }
  }
}

extension ResolvedFormula {
  /// 1 where two numbers compare so, and else 0, by the sign s of their difference: max(s, 0) where it is
  /// more than 0. As in checks, numbers are equal that agree to nine digits, since rounding leaves no more.
  static func comparison(
    _ left: ResolvedFormula, _ relation: Relation, _ right: ResolvedFormula
  ) -> ResolvedFormula {
    let difference = ResolvedFormula.difference(left, right)
    if relation == .equal || relation == .approximately {
      let larger = ResolvedFormula.call(.max, [.call(.abs, [left]), .call(.abs, [right])])
      let isMore = comparison(.call(.abs, [difference]), .greater, .product(.number(1e-9), larger))
      return .difference(.number(1), isMore)
    }
    let sign = ResolvedFormula.call(.sign, [difference])
    let isMore = ResolvedFormula.call(.max, [sign, .number(0)])
    let isLess = ResolvedFormula.call(.max, [.negated(sign), .number(0)])
    return switch relation {
    case .greater: isMore
    case .less: isLess
    case .atLeast: .difference(.number(1), isLess)
    case .equal, .approximately, .atMost: .difference(.number(1), isMore)
    }
  }
}
