import Testing

@testable import IndexedAlgebra

/// The handout's network: i, j and k with bias units, and E = 1/2 Σ_k (t_k - y_k)².
private func handout(units: [Int] = [2, 3, 2]) throws -> Calculus {
  let links = (1..<units.count).map { AlgebraLink(source: $0 - 1, target: $0, hasBias: true) }
  var calculus = Calculus(AlgebraShape(units: units, links: links))
  let k = calculus.freshLetter(layer: units.count - 1)
  let gap = try calculus.difference(calculus.atom(.target, k), calculus.atom(.output, k))
  calculus.error = try calculus.scaled(
    calculus.summation(over: k, calculus.power(gap, 2)), by: Rational(1, over: 2))
  return calculus
}

private let p = UnitIndex(.freeOrBias, layer: 0, number: 0)
private let q = UnitIndex(.free, layer: 1, number: 1)
private let r = UnitIndex(.free, layer: 2, number: 2)
private let j = UnitIndex(.free, layer: 1, number: 3)

@Suite struct CalculusTests {
  @Test("step 2a: ∂E/∂w_qr = -δ_r y_q")
  func outputWeights() throws {
    var calculus = try handout()
    let source = UnitIndex(.freeOrBias, layer: 1, number: 1)
    let slope = try calculus.derivative(of: calculus.atom(.error), by: .weight(link: 1, source, r))
    let right = try calculus.negated(
      calculus.product(calculus.atom(.delta, r), calculus.atom(.output, source)))
    let difference = try calculus.difference(slope, right)
    #expect(!difference.isZero)
    #expect(try calculus.unfolded(difference, delta: true).isZero)
  }

  @Test("steps 2b and 2c: ∂E/∂w_pq = -δ_q y_p, through two, three and four layers of weights")
  func hiddenWeights() throws {
    for units in [[2, 3, 2], [2, 3, 2, 2], [2, 3, 2, 2, 2]] {
      var calculus = try handout(units: units)
      let slope = try calculus.derivative(of: calculus.atom(.error), by: .weight(link: 0, p, q))
      let right = try calculus.negated(
        calculus.product(calculus.atom(.delta, q), calculus.atom(.output, p)))
      #expect(try calculus.unfolded(calculus.difference(slope, right), delta: true).isZero)
      // With the sign of δ forgotten.
      #expect(try !calculus.unfolded(calculus.sum(slope, right), delta: true).isZero)
    }
  }

  @Test("the letters of sums may be exchanged")
  func letters() throws {
    var calculus = try handout()
    func double(_ first: Bool) throws -> NormalForm {
      let (a, b) = (calculus.freshLetter(layer: 1), calculus.freshLetter(layer: 1))
      let (k, l) = first ? (a, b) : (b, a)
      let body = try calculus.product(
        calculus.product(calculus.atom(.delta, k), calculus.atom(.delta, l)), calculus.atom(.output, l))
      return try calculus.summation(over: a, calculus.summation(over: b, body))
    }
    #expect(try double(true) == double(false))
  }

