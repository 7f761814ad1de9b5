/// Functions of terms.
extension Calculus {
  /// An elementary function of one term, or of two.
  public mutating func call(
    _ function: AlgebraFunction, _ arguments: [NormalForm]
  ) throws(AlgebraProblem) -> NormalForm {
    guard let x = arguments.first else { throw .unknown(.power) }
    switch function {
    case .exponential: return try exponential(x)
    case .logarithm:
      if x == .one { return .zero }
      // log eˣ = x
      if x.terms.count == 1, let term = x.terms.first, term.coefficient == .one,
        term.monomial.bound.isEmpty, term.monomial.brackets.isEmpty, term.monomial.factors.count == 1,
        let factor = term.monomial.factors.first, factor.atom.head == .call(.exponential),
        let exponent = factor.atom.arguments.first
      {
        used.insert(.elementary)
        return try scaled(exponent, by: Rational(Int64(factor.exponent)))
      }
      if let parts = try logarithmOfProduct(x) { return parts }
      if let parts = try logarithmOfPower(x) { return parts }
    case .squareRoot:
      if let number = x.number, let root = Self.root(number) { return NormalForm(root) }
      if let root = try rootOfSquare(x) { return root }
    case .power:
      guard arguments.count == 2 else { throw .unknown(.power) }
      if let exponent = arguments[1].number {
        if exponent.isWhole, exponent.numerator.magnitude <= UInt64(Self.highestPower) {
          do throws(AlgebraProblem) { return try power(x, Int(exponent.numerator)) } catch {
            // 10^(-30) is a number without a name: equal to itself, and to no other.
            guard error == .numbersTooLarge, let base = x.number, !base.isZero else { throw error }
            return try atom(Atom(.call(.power), arguments: arguments))
          }
        }
        if exponent.denominator == 2, exponent.numerator.magnitude <= UInt64(Self.highestPower) {
          return try power(try call(.squareRoot, [x]), Int(exponent.numerator))
        }
      }
      // (eˣ)ⁿ
      if let atom = x.atom, atom.head == .call(.exponential), let inner = atom.arguments.first {
        return try exponential(try product(inner, arguments[1]))
      }
    case .hyperbolicTangent, .hyperbolicSine, .sine: if x.isZero { return .zero }
    case .hyperbolicCosine, .cosine: if x.isZero { return .one }
    case .magnitude:
      if let number = x.number { return NormalForm(number < .zero ? number.negated : number) }
      if Self.isNeverNegative(x) { return x }
      if let parts = try withoutPositives(function, x) { return parts }
    case .sign:
      if let number = x.number {
        return number.isZero ? .zero : NormalForm(Rational(number < .zero ? -1 : 1))
      }
      if let parts = try withoutPositives(function, x) { return parts }
    case .floor:
      if let number = x.number {
        let (whole, rest) = number.numerator.quotientAndRemainder(dividingBy: number.denominator)
        return NormalForm(Rational(rest < 0 ? whole - 1 : whole))
      }
    case .least, .greatest:
      // They do not depend on the order of their arguments.
      guard arguments.count == 2 else { throw .unknown(.power) }
      if arguments[0] == arguments[1] { return x }
      if let a = arguments[0].number, let b = arguments[1].number {
        return NormalForm((a < b) == (function == .least) ? a : b)
      }
      if Self.isBefore(arguments[1], arguments[0]) {
        return try atom(Atom(.call(function), arguments: [arguments[1], arguments[0]]))
      }
    }
    guard function.isOdd || function.isEven, isTurned(x) else {
      return try atom(Atom(.call(function), arguments: arguments))
    }
    let turned = try atom(Atom(.call(function), arguments: [negated(x)]))
    return function.isOdd ? negated(turned) : turned
  }

