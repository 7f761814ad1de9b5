/// What holds for some networks only: used where it is asked for.
extension Calculus {
  /// g' of a layer as a polynomial in y; higher derivatives follow from it.
  ///
  /// coefficients: of 1, y, y², …: 0, 1, -1 for g' = y (1 - y).
  public mutating func applying(
    slope coefficients: [Rational], ofLayer layer: Int, to form: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
      switch atom.head {
      case .slope(let order):
        guard let unit = atom.indices.first, unit.layer == layer else { return nil }
        if unit.mayBeBias { throw .unknown(.biasUnit) }
        let polynomial = try Self.derivative(order, coefficients)
        return try calculus.value(of: polynomial, at: try calculus.atom(.output, unit))
      case .transfer(layer, let order):
        guard order > 0 else { return nil }
        let y = try calculus.transfer(layer: layer, order: 0, atom.arguments.first ?? .zero)
        return try calculus.value(of: try Self.derivative(order, coefficients), at: y)
      case .weight, .previousChange, .totalInput, .output, .target, .delta, .error, .transfer, .call, .symbol,
        .constant, .group:
        return nil
      }
    }
  }

  /// The derivative of this order as a polynomial in y, given the first: (P(y))' = P'(y) g'.
  private static func derivative(
    _ order: Int, _ first: [Rational]
  ) throws(AlgebraProblem) -> [Rational] {
    guard order < 8 else { throw .tooManyTerms }
    var polynomial = first
    for _ in 1..<max(order, 1) {
      var next = [Rational](repeating: .zero, count: polynomial.count + first.count)
      for (power, coefficient) in polynomial.enumerated() where power > 0 {
        let slope = try coefficient.times(Rational(Int64(power)))
        for (other, factor) in first.enumerated() {
          next[power - 1 + other] = try next[power - 1 + other].plus(try slope.times(factor))
        }
      }
      polynomial = next
    }
    return polynomial
  }

  private mutating func value(
    of polynomial: [Rational], at y: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    var total = NormalForm.zero
    for (power, coefficient) in polynomial.enumerated() where !coefficient.isZero {
      total = try sum(total, try scaled(try self.power(y, power), by: coefficient))
    }
    return total
  }

  /// g of a layer by its formula: y and g' are replaced. For softmax, the body is ignored.
  ///
  /// body: in the symbol named `argument`.
  public mutating func applying(
    body: NormalForm, of argument: String, toLayer layer: Int, in form: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
      switch atom.head {
      case .output, .slope:
        guard let unit = atom.indices.first, unit.layer == layer, !unit.isBiasUnit else { return nil }
        if unit.mayBeBias { throw .unknown(.biasUnit) }
        var order = 0
        if case .slope(let own) = atom.head { order = own }
        return try calculus.value(
          of: body, argument, order: order, at: try calculus.atom(.totalInput, unit))
      case .transfer(layer, let order):
        return try calculus.value(of: body, argument, order: order, at: atom.arguments.first ?? .zero)
      case .weight, .previousChange, .totalInput, .target, .delta, .error, .transfer, .call, .symbol,
        .constant, .group:
        return nil
      }
    }
  }

  /// A function's body, or a derivative of it, at a term.
  public mutating func value(
    of body: NormalForm, _ argument: String, order: Int, at x: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    do throws(AlgebraProblem) {
      return try derivative(of: body, argument, order: order, at: x)
    } catch {
      guard error == .divisionByZero, order > 0 else { throw error }
      lowersExponents = true
      defer { lowersExponents = false }
      return try derivative(of: body, argument, order: order, at: x)
    }
  }

  private mutating func derivative(
    of body: NormalForm, _ argument: String, order: Int, at x: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    var body = body
    for _ in 0..<order { body = try derivative(of: body, by: .symbol(argument)) }
    return try replacing(body) { (_, atom) throws(AlgebraProblem) -> NormalForm? in
      atom.head == .symbol(argument) ? x : nil
    }
  }

  /// y_k = e^a_k / Σ_l e^a_l
  public mutating func applyingSoftmax(to form: NormalForm) throws(AlgebraProblem) -> NormalForm {
    try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
      guard atom.head == .output, let unit = atom.indices.first, unit.layer == calculus.shape.last else {
        return nil
      }
      let other = calculus.freshLetter(layer: unit.layer)
      let own = try calculus.call(.exponential, [try calculus.atom(.totalInput, unit)])
      let all = try calculus.call(.exponential, [try calculus.atom(.totalInput, other)])
      return try calculus.quotient(own, try calculus.summation(over: other, all))
    }
  }

  /// Σ_k x_k = 1 over the last layer, for x its targets or its outputs.
  public mutating func applying(
    sumIsOne head: AtomHead, to form: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    for term in form.terms {
      var own = try raw(term)
      for letter in own.bound where letter.layer == shape.last {
        let places = own.factors.indices.filter { own.factors[$0].atom.mentions(letter) }
        guard places.count == 1, let place = places.first, own.factors[place].exponent == 1,
          own.factors[place].atom.head == head, own.factors[place].atom.arguments.isEmpty
        else { continue }
        own.factors.remove(at: place)
        own.bound.removeAll { $0 == letter }
      }
      // In the arguments of functions too.
      var rest = own
      rest.factors = []
      var changed: [NormalForm] = []
      for factor in own.factors {
        var arguments: [NormalForm] = []
        for argument in factor.atom.arguments { arguments.append(try applying(sumIsOne: head, to: argument)) }
        if arguments == factor.atom.arguments {
          rest.factors.append(factor)
        } else {
          changed.append(try power(try function(factor.atom.head, arguments), factor.exponent))
        }
      }
      for result in try times(rest, changed) { try add(result, to: &sum) }
    }
    return sum.normalForm
  }

  /// With a symbol, or the output of the bias units, replaced by a number.
  public mutating func applying(
    _ value: Rational, to wanted: AtomHead, in form: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    try replacing(form) { (_, atom) throws(AlgebraProblem) -> NormalForm? in
      guard atom.head == wanted else { return nil }
      if wanted == .output {
        guard let unit = atom.indices.first, unit.isBiasUnit else { return nil }
      }
      return NormalForm(value)
    }
  }

  /// cosh, sinh and tanh by exponentials.
  public mutating func applyingExponentials(to form: NormalForm) throws(AlgebraProblem) -> NormalForm {
    try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
      guard case .call(let function) = atom.head, let x = atom.arguments.first else { return nil }
      guard function == .hyperbolicTangent || function == .hyperbolicCosine || function == .hyperbolicSine
      else { return nil }
      let inner = try calculus.applyingExponentials(to: x)
      let up = try calculus.call(.exponential, [inner])
      let down = try calculus.call(.exponential, [calculus.negated(inner)])
      let half = try Rational(1, over: 2)
      switch function {
      case .hyperbolicCosine: return try calculus.scaled(try calculus.sum(up, down), by: half)
      case .hyperbolicSine: return try calculus.scaled(try calculus.difference(up, down), by: half)
      default:
        return try calculus.quotient(
          try calculus.difference(up, down), try calculus.sum(up, down))
      }
    }
  }

  /// With the numbers of units: Σ_k 1 = 3.
  public mutating func counted(_ form: NormalForm) throws(AlgebraProblem) -> NormalForm {
    try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
      atom.head.countedLayer.map { NormalForm(Rational(Int64(calculus.shape.units[$0]))) }
    }
  }

  /// Every sum over a layer written out, unit by unit, so that total inputs written out are seen inside g.
  ///
  /// bias: the output of the bias units, where it is a number in the form.
  public mutating func expanded(
    _ form: NormalForm, bias: Rational? = nil
  ) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    for term in form.terms {
      var open = [try raw(term)]
      while var next = open.popLast() {
        if let letter = next.bound.popLast() {
          let first = letter.kind == .boundWithBias ? 0 : 1
          guard shape.units[letter.layer] <= 64 else { throw .tooManyTerms }
          for unit in first..<(shape.units[letter.layer] + 1) {
            open += try substituted(next, letter, by: .unit(unit, layer: letter.layer))
          }
          continue
        }
        var rest = next
        rest.factors = []
        var changed: [NormalForm] = []
        for factor in next.factors {
          if factor.atom.arguments.isEmpty {
            rest.factors.append(factor)
            continue
          }
          var arguments: [NormalForm] = []
          for argument in factor.atom.arguments { arguments.append(try expanded(argument, bias: bias)) }
          if let whole = try transferOfTotalInput(factor.atom.head, arguments, bias) {
            changed.append(try power(whole, factor.exponent))
          } else {
            changed.append(try power(try function(factor.atom.head, arguments), factor.exponent))
          }
        }
        for result in try times(rest, changed) { try add(result, to: &sum) }
      }
    }
    return sum.normalForm
  }

  /// g of a total input that is written out unit by unit; nil if it is of something else.
  private mutating func transferOfTotalInput(
    _ head: AtomHead, _ arguments: [NormalForm], _ bias: Rational?
  ) throws(AlgebraProblem) -> NormalForm? {
    guard case .transfer(let layer, let order) = head, let argument = arguments.first,
      let unit = unit(in: argument, layer: layer), !unit.mayBeBias
    else { return nil }
    var total = try expanded(try definition(ofTotalInput: unit), bias: bias)
    if let bias { total = try applying(bias, to: .output, in: total) }
    guard total == argument else { return nil }
    used.insert(.totalInput)
    return try transfer(layer: layer, order: order, try atom(.totalInput, unit))
  }
}
