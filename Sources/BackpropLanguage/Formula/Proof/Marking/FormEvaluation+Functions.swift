import Backprop

/// g, g' and the elementary functions, and powers.
extension FormEvaluation {
  /// y, by the formula of g.
  mutating func output(
    _ layer: Int, _ place: ResolvedFormula.Place
  ) throws(LineForm.Obstacle) -> ModularNumber {
    if unit(place) == 0, let bias = network.bias { return Self.number(bias) }
    guard bodies.indices.contains(layer), unit(place) != 0 else { return atom(.output, layer, place) }
    if bodies[layer].isSoftmax { return softmax(layer, place) }
    guard let body = bodies[layer].value else { return atom(.output, layer, place) }
    return try value(body, at: atom(.totalInput, layer, place))
  }

  /// g(a) or g'(a) by their formulas; nil if there is none.
  mutating func body(
    _ layer: Int, _ argument: ResolvedFormula, _ isDerivative: Bool
  ) throws(LineForm.Obstacle) -> ModularNumber? {
    guard bodies.indices.contains(layer),
      let body = isDerivative ? bodies[layer].slope : bodies[layer].value
    else { return nil }
    return try value(body, at: try value(argument))
  }

  /// exp(a_k) / Σ_l exp(a_l), with as many units as sums have.
  private func softmax(_ layer: Int, _ place: ResolvedFormula.Place) -> ModularNumber {
    let count = network.layers[layer].units
    let isWrittenOut = count <= Self.mostWrittenOut
    let first = isWrittenOut ? 1 : Self.firstSample + 1
    var sum = ModularNumber.zero
    for number in 0..<(isWrittenOut ? UInt64(count) : Self.sampleUnits) {
      sum = sum + exponential(ofAtom: atom(.totalInput, UInt64(layer), first + number, 0), 1)
    }
    guard let inverse = sum.inverse else { return atom(.output, layer, place) }
    return exponential(ofAtom: atom(.totalInput, layer, place), 1) * inverse
  }

  /// g(a) or g'(a) in terms of y, if g says so.
  func known(
    _ isDerivative: Bool, ofLayer layer: Int, output: ModularNumber
  ) -> ModularNumber? {
    guard isDerivative else { return output }
    guard network.layers.indices.contains(layer),
      let slope = network.layers[layer].transfer.slopePolynomial
    else { return nil }
    var value = ModularNumber.zero
    for coefficient in slope.reversed() {
      guard let number = ModularNumber(coefficient) else { return nil }
      value = value * output + number
    }
    return value
  }

  /// An odd or even function of a negative is one of the positive; a root is a power.
  func call(_ function: ElementaryFunction, _ arguments: [ModularNumber]) -> ModularNumber {
    guard arguments.count == 1, let argument = arguments.first else {
      // Those of several numbers are the least and the greatest: in any order.
      return named(function, arguments.map { $0.value }.sorted())
    }
    let negative = argument.negated
    let isNegative = negative.value < argument.value
    switch function {
    case .tanh, .sinh, .sin, .sign:
      let value = named(function, [min(argument.value, negative.value)])
      return isNegative ? value.negated : value
    case .cosh, .cos, .abs: return named(function, [min(argument.value, negative.value)])
    case .sqrt: return atom(.power, argument.value, ModularNumber.half.value)
    case .exp, .log, .floor, .min, .max: return named(function, [argument.value])
    }
  }

  func named(_ function: ElementaryFunction, _ arguments: [UInt64]) -> ModularNumber {
    .standing(for: [Kind.call.rawValue] + function.rawValue.utf8.map { UInt64($0) } + arguments)
  }

  mutating func power(
    _ base: ResolvedFormula, _ exponent: ResolvedFormula
  ) throws(LineForm.Obstacle) -> ModularNumber {
    if case .number(let value) = base, value == Elementary.exponential(1) {
      if reading == .writtenOut { return try exponential(exponent) }
      return call(.exp, [try self.value(exponent)])
    }
    let value = try value(base)
    if let number = exponent.wholeNumber, number.magnitude <= 64 {
      guard number < 0 else { return value.power(UInt64(number)) }
      guard let inverse = value.inverse else { throw .noValue }
      return inverse.power(UInt64(number.magnitude))
    }
    return atom(.power, value.value, try self.value(exponent).value)
  }
}