  /// log(p x) = log p + log x for what is positive whatever its symbols are; nil if there is no such factor
  /// beside another one.
  private mutating func logarithmOfProduct(_ x: NormalForm) throws(AlgebraProblem) -> NormalForm? {
    guard x.terms.count == 1, let term = x.terms.first, term.monomial.bound.isEmpty,
      term.monomial.brackets.isEmpty
    else { return nil }
    let positive = term.monomial.factors.filter { Self.isPositive($0.atom) }
    var rest = RawMonomial(term)
    rest.factors.removeAll { Self.isPositive($0.atom) }
    let isAlone = rest.factors.isEmpty && rest.coefficient == .one
    guard positive.count > 1 || positive.count == 1 && (!isAlone || positive[0].exponent != 1) else {
      return nil
    }
    used.insert(.elementary)
    var total = NormalForm.zero
    if !isAlone { total = try call(.logarithm, [try form(rest)]) }
    for factor in positive {
      let own = try call(.logarithm, [try base(of: factor.atom)])
      total = try sum(total, try scaled(own, by: Rational(Int64(factor.exponent))))
    }
    return total
  }

  /// |p x| = p |x| and sign(p x) = sign x for what is positive whatever its symbols are, where it is a factor
  /// of every term: p is 1 / (1 + |x|) for softsign. nil if there is no such factor.
  private mutating func withoutPositives(
    _ function: AlgebraFunction, _ x: NormalForm
  ) throws(AlgebraProblem) -> NormalForm? {
    guard let first = x.terms.first?.monomial, first.bound.isEmpty,
      let shared = first.factors.first(where: { factor in
        factor.exponent < 0 && Self.isPositive(factor.atom)
          && x.terms.allSatisfy { term in
            term.monomial.factors.contains { $0.atom == factor.atom && $0.exponent == factor.exponent }
              && !term.monomial.bound.contains { factor.atom.mentions($0) }
          }
      })
    else { return nil }
    used.insert(.positiveFactors)
    var raw = RawMonomial(coefficient: .one)
    raw.factors = [AlgebraPower(atom: shared.atom, exponent: -shared.exponent)]
    let rest = try call(function, [try product(x, try form(raw))])
    guard function == .magnitude else { return rest }
    raw.factors = [shared]
    return try product(rest, try form(raw))
  }

  /// log xⁿ = n log x for odd n, where both sides have a value for the same x; nil for anything else. An even
  /// power has a logarithm where x is negative, too.
  private mutating func logarithmOfPower(_ x: NormalForm) throws(AlgebraProblem) -> NormalForm? {
    guard x.terms.count == 1, let term = x.terms.first, term.coefficient == .one,
      term.monomial.bound.isEmpty, term.monomial.brackets.isEmpty, term.monomial.factors.count == 1,
      let factor = term.monomial.factors.first, factor.exponent != 1, !factor.exponent.isMultiple(of: 2)
    else { return nil }
    used.insert(.elementary)
    let own = try call(.logarithm, [try base(of: factor.atom)])
    return try scaled(own, by: Rational(Int64(factor.exponent)))
  }

  /// What an atom stands for in a formula: a group is a sum.
  private mutating func base(of atom: Atom) throws(AlgebraProblem) -> NormalForm {
    if atom.head == .group, let inner = atom.arguments.first { return inner }
    return try self.atom(atom)
  }

  /// Whether it is one term of even powers and of what is positive.
  private static func isNeverNegative(_ x: NormalForm) -> Bool {
    guard x.terms.count == 1, let term = x.terms.first, term.coefficient > .zero else { return false }
    return term.monomial.factors.allSatisfy { $0.exponent.isMultiple(of: 2) || isPositive($0.atom) }
  }

  private static func isPositive(_ atom: Atom) -> Bool {
    switch atom.head {
    case .call(.exponential), .call(.hyperbolicCosine): true
    case .group:
      atom.arguments.first.map { form in
        !form.terms.isEmpty
          && form.terms.allSatisfy { term in
            term.coefficient > .zero && term.monomial.brackets.isEmpty
              && term.monomial.factors.allSatisfy { factor in
                isPositive(factor.atom) || factor.atom.head == .call(.magnitude)
                  || factor.exponent.isMultiple(of: 2)
              }
          } && form.terms.contains { term in term.monomial.factors.allSatisfy { isPositive($0.atom) } }
      } ?? false
    case .weight, .previousChange, .totalInput, .output, .target, .delta, .error, .slope, .transfer, .call,
      .symbol, .constant:
      false
    }
  }

