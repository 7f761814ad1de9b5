/// What a rule makes of δ_j y_i: δ_j y_i - β w, which has the share of the decay, but not that of a penalty
/// in E, which only ∂E/∂w_ij has.
extension Formula {
  /// The formula of a rule with the decay β w_ij written out.
  func withDescent(from: Subscript, to: Subscript, decay: Formula) -> Formula {
    switch self {
    case .partial(.quantity(.error, _), .quantity(.weight, [from, to])):
      return .sum(self, decay)
    case .product, .quotient, .negated:
      if let written = product(from: from, to: to, decay: decay) { return written }
    default: break
    }
    return with(children.map { $0.withDescent(from: from, to: to, decay: decay) })
  }

  /// nil if this is no product with δ_j y_i, or y_i and a formula in the place of δ_j.
  private func product(from: Subscript, to: Subscript, decay: Formula) -> Formula? {
    var (above, below): ([Formula], [Formula]) = ([], [])
    var isNegative = false
    func add(_ formula: Formula) {
      switch formula {
      case .product(let a, let b, _):
        add(a)
        add(b)
      case .quotient(let a, let b) where a.hasUnits:
        add(a)
        below.append(b)
      case .negated(let a):
        isNegative.toggle()
        add(a)
      default: above.append(formula)
      }
    }
    add(self)
    let sources = above.filter { $0.isOutput(of: from) }
    let units = above.filter { $0.isOfUnit(to) }
    guard sources.count == 1, let first = units.first else { return nil }
    let delta = units.dropFirst().reduce(first) { .product($0, $1, sign: .juxtaposed) }
    let descent = Formula.product(delta, sources[0], sign: .juxtaposed)
    let sign = delta.isAgainstTarget ? 1 : -1
    let sum = descent.joined(with: decay, sign: sign)
    let factors = above.filter { !$0.isOutput(of: from) && !$0.isOfUnit(to) } + [sum]
    let product = factors.dropFirst().reduce(factors[0]) { .product($0, $1, sign: .juxtaposed) }
    let quotient = below.reduce(product) { .quotient($0, $1) }
    return isNegative ? .negated(quotient) : quotient
  }

  func isOutput(of unit: Subscript) -> Bool {
    self == .quantity(.output, [unit])
  }

  /// Whether it is a formula of δ, t, y or a of this unit, and of nothing else that belongs to weights.
  func isOfUnit(_ unit: Subscript) -> Bool {
    switch self {
    case .quantity(.delta, let places), .quantity(.target, let places), .quantity(.output, let places),
      .quantity(.totalInput, let places):
      return places == [unit]
    case .quantity, .partial: return false
    default:
      let parts = children.filter { !$0.isNumeric }
      return !parts.isEmpty && parts.allSatisfy { $0.isOfUnit(unit) }
    }
  }

  /// Whether it descends if it is subtracted: y_j - t_j, and products with it.
  var isAgainstTarget: Bool { turnedToTarget != nil }

  /// (t_j - y_j) g'(a_j) for (y_j - t_j) g'(a_j); nil if it is not against the target.
  var turnedToTarget: Formula? {
    switch self {
    case .difference(let a, let b):
      return b.mentionsTarget && !a.mentionsTarget ? .difference(b, a) : nil
    case .product(let a, let b, let sign):
      if let a = a.turnedToTarget { return .product(a, b, sign: sign) }
      return b.turnedToTarget.map { .product(a, $0, sign: sign) }
    default: return nil
    }
  }

  private var mentionsTarget: Bool {
    if case .quantity(.target, _) = self { true } else { children.contains { $0.mentionsTarget } }
  }

  private var hasUnits: Bool {
    if case .quantity = self { true } else { children.contains { $0.hasUnits } }
  }

  /// A sum or difference, without brackets.
  func joined(with other: Formula?, sign: Int) -> Formula {
    switch other {
    case nil: self
    case .sum(let first, let second): joined(with: first, sign: sign).joined(with: second, sign: sign)
    case .difference(let first, let second):
      joined(with: first, sign: sign).joined(with: second, sign: -sign)
    case .negated(let inner): joined(with: inner, sign: -sign)
    case .some(let other): sign > 0 ? .sum(self, other) : .difference(self, other)
    }
  }
}
