import Backprop
import IndexedAlgebra

/// Formulas as normal forms of the algebra, for a network's layers, E and functions.
///
/// A formula is read as the evaluator reads it, so that both mean the same; numbers with names stay symbols.
struct AlgebraTranslation {
  var calculus: Calculus
  /// The names that stay symbols, each with its value.
  private(set) var values: [String: NormalForm] = [:]
  private let context: FormulaContext
  private var resolver: FormulaResolver
  private var slots: [UnitIndex] = []

  /// The argument of a function, in its body. No name in a formula has a space.
  static let argument = "argument of a function"
  /// The letters of sums have numbers from here, until they have their places in a normal form.
  private static let firstBound = 500_000

  /// context: with a pattern presented, so that every quantity has a meaning. keptNames: of numbers.
  init(_ context: FormulaContext, keptNames: Set<String>, isInterrupted: @escaping () -> Bool) {
    self.context = context
    let network = context.network
    calculus = Calculus(
      AlgebraShape(
        units: network.layers.map { $0.units },
        links: network.projections.map {
          AlgebraLink(source: $0.source, target: $0.target, hasBias: $0.hasBias)
        }, isSoftmax: network.outputTransfer.isSoftmax), isInterrupted: isInterrupted)
    resolver = FormulaResolver(context)
    resolver.keptNames = keptNames
  }

  /// The letters that are free in what has been read, each with the number of its subscript.
  var freeLetters: [(number: Int, letter: String)] {
    resolver.indices.indices.filter { resolver.indices[$0].isFree }.map { ($0, resolver.indices[$0].letter) }
  }

  /// How many parts have been read, all definitions expanded.
  var parts: Int { resolver.parts }

  /// The same letter means the same unit in all of them. Throws if a symbol is undefined.
  mutating func read(_ sources: [SourceFormula]) throws(Diagnostic) -> [ResolvedFormula] {
    var resolved: [ResolvedFormula] = []
    for source in sources { resolved.append(try resolver.resolve(source)) }
    slots = resolver.indices.indices.map { number in
      let slot = resolver.indices[number]
      let mayBeBias = resolver.units(of: number).lowerBound == 0
      return slot.isFree
        ? UnitIndex(mayBeBias ? .freeOrBias : .free, layer: slot.layer, number: number)
        : UnitIndex(
          mayBeBias ? .boundWithBias : .bound, layer: slot.layer, number: Self.firstBound + number)
    }
    return resolved
  }

  // MARK: - Formulas

  /// Calls itself for every level of nesting, so what takes room on the stack is in functions of its own.
  mutating func form(_ formula: ResolvedFormula) throws(AlgebraProblem) -> NormalForm {
    switch formula {
    case .number, .parameter, .weight, .previousWeightChange, .totalInput, .output, .delta, .target, .error,
      .iverson, .weightChange, .remembered, .totalError, .meanError, .accuracy, .epochs:
      return try leaf(formula)
    case .named(let name, let value):
      if values[name] == nil { values[name] = try form(value) }
      return try calculus.atom(.symbol(name))
    case .negated(let a): return calculus.negated(try form(a))
    case .sum, .difference: return try sum(formula)
    case .product: return try product(formula)
    case .quotient(let a, let b): return try calculus.quotient(try form(a), try form(b))
    case .power(let a, let b): return try calculus.call(.power, [try form(a), try form(b)])
    case .call(let function, let arguments): return try call(function, try forms(arguments))
    case .transfer(let layer, let argument, let isDerivative):
      return try calculus.transfer(layer: layer, order: isDerivative ? 1 : 0, try form(argument))
    case .softmax(let layer, let argument, let slot, let place, let isDerivative):
      return try softmax(try form(argument), layer, slot, place, isDerivative)
    case .apply(let body, let argument, let isDerivative):
      return try calculus.value(
        of: try form(body), Self.argument, order: isDerivative ? 1 : 0, at: try form(argument))
    case .summation(let slot, _, let body): return try summation(slot, try form(body))
    case .partial(let numerator, let variable):
      return try calculus.derivative(of: try form(numerator), by: self.variable(variable))
    }
  }

  private mutating func forms(_ formulas: [ResolvedFormula]) throws(AlgebraProblem) -> [NormalForm] {
    var forms: [NormalForm] = []
    for formula in formulas { forms.append(try form(formula)) }
    return forms
  }

