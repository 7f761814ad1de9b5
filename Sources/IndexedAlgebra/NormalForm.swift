/// A sum of terms, each a number times a monomial, in one order: two that are equal as polynomials in their
/// atoms are the same value.
public struct NormalForm: Hashable, Sendable {
  public let terms: [AlgebraTerm]
  let height: Int
  /// How many parts it has: what it takes to compare it.
  let size: Int

  public static let zero = NormalForm([])
  public static let one = NormalForm(Rational.one)

  /// The terms must be in order, without duplicates or zeros.
  init(_ terms: [AlgebraTerm]) {
    self.terms = terms
    height = terms.map { $0.monomial.height }.max() ?? 0
    size = terms.reduce(0) { size, term in
      term.monomial.factors.reduce(size &+ 1) { min($0 &+ $1.atom.size, Int.max / 4) }
    }
  }

  public init(_ number: Rational) {
    self.init(number.isZero ? [] : [AlgebraTerm(coefficient: number, monomial: .one)])
  }

  public var isZero: Bool { terms.isEmpty }

  /// Its value, if it is a number.
  public var number: Rational? {
    guard let first = terms.first else { return .zero }
    return terms.count == 1 && first.monomial.isOne ? first.coefficient : nil
  }

  /// The atom, if it is one and nothing else.
  public var atom: Atom? {
    guard terms.count == 1, let term = terms.first, term.coefficient == .one, term.monomial.bound.isEmpty,
      term.monomial.brackets.isEmpty, term.monomial.factors.count == 1,
      let factor = term.monomial.factors.first, factor.exponent == 1
    else { return nil }
    return factor.atom
  }

  public func mentions(_ index: UnitIndex) -> Bool {
    terms.contains { term in
      term.monomial.factors.contains { $0.atom.mentions(index) }
        || term.monomial.brackets.contains { $0.left == index || $0.right == index }
    }
  }

  /// Whether an atom with such a head occurs, in arguments too.
  public func contains(_ isWanted: (AtomHead) -> Bool) -> Bool {
    terms.contains { term in
      term.monomial.factors.contains { factor in
        isWanted(factor.atom.head) || factor.atom.arguments.contains { $0.contains(isWanted) }
      }
    }
  }

  /// The letters that no sum in it binds, each once.
  public var freeIndices: [UnitIndex] {
    var found: [UnitIndex] = []
    for term in terms {
      var own: [UnitIndex] = term.monomial.brackets.flatMap { [$0.left, $0.right] }
      for factor in term.monomial.factors {
        own += factor.atom.indices
        for argument in factor.atom.arguments { own += argument.freeIndices }
      }
      for index in own where index.kind != .unit && !term.monomial.bound.contains(index) {
        if !found.contains(index) { found.append(index) }
      }
    }
    return found
  }

  func write(into key: inout [Int]) {
    key.append(terms.count)
    for term in terms {
      AtomHead.write(term.coefficient.numerator, into: &key)
      AtomHead.write(term.coefficient.denominator, into: &key)
      key.append(term.monomial.key.count)
      key += term.monomial.key
    }
  }

  public static func == (a: NormalForm, b: NormalForm) -> Bool { a.terms == b.terms }
  public func hash(into hasher: inout Hasher) { hasher.combine(terms) }
}

/// A number times a monomial.
public struct AlgebraTerm: Hashable, Sendable {
  public let coefficient: Rational
  public let monomial: Monomial
}

/// A product of atoms and brackets, summed over letters.
public struct Monomial: Hashable, Comparable, Sendable {
  /// The letters that it is summed over.
  public let bound: [UnitIndex]
  public let brackets: [AlgebraBracket]
  public let factors: [AlgebraPower]
  /// What tells it from others: equal monomials have equal keys.
  let key: [Int]
  let height: Int

  static let one = Monomial(bound: [], brackets: [], factors: [])

  init(bound: [UnitIndex], brackets: [AlgebraBracket], factors: [AlgebraPower]) {
    self.bound = bound
    self.brackets = brackets
    self.factors = factors
    height = factors.map { $0.atom.height }.max() ?? 0
    var key = [bound.count, brackets.count, factors.count]
    for index in bound { index.write(into: &key) }
    for bracket in brackets {
      bracket.left.write(into: &key)
      bracket.right.write(into: &key)
    }
    for factor in factors {
      factor.atom.write(into: &key)
      key.append(factor.exponent)
    }
    self.key = key
  }

  public var isOne: Bool { bound.isEmpty && brackets.isEmpty && factors.isEmpty }

  public static func == (a: Monomial, b: Monomial) -> Bool { a.key == b.key }
  public static func < (a: Monomial, b: Monomial) -> Bool { a.key.lexicographicallyPrecedes(b.key) }
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// [a = b]: 1 if both are the same unit, else 0.
public struct AlgebraBracket: Hashable, Sendable {
  public let left: UnitIndex
  public let right: UnitIndex
}

/// A whole power of an atom, other than the power 0.
public struct AlgebraPower: Hashable, Sendable {
  public let atom: Atom
  public let exponent: Int
}
