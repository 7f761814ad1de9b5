/// Case distinctions: |x|, max and min, and g of rectifiers, say something else where x is positive, negative
/// or 0.
extension Calculus {
  /// Three cases for each x.
  public static let mostDistinctions = 3

  /// Signs that follow from others are no distinctions, but so many signs at most are used at once.
  private static let mostKnown = 12

  /// What a number is known to be: 1 for more than 0, -1 for less, 0 for 0.
  private typealias KnownSign = (x: NormalForm, sign: Int)

  /// Whether a form is 0 whatever the signs in it are. linear: of the layers whose g
  /// is piecewise linear.
  public mutating func vanishesInEachCase(
    _ form: NormalForm, linear: [PiecewiseLinear]
  ) throws(AlgebraProblem) -> Bool {
    let form = try withoutExtremes(form)
    if try vanishes(form, linear, [], distinctions: Self.mostDistinctions) { return true }
    let parts = try summands(form, linear)
    guard parts.count > 1 || parts.first != form else { return false }
    for part in parts {
      guard try vanishes(part, linear, [], distinctions: Self.mostDistinctions) else { return false }
    }
    return true
  }

  /// Parts whose sum a form is. What is summed over a layer, and has signs that depend on the letter, is one
  /// of them for any one unit: if that is 0, so is the sum.
  private mutating func summands(_ form: NormalForm, _ linear: [PiecewiseLinear]) throws(AlgebraProblem)
    -> [NormalForm]
  {
    var rest = TermSum()
    var layers: [(unit: UnitIndex, terms: TermSum)] = []
    for term in form.terms {
      var own = try raw(term)
      guard
        let letter = own.bound.first(where: { letter in
          letter.kind == .bound && own.factors.contains { $0.atom.hasSign(of: letter, linear) }
        })
      else {
        try add(own, to: &rest)
        continue
      }
      if !layers.contains(where: { $0.unit.layer == letter.layer }) {
        let number = freshLetter(layer: letter.layer).number
        layers.append((UnitIndex(.free, layer: letter.layer, number: number), TermSum()))
      }
      guard let place = layers.firstIndex(where: { $0.unit.layer == letter.layer }) else { continue }
      own.bound.removeAll { $0 == letter }
      for result in try substituted(own, letter, by: layers[place].unit) {
        try add(result, to: &layers[place].terms)
      }
    }
    return layers.map { $0.terms.normalForm } + [rest.normalForm]
  }