  @Test("a cycle of six letters has one name, from wherever it is read; two of three letters differ from it")
  func cycles() throws {
    var calculus = Calculus(
      AlgebraShape(units: [3, 3], links: [AlgebraLink(source: 0, target: 1, hasBias: false)]))
    func chain(_ order: [Int]) throws -> NormalForm {
      let (i, k) = (
        order.map { _ in calculus.freshLetter(layer: 0) }, order.map { _ in calculus.freshLetter(layer: 1) }
      )
      var body = NormalForm.one
      for (place, next) in order.enumerated() {
        body = try calculus.product(body, calculus.atom(.weight(0), i[place], k[place]))
        body = try calculus.product(body, calculus.atom(.weight(0), i[next], k[place]))
      }
      for letter in i + k { body = try calculus.summation(over: letter, body) }
      return body
    }
    let cycle = try chain([1, 2, 3, 4, 5, 0])
    #expect(
      try cycle == chain([4, 2, 0, 5, 3, 1].map { [1, 2, 3, 4, 5, 0][$0] }.indices.map { ($0 + 5) % 6 }))
    #expect(try cycle != chain([1, 2, 0, 4, 5, 3]))
  }

  @Test("a sum over units without the bias unit differs by its term")
  func biasUnits() throws {
    var calculus = try handout()
    func total(withBias: Bool) throws -> NormalForm {
      let letter = calculus.freshLetter(layer: 1, withBias: withBias)
      return try calculus.summation(
        over: letter, calculus.product(calculus.atom(.weight(1), letter, r), calculus.atom(.output, letter)))
    }
    let zero = UnitIndex.unit(0, layer: 1)
    let term = try calculus.product(calculus.atom(.weight(1), zero, r), calculus.atom(.output, zero))
    #expect(try calculus.sum(total(withBias: false), term) == total(withBias: true))
    #expect(try total(withBias: true).terms.count == 1)
    // The bias unit has no δ.
    let letter = calculus.freshLetter(layer: 1, withBias: true)
    let deltas = try calculus.summation(over: letter, calculus.atom(.delta, letter))
    let narrow = calculus.freshLetter(layer: 1)
    #expect(try deltas == calculus.summation(over: narrow, calculus.atom(.delta, narrow)))
  }

  @Test("brackets")
  func brackets() throws {
    var calculus = try handout()
    let equal = try calculus.bracket(j, q)
    #expect(try calculus.power(equal, 2) == equal)
    #expect(
      try calculus.product(equal, calculus.atom(.output, j))
        == calculus.product(equal, calculus.atom(.output, q)))
    #expect(try calculus.bracket(.unit(1, layer: 1), .unit(2, layer: 1)).isZero)
    #expect(try calculus.bracket(q, .unit(0, layer: 1)).isZero)
    let letter = calculus.freshLetter(layer: 1)
    let sum = try calculus.summation(over: letter, calculus.bracket(letter, q))
    #expect(sum == .one)
    // Σ_j 1, with a sum over a bracket taken away.
    let count = try calculus.summation(over: calculus.freshLetter(layer: 1), .one)
    #expect(count.number == nil)
    #expect(try calculus.counted(count) == NormalForm(Rational(3)))
  }

  @Test("quotients: t/y - (1 - t)/(1 - y) times y (1 - y) is t - y")
  func quotients() throws {
    var calculus = try handout()
    let (t, y) = (try calculus.atom(.target, r), try calculus.atom(.output, r))
    let rest = try calculus.difference(.one, y)
    let descent = try calculus.difference(
      calculus.quotient(t, y), calculus.quotient(calculus.difference(.one, t), rest))
    let slope = try calculus.product(y, rest)
    #expect(try calculus.product(descent, slope) == calculus.difference(t, y))
    #expect(try calculus.product(calculus.reciprocal(slope), slope) == .one)
    // 1/(a + b) + 1/(a - b) = 2 a/(a² - b²)
    let left = try calculus.sum(
      calculus.reciprocal(calculus.sum(t, y)), calculus.reciprocal(calculus.difference(t, y)))
    let right = try calculus.quotient(
      calculus.scaled(t, by: Rational(2)),
      calculus.difference(calculus.power(t, 2), calculus.power(y, 2)))
    #expect(try calculus.vanishes(calculus.difference(left, right)))
    #expect(throws: AlgebraProblem.divisionByZero) { try calculus.reciprocal(.zero) }
  }

  @Test("the laws of functions: g'' of the sigmoid is y (1 - y) (1 - 2 y)")
  func laws() throws {
    var calculus = try handout()
    let y = try calculus.atom(.output, q)
    let second = try calculus.derivative(
      of: calculus.derivative(of: y, by: .totalInput(q)), by: .totalInput(q))
    let sigmoid = [Rational.zero, .one, Rational(-1)]
    let found = try calculus.applying(slope: sigmoid, ofLayer: 1, to: second)
    let rest = try calculus.difference(.one, y)
    let expected = try calculus.product(
      calculus.product(y, rest), calculus.difference(.one, calculus.scaled(y, by: Rational(2))))
    #expect(found == expected)
    // By its formula 1 / (1 + e⁻ᵃ).
    let x = try calculus.atom(.symbol("x"))
    let body = try calculus.reciprocal(
      calculus.sum(.one, calculus.call(.exponential, [calculus.negated(x)])))
    let difference = try calculus.difference(second, expected)
    #expect(
      try calculus.vanishes(calculus.applying(body: body, of: "x", toLayer: 1, in: difference)))
  }

  @Test("case distinctions prove what holds for each sign, and no more")
  func cases() throws {
    var calculus = try handout()
    let (x, y) = (try calculus.atom(.symbol("x")), try calculus.atom(.symbol("y")))
    let product = try calculus.product(x, y)
    func magnitude(_ form: NormalForm) throws -> NormalForm { try calculus.call(.magnitude, [form]) }
    func greatest(_ a: NormalForm, _ b: NormalForm) throws -> NormalForm {
      try calculus.call(.greatest, [a, b])
    }
    let magnitudes = try calculus.product(magnitude(x), magnitude(y))
    let square = try calculus.power(greatest(x, y), 2)
    let equal = try [
      (magnitude(product), magnitudes), (greatest(product, calculus.negated(product)), magnitudes),
      (greatest(x, calculus.negated(x)), magnitude(x)),
      (
        square,
        calculus.sum(
          calculus.product(x, greatest(x, y)),
          calculus.product(
            calculus.difference(greatest(x, y), x), greatest(x, y)))
      ),
    ]
    for (left, right) in equal {
      #expect(try calculus.vanishesInEachCase(calculus.difference(left, right), linear: []))
    }
    // Of x = -2 and y = 1, these differ.
    let different = try [
      (magnitude(calculus.sum(x, y)), calculus.sum(magnitude(x), magnitude(y))), (magnitude(x), x),
      (square, greatest(calculus.power(x, 2), calculus.power(y, 2))), (greatest(x, y), x),
      (greatest(calculus.scaled(x, by: Rational(2)), y), calculus.scaled(greatest(x, y), by: Rational(2))),
    ]
    for (left, right) in different {
      #expect(try !calculus.vanishesInEachCase(calculus.difference(left, right), linear: []))
    }
    // Not where x is 0.
    let sign = try calculus.power(calculus.call(.sign, [x]), 2)
    #expect(try !calculus.vanishesInEachCase(calculus.difference(sign, .one), linear: []))
  }

  @Test("numbers and formulas that grow too large end with a problem")
  func limits() throws {
    #expect(throws: AlgebraProblem.numbersTooLarge) { try Rational(.max).plus(.one) }
    #expect(throws: AlgebraProblem.numbersTooLarge) { try Rational(3).power(60) }
    #expect(throws: AlgebraProblem.divisionByZero) { try Rational(1, over: 0) }
    #expect(throws: AlgebraProblem.numbersTooLarge) { try Rational(.min, over: 1) }
    var calculus = try handout()
    let letter = calculus.freshLetter(layer: 0, withBias: true)
    let total = try calculus.product(calculus.atom(.weight(0), letter, q), calculus.atom(.output, letter))
    let sum = try calculus.sum(calculus.summation(over: letter, total), calculus.atom(.output, q))
    #expect(throws: AlgebraProblem.tooManyTerms) { try calculus.power(calculus.power(sum, 30), 30) }
    var interrupted = Calculus(calculus.shape, isInterrupted: { true })
    #expect(throws: AlgebraProblem.interrupted) {
      for _ in 0..<200 { _ = try interrupted.atom(.output, q) }
    }
  }

  @Test("decimal fractions are exact")
  func decimals() throws {
    #expect(try Rational(decimal: 0.1) == Rational(1, over: 10))
    #expect(try Rational(decimal: -2.375) == Rational(-19, over: 8))
    #expect(try Rational(decimal: 1e-8) == Rational(1, over: 100_000_000))
    #expect(Rational(decimal: .pi) == nil)
    #expect(Rational(decimal: .infinity) == nil)
  }

  @Test("fractions that doubles do not tell apart are in order")
  func order() throws {
    let numbers: [Int64] = [3, 200_000_000, 3_000_000_000]
    for n in numbers {
      let (larger, smaller) = (try Rational(n + 1, over: n), try Rational(n + 2, over: n + 1))
      #expect(smaller < larger)
      #expect(!(larger < smaller))
      #expect(larger.negated < smaller.negated)
      #expect(!(larger < larger))
    }
    #expect(try Rational(.max, over: .max - 1) < Rational(.max - 1, over: .max - 2))
  }
}
