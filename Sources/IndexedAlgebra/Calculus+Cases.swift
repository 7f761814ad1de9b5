/// Case distinctions: |x|, max and min, and g of relu, say something else where x is positive, negative or 0.
extension Calculus {
  /// Three cases for each x.
  public static let mostDistinctions = 3

  /// Whether a form is 0 whatever the signs in it are. linear: the layers whose g is 0 below 0, and a above.
  public mutating func vanishesInEachCase(
    _ form: NormalForm, linear: [Int], distinctions: Int = Self.mostDistinctions
  ) throws(AlgebraProblem) -> Bool {
    if try vanishes(form) { return true }
    guard distinctions > 0, let x = try undecided(form, linear) else { return false }
    for sign in [1, -1, 0] {
      var part = try decided(form, x, sign, linear)
      if sign == 0, let zero = x.atom {
        part = try replacing(part) { (_, atom) throws(AlgebraProblem) -> NormalForm? in
          atom == zero ? .zero : nil
        }
      }
      guard try vanishesInEachCase(part, linear: linear, distinctions: distinctions - 1) else { return false }
    }
    return true
  }

  /// The first x whose sign matters; nil if there is none. One that depends on the letter of a sum may have
  /// another sign in each of its terms.
  private mutating func undecided(_ form: NormalForm, _ linear: [Int]) throws(AlgebraProblem) -> NormalForm? {
    for term in form.terms {
      for factor in term.monomial.factors
      where !term.monomial.bound.contains(where: { factor.atom.mentions($0) }) {
        switch factor.atom.head {
        case .call(.magnitude), .call(.sign): return factor.atom.arguments.first
        case .call(.least), .call(.greatest):
          guard factor.atom.arguments.count == 2 else { continue }
          return try difference(factor.atom.arguments[0], factor.atom.arguments[1])
        case .output, .slope:
          guard let unit = factor.atom.indices.first, linear.contains(unit.layer), !unit.mayBeBias else {
            continue
          }
          return try atom(.totalInput, unit)
        default: continue
        }
      }
    }
    return nil
  }

  /// A form where x has a sign: 1, -1, or 0.
  private mutating func decided(
    _ form: NormalForm, _ x: NormalForm, _ sign: Int, _ linear: [Int]
  ) throws(AlgebraProblem) -> NormalForm {
    let negative = negated(x)
    let number = Rational(Int64(sign))
    return try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
      switch atom.head {
      case .call(.magnitude):
        guard let argument = atom.arguments.first, argument == x || argument == negative else { return nil }
        return try calculus.scaled(x, by: number)
      case .call(.sign):
        guard let argument = atom.arguments.first, argument == x || argument == negative else { return nil }
        return NormalForm(argument == x ? number : number.negated)
      case .call(.least), .call(.greatest):
        guard atom.arguments.count == 2 else { return nil }
        let difference = try calculus.difference(atom.arguments[0], atom.arguments[1])
        guard difference == x || difference == negative else { return nil }
        let isFirstGreater = (difference == x ? sign : -sign) > 0
        return atom.arguments[isFirstGreater == (atom.head == .call(.greatest)) ? 0 : 1]
      case .output, .slope:
        guard let unit = atom.indices.first, linear.contains(unit.layer), !unit.mayBeBias,
          try calculus.atom(.totalInput, unit) == x
        else { return nil }
        if sign <= 0 { return .zero }
        return atom.head == .output ? x : atom.head == .slope(1) ? .one : .zero
      default: return nil
      }
    }
  }
}