  /// max(a, b) = (a + b + |a - b|) / 2, and min(a, b) with -|a - b|.
  private mutating func withoutExtremes(_ form: NormalForm) throws(AlgebraProblem) -> NormalForm {
    try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
      guard atom.head == .call(.least) || atom.head == .call(.greatest), atom.arguments.count == 2 else {
        return nil
      }
      let a = try calculus.withoutExtremes(atom.arguments[0])
      let b = try calculus.withoutExtremes(atom.arguments[1])
      let distance = try calculus.call(.magnitude, [try calculus.difference(a, b)])
      let sum = try calculus.sum(a, b)
      let twice =
        atom.head == .call(.greatest)
        ? try calculus.sum(sum, distance) : try calculus.difference(sum, distance)
      return try calculus.scaled(twice, by: try Rational(1, over: 2))
    }
  }

  private mutating func vanishes(
    _ form: NormalForm, _ linear: [PiecewiseLinear], _ known: [KnownSign], distinctions: Int
  ) throws(AlgebraProblem) -> Bool {
    if try vanishes(form) { return true }
    var open: [NormalForm] = []
    try collectUndecided(form, linear, besides: [], into: &open)
    // What decides the sign of a product is the signs of its factors.
    guard known.count < Self.mostKnown, let least = open.min(by: { $0.size < $1.size }) else { return false }
    let x = try unscaled(least)
    let signs = try possibleSigns(of: x, known)
    let left = signs.count > 1 ? distinctions - 1 : distinctions
    guard left >= 0 else { return false }
    for sign in signs {
      var part = try decided(form, x, sign, linear)
      if sign == 0, let (atom, value) = try zero(of: x) {
        part = try replacing(part) { (_, other) throws(AlgebraProblem) -> NormalForm? in
          other == atom ? value : nil
        }
      }
      guard try vanishes(part, linear, known + [(x, sign)], distinctions: left) else { return false }
    }
    return true
  }

  /// The signs that x may have where others are known: what is more than 1/2 is more than 0.
  private mutating func possibleSigns(
    of x: NormalForm, _ known: [KnownSign]
  ) throws(AlgebraProblem) -> [Int] {
    var possible = [1, -1, 0]
    for (other, own) in known {
      // x = d + other, or x = d - other.
      let distances = [(try difference(x, other).number, own), (try sum(x, other).number, -own)]
      for (distance, own) in distances {
        guard let distance else { continue }
        let side = distance.isZero ? 0 : distance < .zero ? -1 : 1
        if own == 0 {
          possible.removeAll { $0 != side }
        } else if side == 0 || side == own {
          possible.removeAll { $0 != own }
        }
      }
    }
    return possible
  }

  /// With 1 or -1 as the coefficient of its first symbol: its sign is the same.
  private mutating func unscaled(_ x: NormalForm) throws(AlgebraProblem) -> NormalForm {
    guard let first = x.terms.first(where: { !$0.monomial.isOne })?.coefficient else { return x }
    return try scaled(x, by: try (first < .zero ? first.negated : first).reciprocal())
  }

  /// Each x whose sign matters. One that depends on the letter of a sum may have another sign in each of its
  /// terms.
  private mutating func collectUndecided(
    _ form: NormalForm, _ linear: [PiecewiseLinear], besides letters: [UnitIndex],
    into found: inout [NormalForm]
  ) throws(AlgebraProblem) {
    for term in form.terms {
      let letters = letters + term.monomial.bound
      for factor in term.monomial.factors {
        for argument in factor.atom.arguments {
          try collectUndecided(argument, linear, besides: letters, into: &found)
        }
        guard !letters.contains(where: { factor.atom.mentions($0) }) else { continue }
        switch factor.atom.head {
        case .call(.magnitude), .call(.sign): found += factor.atom.arguments.prefix(1)
        case .output, .slope:
          guard let unit = factor.atom.indices.first, linear.contains(where: { $0.layer == unit.layer }),
            !unit.mayBeBias
          else {
            continue
          }
          found.append(try atom(.totalInput, unit))
        default: continue
        }
      }
    }
  }

  /// What a symbol of x is where x is 0; nil if no symbol is a term of it by itself.
  private mutating func zero(of x: NormalForm) throws(AlgebraProblem) -> (Atom, NormalForm)? {
    for term in x.terms {
      guard term.monomial.bound.isEmpty, term.monomial.brackets.isEmpty, term.monomial.factors.count == 1,
        let factor = term.monomial.factors.first, factor.exponent == 1, factor.atom.arguments.isEmpty
      else { continue }
      let rest = try difference(NormalForm([term]), x)
      return (factor.atom, try scaled(rest, by: try term.coefficient.reciprocal()))
    }
    return nil
  }

  /// A form where x has a sign: 1, -1, or 0.
  private mutating func decided(
    _ form: NormalForm, _ x: NormalForm, _ sign: Int, _ linear: [PiecewiseLinear]
  ) throws(AlgebraProblem) -> NormalForm {
    try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
      switch atom.head {
      case .call(.magnitude), .call(.sign):
        guard let argument = atom.arguments.first else { return nil }
        let inner = try calculus.decided(argument, x, sign, linear)
        if let known = try calculus.decided(atom.head, of: inner, x, sign) { return known }
        return inner == argument ? nil : try calculus.function(atom.head, [inner])
      case .output, .slope:
        guard let unit = atom.indices.first, let own = linear.first(where: { $0.layer == unit.layer }),
          !unit.mayBeBias, try calculus.atom(.totalInput, unit) == x
        else { return nil }
        let piece = sign == 0 ? own.zero : sign < 0 ? own.below : own.above
        guard atom.head == .output else { return NormalForm(atom.head == .slope(1) ? piece.slope : .zero) }
        return try calculus.sum(NormalForm(piece.constant), try calculus.scaled(x, by: piece.factor))
      default: return nil
      }
    }
  }

  /// |c x| and its sign; where x is one symbol, those of a product, too. nil if x decides neither.
  private mutating func decided(
    _ head: AtomHead, of argument: NormalForm, _ x: NormalForm, _ sign: Int
  ) throws(AlgebraProblem) -> NormalForm? {
    let isSign = head == .call(.sign)
    if let ratio = try argument.ratio(to: x) {
      if isSign { return NormalForm(Rational(Int64(ratio < .zero ? -sign : sign))) }
      return try scaled(x, by: try Rational(Int64(sign)).times(ratio < .zero ? ratio.negated : ratio))
    }
    guard let symbol = x.atom, argument.terms.count == 1, let term = argument.terms.first,
      term.monomial.bound.isEmpty, term.monomial.brackets.isEmpty,
      let factor = term.monomial.factors.first(where: { $0.atom == symbol })
    else { return nil }
    var raw = RawMonomial(term)
    raw.factors.removeAll { $0.atom == symbol }
    let rest = try function(head, [try form(raw)])
    let own = isSign ? NormalForm(Rational(Int64(sign))) : try scaled(x, by: Rational(Int64(sign)))
    return try product(try power(own, factor.exponent), rest)
  }
}

extension NormalForm {
  /// c, if this is c x with a number c.
  fileprivate func ratio(to x: NormalForm) throws(AlgebraProblem) -> Rational? {
    guard terms.count == x.terms.count, let own = terms.first, let other = x.terms.first else { return nil }
    let ratio = try own.coefficient.times(try other.coefficient.reciprocal())
    for (own, other) in zip(terms, x.terms) {
      guard own.monomial == other.monomial, try other.coefficient.times(ratio) == own.coefficient else {
        return nil
      }
    }
    return ratio
  }
}

extension Atom {
  /// Whether what it is depends on a sign that may be another for each value of a letter.
  fileprivate func hasSign(of letter: UnitIndex, _ linear: [PiecewiseLinear]) -> Bool {
    switch head {
    case .call(.magnitude), .call(.sign):
      if arguments.contains(where: { $0.mentions(letter) }) { return true }
    case .output, .slope:
      if indices.contains(letter), linear.contains(where: { $0.layer == letter.layer }) { return true }
    default: break
    }
    return arguments.contains { form in
      form.terms.contains { term in term.monomial.factors.contains { $0.atom.hasSign(of: letter, linear) } }
    }
  }
}
