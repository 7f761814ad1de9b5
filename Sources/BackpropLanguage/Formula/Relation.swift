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