  /// Whether -x comes before x: decided without the names of letters, unless that leaves it open and no sum
  /// may rename them.
  private func isTurned(_ x: NormalForm) -> Bool {
    let (own, other) = (Self.key(x), Self.key(x, isNegated: true))
    return own != other ? own.precedes(other) : Self.isBefore(x, negated(x))
  }

  /// The same for two terms.
  private static func isBefore(_ a: NormalForm, _ b: NormalForm) -> Bool {
    let (first, second) = (key(a), key(b))
    if first != second { return first.precedes(second) }
    guard a.hasOnlyFreeLetters, b.hasOnlyFreeLetters else { return false }
    var keys: ([Int], [Int]) = ([], [])
    a.write(into: &keys.0)
    b.write(into: &keys.1)
    return keys.0.lexicographicallyPrecedes(keys.1)
  }

  /// The least or greatest of several terms, of which the order does not matter: max(max(a, b), c) as one of
  /// three. Not before derivatives are taken: their value where two are equal depends on the order.
  mutating func inOrder(_ form: NormalForm) throws(AlgebraProblem) -> NormalForm {
    guard form.contains({ $0 == .call(.least) || $0 == .call(.greatest) }) else { return form }
    return try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
      guard case .call(let function) = atom.head, function == .least || function == .greatest else {
        return nil
      }
      var parts: [NormalForm] = []
      var number: Rational?
      var open = atom.arguments
      while let next = open.popLast() {
        if let inner = next.atom, inner.head == atom.head {
          open += inner.arguments
          continue
        }
        if let own = next.number {
          number = number.map { (own < $0) == (function == .least) ? own : $0 } ?? own
          continue
        }
        let part = try calculus.inOrder(next)
        if !parts.contains(part) { parts.append(part) }
      }
      if let number { parts.append(NormalForm(number)) }
      var keyed: [(key: [Int], part: NormalForm)] = []
      for part in parts {
        var key: [Int] = []
        part.write(into: &key)
        keyed.append((key, part))
      }
      keyed.sort { $0.key.lexicographicallyPrecedes($1.key) }
      guard var result = keyed.first?.part else { return nil }
      for (_, part) in keyed.dropFirst() { result = try calculus.call(function, [result, part]) }
      return result
    }
  }

  /// What the order of terms is decided by, without the names of letters.
  private static func key(_ x: NormalForm, isNegated: Bool = false) -> [[Int]] {
    var keys: [[Int]] = []
    for term in x.terms {
      var key = term.monomial.degreeAndShape
      AtomHead.write(isNegated ? -term.coefficient.numerator : term.coefficient.numerator, into: &key)
      AtomHead.write(term.coefficient.denominator, into: &key)
      keys.append(key)
    }
    return keys.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// e to a sum is a product; whole factors become powers.
  private mutating func exponential(_ x: NormalForm) throws(AlgebraProblem) -> NormalForm {
    if x.isZero { return .one }
    if x.terms.count > 1 { used.insert(.elementary) }
    var raw = RawMonomial(coefficient: .one)
    for term in x.terms {
      // e to the logarithm of a term
      if term.coefficient.isWhole, term.monomial.bound.isEmpty, term.monomial.brackets.isEmpty,
        term.monomial.factors.count == 1, let factor = term.monomial.factors.first, factor.exponent == 1,
        factor.atom.head == .call(.logarithm), let inner = factor.atom.arguments.first,
        term.coefficient.numerator.magnitude <= UInt64(Self.highestPower)
      {
        used.insert(.elementary)
        let rest = try difference(x, NormalForm([term]))
        return try product(
          try power(inner, Int(term.coefficient.numerator)), try exponential(rest))
      }
      guard term.coefficient.numerator.magnitude <= 1000 else { throw .tooManyTerms }
      let unit = AlgebraTerm(
        coefficient: try Rational(1, over: term.coefficient.denominator), monomial: term.monomial)
      raw.factors.append(
        AlgebraPower(
          atom: Atom(.call(.exponential), arguments: [NormalForm([unit])]),
          exponent: Int(term.coefficient.numerator)))
    }
    return try form(raw)
  }

  /// √(x²) = |x|; nil if a term is no square that can be seen.
  private mutating func rootOfSquare(_ x: NormalForm) throws(AlgebraProblem) -> NormalForm? {
    var roots: [NormalForm] = []
    for term in x.terms where roots.count < Self.mostSquares {
      if let root = try rootOfSquare(term) { roots.append(root) }
    }
    guard let first = roots.first else { return nil }
    // The sign of the first does not matter: (a - b)² = (b - a)².
    for signs in 0..<(1 << (roots.count - 1)) {
      var root = first
      for (place, next) in roots.dropFirst().enumerated() {
        root = signs & (1 << place) == 0 ? try sum(root, next) : try difference(root, next)
      }
      do throws(AlgebraProblem) { guard try power(root, 2) == x else { continue } } catch {
        // It is none, then.
        guard error == .numbersTooLarge else { throw error }
        continue
      }
      used.insert(.rootOfSquare)
      return try call(.magnitude, [root])
    }
    return nil
  }

  /// The squares in a sum that is one itself: (a + b + c)² has three.
  private static let mostSquares = 3

  /// x, if a term is x².
  private mutating func rootOfSquare(_ term: AlgebraTerm) throws(AlgebraProblem) -> NormalForm? {
    guard let number = Self.root(term.coefficient), term.monomial.bound.isEmpty,
      term.monomial.brackets.isEmpty,
      term.monomial.factors.allSatisfy({ $0.exponent.isMultiple(of: 2) })
    else { return nil }
    var root = RawMonomial(coefficient: number)
    for factor in term.monomial.factors {
      root.factors.append(AlgebraPower(atom: factor.atom, exponent: factor.exponent / 2))
    }
    return try form(root)
  }

  private static func root(_ number: Rational) -> Rational? {
    func root(_ whole: Int64) -> Int64? {
      guard whole >= 0 else { return nil }
      let root = Int64(Double(whole).squareRoot().rounded())
      let (square, isTooLarge) = root.multipliedReportingOverflow(by: root)
      return !isTooLarge && square == whole ? root : nil
    }
    guard let above = root(number.numerator), let below = root(number.denominator) else { return nil }
    return try? Rational(above, over: below)
  }
}

extension NormalForm {
  /// Whether no letter of a sum is in it, not even of one that it stands in.
  fileprivate var hasOnlyFreeLetters: Bool {
    terms.allSatisfy { term in
      term.monomial.bound.isEmpty
        && term.monomial.factors.allSatisfy { factor in
          factor.atom.indices.allSatisfy { $0.kind != .bound && $0.kind != .boundWithBias }
            && factor.atom.arguments.allSatisfy { $0.hasOnlyFreeLetters }
        }
    }
  }

  /// Whether it is a number other than 0, although too large or too small to be written as a fraction.
  package var isNonzeroNumber: Bool {
    guard terms.count == 1, let monomial = terms.first?.monomial else { return false }
    return monomial.bound.isEmpty && monomial.brackets.isEmpty
      && monomial.factors.allSatisfy { factor in
        factor.atom.head == .call(.power)
          && factor.atom.arguments.allSatisfy { ($0.number ?? .zero) != .zero }
      }
  }
}

extension [[Int]] {
  fileprivate func precedes(_ other: [[Int]]) -> Bool {
    for (a, b) in zip(self, other) where a != b { return a.lexicographicallyPrecedes(b) }
    return count < other.count
  }
}
