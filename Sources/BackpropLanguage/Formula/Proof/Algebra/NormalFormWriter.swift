import Backprop
import IndexedAlgebra

/// Normal forms as formulas of the language, with letters that the network has.
struct NormalFormWriter {
  let context: FormulaContext
  /// The letter of each free subscript, by its number.
  let letters: [Int: String]

  init(_ context: FormulaContext, letters: [(number: Int, letter: String)]) {
    self.context = context
    var names: [Int: String] = [:]
    for (number, letter) in letters { names[number] = letter }
    self.letters = names
  }

  /// nil if something in it has no symbol: a second derivative of g of anything other than a total input.
  func formula(_ form: NormalForm) -> Formula? { formula(form, [:]) }

  private func formula(_ form: NormalForm, _ outer: [UnitIndex: String]) -> Formula? {
    var total: Formula?
    let positive = form.terms.filter { $0.coefficient > .zero }
    let negative = form.terms.filter { $0.coefficient < .zero }
    for term in positive + negative {
      guard let body = formula(term, outer) else { return nil }
      let isNegative = term.coefficient < .zero
      if let before = total {
        total = isNegative ? .difference(before, body) : .sum(before, body)
      } else {
        total = isNegative ? .negated(body) : body
      }
    }
    return total ?? .zero
  }

  /// A term without its sign: what belongs to no sum comes first.
  private func formula(_ term: AlgebraTerm, _ outer: [UnitIndex: String]) -> Formula? {
    var names = outer
    let used = Set(letters.values).union(outer.values)
    var taken = used
    for letter in term.monomial.bound {
      guard let name = name(letter.layer, taken) else { return nil }
      names[letter] = name
      taken.insert(name)
    }
    let sorted = term.monomial.factors.sorted { Self.rank($0.atom) < Self.rank($1.atom) }
    func isInside(_ factor: AlgebraPower) -> Bool {
      term.monomial.bound.contains { factor.atom.mentions($0) }
    }
    var outside: [Formula] = []
    for bracket in term.monomial.brackets {
      guard let a = place(bracket.left, names), let b = place(bracket.right, names) else { return nil }
      outside.append(.iverson(a, b))
    }
    guard let before = product(sorted.filter { !isInside($0) }, names, with: outside, term.coefficient) else {
      return nil
    }
    guard !term.monomial.bound.isEmpty else { return before }
    guard let body = product(sorted.filter { isInside($0) }, names, with: [], .one) else { return nil }
    let sum = term.monomial.bound.reversed().reduce(body) { .summation(names[$1] ?? "", $0) }
    if before == .one { return sum }
    return .product(before, sum, sign: .juxtaposed)
  }

  private func product(
    _ factors: [AlgebraPower], _ names: [UnitIndex: String], with first: [Formula], _ number: Rational
  ) -> Formula? {
    var above: [Formula] = []
    var below: [Formula] = []
    let magnitude = number < .zero ? number.negated : number
    if magnitude.denominator != 1, magnitude.numerator == 1 || !factors.isEmpty || !first.isEmpty {
      above.append(
        .quotient(
          .number(Double(magnitude.numerator), spelling: "\(magnitude.numerator)"),
          .number(Double(magnitude.denominator), spelling: "\(magnitude.denominator)")))
    } else if magnitude.denominator != 1 {
      above.append(.number(Double(magnitude.numerator), spelling: "\(magnitude.numerator)"))
      below.append(.number(Double(magnitude.denominator), spelling: "\(magnitude.denominator)"))
    } else if magnitude != .one {
      above.append(.number(Double(magnitude.numerator), spelling: "\(magnitude.numerator)"))
    }
    above += first
    for factor in factors {
      guard let base = formula(factor.atom, names) else { return nil }
      let exponent = factor.exponent.magnitude
      let power = exponent == 1 ? base : .power(base, .number(Double(exponent), spelling: "\(exponent)"))
      if factor.exponent > 0 { above.append(power) } else { below.append(power) }
    }
    let top = Self.joined(above)
    return below.isEmpty ? top : .quotient(top, Self.joined(below))
  }

