/// Computes with formulas of indexed quantities of a network, exactly. Every result is a normal form: sums
/// are collapsed, and their letters have one name.
///
/// What it finds equal is equal for all weights, patterns and transfer functions; what differs, differs as
/// polynomials in its atoms. Its rules are `AlgebraRule.all`.
public struct Calculus {
  public let shape: AlgebraShape
  /// E in terms of y, t and w; needed where E is differentiated, and for the definition of δ.
  public var error: NormalForm?
  /// The rules that have been applied so far.
  public var used: Set<AlgebraRule> = []

  /// The most monomials that are made in one trial of a calculation.
  public static let mostWork = 150_000
  /// And in all of its trials, so that what explodes in each of them is given up.
  static let mostWorkOfTrials = 4 * mostWork
  /// So many parts of nested functions cost as much as a monomial.
  static let partsOfWork = 16
  /// The highest power that is multiplied out.
  static let highestPower = 40
  /// The deepest nesting of functions.
  static let deepest = 30
  /// So many letters of sums in one monomial.
  static let mostLetters = 24

  /// Whether the derivative of xⁿ is n xⁿ⁻¹, which has a value at 0, rather than n xⁿ / x, which is the same
  /// elsewhere and shows what it shares with xⁿ. Both are for an n that is a name.
  var lowersExponents = false

  private let isInterrupted: () -> Bool
  private var work = 0
  private var workOfEarlierTrials = 0
  private var nextPoll = 0
  private var nextLetter = 1_000_000

  /// isInterrupted: polled now and then; the work ends with `.interrupted` once it is true.
  public init(_ shape: AlgebraShape, isInterrupted: @escaping () -> Bool = { false }) {
    self.shape = shape
    self.isInterrupted = isInterrupted
  }

  /// Counts the work done. Throws when it is too much, or interrupted.
  mutating func spend(_ amount: Int = 1) throws(AlgebraProblem) {
    work += amount
    if work > Self.mostWork || work &+ workOfEarlierTrials > Self.mostWorkOfTrials { throw .tooManyTerms }
    if work >= nextPoll {
      nextPoll = work + 128
      if isInterrupted() { throw .interrupted }
    }
  }

  /// Begins another calculation, with all of the work allowed.
  public mutating func restart() {
    work = 0
    workOfEarlierTrials = 0
    nextPoll = 0
    used = []
  }

  /// Begins another trial of the same calculation, with a share of the work of its own.
  public mutating func beginTrial() {
    workOfEarlierTrials += min(work, Self.mostWork)
    work = 0
    nextPoll = 0
  }

  /// A letter for a sum that occurs nowhere else.
  public mutating func freshLetter(layer: Int, withBias: Bool = false) -> UnitIndex {
    nextLetter += 1
    return UnitIndex(withBias ? .boundWithBias : .bound, layer: layer, number: nextLetter)
  }

  // MARK: - Sums and products

  public mutating func sum(_ a: NormalForm, _ b: NormalForm) throws(AlgebraProblem) -> NormalForm {
    if a.isZero { return b }
    if b.isZero { return a }
    var sum = TermSum(a)
    for term in b.terms { try sum.add(term.coefficient, term.monomial) }
    try spend(b.terms.count)
    return sum.normalForm
  }

  public mutating func scaled(_ a: NormalForm, by number: Rational) throws(AlgebraProblem) -> NormalForm {
    if number.isZero { return .zero }
    var terms: [AlgebraTerm] = []
    for term in a.terms {
      terms.append(
        AlgebraTerm(coefficient: try term.coefficient.times(number), monomial: term.monomial))
    }
    return NormalForm(terms)
  }

  public func negated(_ a: NormalForm) -> NormalForm {
    NormalForm(a.terms.map { AlgebraTerm(coefficient: $0.coefficient.negated, monomial: $0.monomial) })
  }

  public mutating func difference(_ a: NormalForm, _ b: NormalForm) throws(AlgebraProblem) -> NormalForm {
    try sum(a, negated(b))
  }

  public mutating func product(_ a: NormalForm, _ b: NormalForm) throws(AlgebraProblem) -> NormalForm {
    if let number = a.number { return try scaled(b, by: number) }
    if let number = b.number { return try scaled(a, by: number) }
    var sum = TermSum()
    for left in a.terms {
      let first = try raw(left)
      for right in b.terms { try add(first.times(try raw(right)), to: &sum) }
    }
    return sum.normalForm
  }