  /// a + b - c + …, however long.
  private mutating func sum(_ formula: ResolvedFormula) throws(AlgebraProblem) -> NormalForm {
    var first = formula
    var rest: [(term: ResolvedFormula, isSubtracted: Bool)] = []
    while true {
      if case .sum(let a, let b) = first {
        rest.append((b, false))
        first = a
      } else if case .difference(let a, let b) = first {
        rest.append((b, true))
        first = a
      } else {
        break
      }
    }
    var sum = try form(first)
    for (term, isSubtracted) in rest.reversed() {
      let own = try form(term)
      sum = isSubtracted ? try calculus.difference(sum, own) : try calculus.sum(sum, own)
    }
    return sum
  }

  /// a b c …, however long.
  private mutating func product(_ formula: ResolvedFormula) throws(AlgebraProblem) -> NormalForm {
    var first = formula
    var rest: [ResolvedFormula] = []
    while case .product(let a, let b) = first {
      rest.append(b)
      first = a
    }
    var product = try form(first)
    for factor in rest.reversed() { product = try calculus.product(product, try form(factor)) }
    return product
  }

  private mutating func leaf(_ formula: ResolvedFormula) throws(AlgebraProblem) -> NormalForm {
    switch formula {
    case .number(let value): return try number(value)
    case .parameter: return try calculus.atom(.symbol(Self.argument))
    case .weight(let projection, let from, let to):
      return try calculus.atom(
        .weight(projection), unit(from, of: projection, isSource: true),
        unit(to, of: projection, isSource: false))
    case .previousWeightChange(let projection, let from, let to):
      return try calculus.atom(
        .previousChange(projection), unit(from, of: projection, isSource: true),
        unit(to, of: projection, isSource: false))
    case .totalInput(let layer, let place): return try calculus.atom(.totalInput, unit(place, layer))
    case .output(let layer, let place): return try calculus.atom(.output, unit(place, layer))
    case .delta(let layer, let place): return try calculus.atom(.delta, unit(place, layer))
    case .target(let place):
      return try calculus.atom(.target, unit(place, context.network.layers.count - 1))
    case .error: return try calculus.atom(.error)
    case .iverson(let a, let b):
      guard let layer = layer(a) ?? layer(b) else {
        return a == b ? .one : .zero
      }
      return try calculus.bracket(unit(a, layer), unit(b, layer))
    case .named, .negated, .sum, .difference, .product, .quotient, .power, .call, .transfer, .softmax, .apply,
      .summation, .partial, .weightChange, .remembered, .totalError, .meanError, .accuracy, .epochs:
      throw .unknown(.derivative)
    }
  }

  private mutating func softmax(
    _ inner: NormalForm, _ layer: Int, _ slot: Int, _ place: ResolvedFormula.Place, _ isDerivative: Bool
  ) throws(AlgebraProblem) -> NormalForm {
    let letter = slots.indices.contains(slot) ? slots[slot] : unit(place, layer)
    let isTotal = inner.atom.map { $0.head == .totalInput && $0.indices.first == letter } ?? false
    if !isTotal, try inner != calculus.definition(ofTotalInput: letter) {
      throw .unknown(.coupledFunction)
    }
    return try calculus.transfer(
      layer: layer, order: isDerivative ? 1 : 0, try calculus.atom(.totalInput, unit(place, layer)))
  }

  private mutating func summation(
    _ slot: Int, _ whole: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    guard slots.indices.contains(slot) else { throw .unknown(.biasUnit) }
    let letter = slots[slot]
    return try calculus.summation(over: letter, whole)
  }

  private func number(_ value: Double) throws(AlgebraProblem) -> NormalForm {
    if let exact = Rational(decimal: value) { return NormalForm(exact) }
    var calculus = calculus
    if value == Elementary.exponential(1) { return try calculus.call(.exponential, [.one]) }
    return try calculus.atom(.constant(value))
  }

  private mutating func call(
    _ function: ElementaryFunction, _ forms: [NormalForm]
  ) throws(AlgebraProblem) -> NormalForm {
    let own: AlgebraFunction =
      switch function {
      case .exp: .exponential
      case .log: .logarithm
      case .sqrt: .squareRoot
      case .abs: .magnitude
      case .tanh: .hyperbolicTangent
      case .cosh: .hyperbolicCosine
      case .sinh: .hyperbolicSine
      case .sin: .sine
      case .cos: .cosine
      case .sign: .sign
      case .floor: .floor
      case .min: .least
      case .max: .greatest
      }
    guard function.takesSeveral, let first = forms.first else { return try calculus.call(own, forms) }
    var result = first
    for form in forms.dropFirst() { result = try calculus.call(own, [result, form]) }
    return result
  }