  private static func joined(_ factors: [Formula]) -> Formula {
    factors.dropFirst().reduce(factors.first ?? .one) { .product($0, $1, sign: .juxtaposed) }
  }

  /// In the order in which factors are usually written.
  private static func rank(_ atom: Atom) -> Int {
    switch atom.head {
    case .symbol, .constant: 0
    case .delta: 1
    case .target: 2
    case .transfer, .slope: 3
    case .weight, .previousChange: 4
    case .call, .group, .error: 5
    case .totalInput: 6
    case .output: 7
    }
  }

  private func formula(_ atom: Atom, _ names: [UnitIndex: String]) -> Formula? {
    var places: [Subscript] = []
    for index in atom.indices {
      guard let place = place(index, names) else { return nil }
      places.append(place)
    }
    var arguments: [Formula] = []
    for argument in atom.arguments {
      guard let formula = formula(argument, names) else { return nil }
      arguments.append(formula)
    }
    switch atom.head {
    case .weight: return .quantity(.weight, places)
    case .previousChange: return .quantity(.previousWeightChange, places)
    case .totalInput: return .quantity(.totalInput, places)
    case .output: return .quantity(.output, places)
    case .target: return .quantity(.target, places)
    case .delta: return .quantity(.delta, places)
    case .error: return .quantity(.error, [])
    case .slope(let order):
      let total = Formula.quantity(.totalInput, places)
      var slope = Formula.call(.transferDerivative, [total])
      for _ in 1..<max(order, 1) { slope = .partial(slope, total) }
      return slope
    case .transfer(_, let order):
      guard order < 2 else { return nil }
      return .call(order == 0 ? .transfer : .transferDerivative, arguments)
    case .call(.power):
      return arguments.count == 2 ? .power(arguments[0], arguments[1]) : nil
    case .call(let function): return .call(.elementary(Self.elementary(function)), arguments)
    case .symbol(let name):
      guard let layer = atom.head.countedLayer else { return .name(name) }
      guard context.layerLetters.indices.contains(layer) else { return nil }
      return .summation(context.layerLetters[layer], .one)
    case .constant(let value): return value == Double.pi ? .constant(.pi) : .of(value)
    case .group: return arguments.first
    }
  }

  private static func elementary(_ function: AlgebraFunction) -> ElementaryFunction {
    switch function {
    case .exponential: .exp
    case .logarithm: .log
    case .squareRoot: .sqrt
    case .magnitude: .abs
    case .sign: .sign
    case .floor: .floor
    case .sine: .sin
    case .cosine: .cos
    case .hyperbolicTangent: .tanh
    case .hyperbolicCosine: .cosh
    case .hyperbolicSine: .sinh
    case .least: .min
    case .greatest: .max
    case .power: .exp
    }
  }

  private func place(_ index: UnitIndex, _ names: [UnitIndex: String]) -> Subscript? {
    guard context.layerLetters.indices.contains(index.layer) else { return nil }
    switch index.kind {
    case .unit: return Subscript(context.layerLetters[index.layer], unit: index.number)
    case .free, .freeOrBias: return letters[index.number].map { Subscript($0) }
    case .bound, .boundWithBias: return names[index].map { Subscript($0) }
    }
  }

  /// A letter of a layer that is not in use: its own, another of its units', or one with primes.
  private func name(_ layer: Int, _ taken: Set<String>) -> String? {
    guard context.layerLetters.indices.contains(layer) else { return nil }
    let own = context.layerLetters[layer]
    let others = context.particularLetters.filter { $0.value == layer && context.pins[$0.key] == nil }.map {
      $0.key
    }
    let primes = (1...Self.mostPrimes).map { own + String(repeating: "'", count: $0) }
    return ([own] + others.sorted() + primes).first { !taken.contains($0) && context.pins[$0] == nil }
  }

  private static let mostPrimes = 6
}