  /// Σ over a letter that occurs free in the body.
  public mutating func summation(
    over letter: UnitIndex, _ body: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    for term in body.terms {
      var raw = try raw(term)
      raw.bound.append(letter)
      // A bracket with the letter may now be solved for it.
      raw.open += raw.brackets
      raw.brackets = []
      try add(raw, to: &sum)
    }
    return sum.normalForm
  }

  /// [a = b]
  public mutating func bracket(_ a: UnitIndex, _ b: UnitIndex) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    var raw = RawMonomial(coefficient: .one)
    raw.open = [AlgebraBracket(left: a, right: b)]
    try add(raw, to: &sum)
    return sum.normalForm
  }

  /// A quantity with its subscripts.
  public mutating func atom(_ head: AtomHead, _ indices: UnitIndex...) throws(AlgebraProblem) -> NormalForm {
    try atom(Atom(head, indices))
  }

  mutating func atom(_ atom: Atom) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    var raw = RawMonomial(coefficient: .one)
    raw.factors = [AlgebraPower(atom: atom, exponent: 1)]
    try add(raw, to: &sum)
    return sum.normalForm
  }

  /// A power with a whole exponent.
  public mutating func power(_ a: NormalForm, _ exponent: Int) throws(AlgebraProblem) -> NormalForm {
    if exponent < 0 { return try power(try reciprocal(a), -exponent) }
    if let number = a.number { return NormalForm(try number.power(exponent)) }
    guard exponent <= Self.highestPower else { throw .tooManyTerms }
    var result = NormalForm.one
    for _ in 0..<exponent { result = try product(result, a) }
    return result
  }

  public mutating func quotient(_ a: NormalForm, _ b: NormalForm) throws(AlgebraProblem) -> NormalForm {
    try product(a, try reciprocal(b))
  }

  /// A term with letters of its own for its sums.
  mutating func raw(_ term: AlgebraTerm) throws(AlgebraProblem) -> RawMonomial {
    var raw = RawMonomial(term)
    guard !raw.bound.isEmpty else { return raw }
    var map: [UnitIndex: UnitIndex] = [:]
    for letter in raw.bound {
      map[letter] = freshLetter(layer: letter.layer, withBias: letter.kind == .boundWithBias)
    }
    raw = try renamed(raw, map)
    return raw
  }
}

/// A sum in the making.
struct TermSum {
  private var terms: [Monomial: Rational] = [:]

  init() {}

  init(_ normalForm: NormalForm) {
    for term in normalForm.terms { terms[term.monomial] = term.coefficient }
  }

  mutating func add(_ coefficient: Rational, _ monomial: Monomial) throws(AlgebraProblem) {
    if let before = terms[monomial] {
      terms[monomial] = try before.plus(coefficient)
    } else {
      terms[monomial] = coefficient
    }
  }

  mutating func add(_ other: NormalForm) throws(AlgebraProblem) {
    for term in other.terms { try add(term.coefficient, term.monomial) }
  }

  var normalForm: NormalForm {
    var list: [AlgebraTerm] = []
    for (monomial, coefficient) in terms where !coefficient.isZero {
      list.append(AlgebraTerm(coefficient: coefficient, monomial: monomial))
    }
    list.sort { $0.monomial < $1.monomial }
    return NormalForm(list)
  }
}

/// A monomial before it is in normal form.
struct RawMonomial {
  var coefficient: Rational
  var bound: [UnitIndex] = []
  /// Brackets of letters that are not summed over, in normal form.
  var brackets: [AlgebraBracket] = []
  /// Brackets yet to be looked at.
  var open: [AlgebraBracket] = []
  var factors: [AlgebraPower] = []

  init(coefficient: Rational) { self.coefficient = coefficient }

  init(_ term: AlgebraTerm) {
    coefficient = term.coefficient
    bound = term.monomial.bound
    brackets = term.monomial.brackets
    factors = term.monomial.factors
  }

  func times(_ other: RawMonomial) throws(AlgebraProblem) -> RawMonomial {
    var product = self
    product.coefficient = try coefficient.times(other.coefficient)
    product.bound += other.bound
    product.open += other.open
    if brackets.isEmpty {
      product.brackets = other.brackets
    } else {
      product.open += other.brackets
    }
    // What the brackets equate must be replaced in the other's factors too.
    if !product.brackets.isEmpty {
      product.open += product.brackets
      product.brackets = []
    }
    product.factors += other.factors
    return product
  }
}