  // MARK: - Units

  private func unit(_ place: ResolvedFormula.Place, _ layer: Int) -> UnitIndex {
    switch place {
    case .unit(let number): .unit(number, layer: layer)
    case .slot(let slot): slots.indices.contains(slot) ? slots[slot] : .unit(-1, layer: layer)
    }
  }

  private func layer(_ place: ResolvedFormula.Place) -> Int? {
    if case .slot(let slot) = place, slots.indices.contains(slot) { slots[slot].layer } else { nil }
  }

  private func unit(_ place: ResolvedFormula.Place, of projection: Int, isSource: Bool) -> UnitIndex {
    let own = context.network.projections[projection]
    return unit(place, isSource ? own.source : own.target)
  }

  private func variable(_ variable: ResolvedFormula.Variable) -> AlgebraVariable {
    switch variable {
    case .weight(let projection, let from, let to):
      .weight(
        link: projection, unit(from, of: projection, isSource: true),
        unit(to, of: projection, isSource: false))
    case .totalInput(let layer, let place): .totalInput(unit(place, layer))
    case .output(let layer, let place): .output(unit(place, layer))
    }
  }

  // MARK: - The network's own functions

  /// Reads E of the network, where it has a formula.
  mutating func readError(isInterrupted: @escaping () -> Bool) throws(Diagnostic) {
    var context = context
    context.pins = [:]
    let symbol = Formula.quantity(.error, [])
    guard let right = DerivationRules(context).rule(for: symbol)?.right, right != symbol else { return }
    var own = AlgebraTranslation(context, keptNames: resolver.keptNames, isInterrupted: isInterrupted)
    let read = try own.read([SourceFormula(right, range: 0..<0)])
    guard let formula = read.first else { return }
    do throws(AlgebraProblem) {
      calculus.error = try own.form(formula)
      for (name, value) in own.values where values[name] == nil { values[name] = value }
    } catch {
      if error == .interrupted { throw Diagnostic(.interrupted, at: 0..<0) }
      calculus.error = nil
    }
  }

  /// g of a layer in the symbol `argument`; nil if no formula expresses it.
  mutating func body(ofLayer layer: Int) -> NormalForm? {
    let g = context.network.layers[layer].transfer
    var resolver = FunctionResolver(definitions: context.definitions, functions: context.functions)
    resolver.keptNames = self.resolver.keptNames
    guard let formula = g.formula(of: .name(FunctionResolver.parameter), functions: context.functions),
      let body = try? resolver.resolve(formula, at: 0..<0)
    else { return nil }
    return try? form(body)
  }
}

extension TransferFunction {
  /// g' as a polynomial in y, by its coefficients: 0, 1, -1 for y (1 - y); nil if it is none.
  var slopePolynomial: [Rational]? {
    isSoftmax ? nil : expressions.flatMap { Self.polynomial($0.derivative) }
  }

  private static func polynomial(_ expression: Expression) -> [Rational]? {
    switch expression {
    case .number(let value): return Rational(decimal: value).map { [$0] }
    case .variable(.output): return [.zero, .one]
    case .negative(let a): return polynomial(a).map { $0.map { $0.negated } }
    case .sum(let a, let b):
      guard let a = polynomial(a), let b = polynomial(b) else { return nil }
      return sum(a, b)
    case .difference(let a, let b):
      guard let a = polynomial(a), let b = polynomial(b) else { return nil }
      return sum(a, b.map { $0.negated })
    case .product(let a, let b):
      guard let a = polynomial(a), let b = polynomial(b), a.count + b.count < 12 else { return nil }
      var product = [Rational](repeating: .zero, count: a.count + b.count)
      for (i, x) in a.enumerated() {
        for (j, y) in b.enumerated() {
          guard let term = try? x.times(y), let total = try? product[i + j].plus(term) else { return nil }
          product[i + j] = total
        }
      }
      return product
    case .variable, .quotient, .power, .call, .maximum, .minimum, .timesLogarithm, .choice: return nil
    }
  }

  private static func sum(_ a: [Rational], _ b: [Rational]) -> [Rational]? {
    var sum: [Rational] = []
    for place in 0..<max(a.count, b.count) {
      let (x, y) = (place < a.count ? a[place] : .zero, place < b.count ? b[place] : .zero)
      guard let total = try? x.plus(y) else { return nil }
      sum.append(total)
    }
    return sum
  }
}
