import Backprop
import IndexedAlgebra

/// The value of a formula where every quantity, derivative and bracket is a number drawn at random.
struct FormEvaluation {
  let reading: LineForm.Reading
  let network: Network
  let layers: [Int]
  /// The indices whose only unit is 1.
  private let isNarrow: [Bool]
  /// What g and g' of each layer are, for what is written out.
  let bodies: [FunctionBodies]
  private var units: [UInt64]
  /// The argument in the body of a function.
  var argument = Self.argument
  private var parts = 0
  private let isInterrupted: () -> Bool

  static let argument = ModularNumber.standing(for: [Kind.argument.rawValue])
  private static let mostParts = 200_000
  /// Sums run over so many units of each layer, whatever its width is: none of those that have numbers.
  static let sampleUnits: UInt64 = 3
  static let firstSample: UInt64 = 1 << 59
  /// The most units of a layer over which anybody writes a sum out.
  static let mostWrittenOut = 8

  enum Kind: UInt64 {
    case number, weight, weightChange, previousWeightChange, totalInput, output, delta, target
    case error, totalError, meanError, accuracy, epochs
    case power, call, transfer, softmax, own, argument, bracket, derivative, letter
    case sum, summation, quotient, name
  }

  /// isNarrow: the indices whose only unit is 1. bodies: of each layer. renamed: free letters that stand for
  /// others.
  init(
    _ reading: LineForm.Reading, _ network: Network, _ indices: [FormulaResolver.IndexSlot],
    isNarrow: [Bool], bodies: [FunctionBodies], renaming renamed: [String: String],
    _ isInterrupted: @escaping () -> Bool
  ) {
    self.reading = reading
    self.network = network
    self.bodies = bodies
    self.isInterrupted = isInterrupted
    layers = indices.map { $0.layer }
    self.isNarrow = reading == .writtenOut ? isNarrow : indices.map { _ in false }
    // A free letter stands for a unit beyond those that sums run over.
    units = indices.indices.map { place in
      if reading == .writtenOut, isNarrow.indices.contains(place), isNarrow[place] { return 1 }
      let index = indices[place]
      let letter = renamed[index.letter] ?? index.letter
      let parts = letter.unicodeScalars.map { UInt64($0.value) }
      return ModularNumber.standing(for: [Kind.letter.rawValue] + parts).value | 1 << 60
    }
  }

  func unit(_ place: ResolvedFormula.Place) -> UInt64 {
    switch place {
    case .unit(let number): UInt64(max(number, 0))
    case .slot(let slot): units[slot]
    }
  }

  func atom(_ kind: Kind, _ parts: UInt64...) -> ModularNumber {
    .standing(for: [kind.rawValue] + parts)
  }

  func atom(
    _ kind: Kind, _ number: Int, _ first: ResolvedFormula.Place, _ second: ResolvedFormula.Place? = nil
  ) -> ModularNumber {
    atom(kind, UInt64(number), unit(first), second.map { unit($0) } ?? 0)
  }

  /// Counts a part that is looked at.
  mutating func count() throws(LineForm.Obstacle) {
    parts += 1
    if parts > Self.mostParts { throw .tooLong }
    if parts % 4096 == 0, isInterrupted() { throw .interrupted }
  }

  mutating func value(_ formula: ResolvedFormula) throws(LineForm.Obstacle) -> ModularNumber {
    try count()
    switch formula {
    case .number(let number): return Self.number(number)
    case .weight(let projection, let from, let to): return atom(.weight, projection, from, to)
    case .weightChange(let projection, let from, let to): return atom(.weightChange, projection, from, to)
    case .previousWeightChange(let projection, let from, let to):
      return atom(.previousWeightChange, projection, from, to)
    case .remembered: throw .noValue
    case .named(let name, _):
      return .standing(for: [Kind.name.rawValue] + name.unicodeScalars.map { UInt64($0.value) })
    case .totalInput(let layer, let place): return atom(.totalInput, layer, place)
    case .output(let layer, let place):
      guard reading == .writtenOut else { return atom(.output, layer, place) }
      return try output(layer, place)
    case .delta(let layer, let place):
      guard reading == .byDefinition else { return atom(.delta, layer, place) }
      return atom(.derivative, atom(.error).value, atom(.totalInput, layer, place).value).negated
    case .target(let place): return atom(.target, 0, place)
    case .error: return atom(.error)
    case .totalError: return atom(.totalError)
    case .meanError: return atom(.meanError)
    case .accuracy: return atom(.accuracy)
    case .epochs: return atom(.epochs)
    case .negated(let inner): return try value(inner).negated
    case .sum, .difference:
      if reading == .shape { return try shapeOfSum(formula) }
      if case .difference(let a, let b) = formula { return try value(a) - value(b) }
      guard case .sum(let a, let b) = formula else { return .zero }
      return try value(a) + value(b)
    case .product: return try product(formula)
    case .quotient(let a, let b):
      if reading == .shape, !b.isConstant { return try value(a) * atom(.quotient, try value(b).value) }
      guard let inverse = try value(b).inverse else { throw .noValue }
      return try value(a) * inverse
    case .power(let base, let exponent): return try power(base, exponent)
    case .call(let function, let arguments):
      if reading == .writtenOut, let argument = arguments.first, arguments.count == 1,
        let known = try exponentials(function, argument)
      {
        return known
      }
      var values: [ModularNumber] = []
      for argument in arguments { values.append(try value(argument)) }
      return call(function, values)
    case .transfer(let layer, let argument, let isDerivative):
      if reading == .writtenOut, let known = try body(layer, argument, isDerivative) { return known }
      if reading == .byFunctions || reading == .writtenOut, case .totalInput(layer, let place) = argument,
        let known = known(isDerivative, ofLayer: layer, output: atom(.output, layer, place))
      {
        return known
      }
      return atom(.transfer, UInt64(layer), isDerivative ? 1 : 0, try value(argument).value)
    case .softmax(let layer, let argument, let slot, let place, let isDerivative):
      var values: [UInt64] = [Kind.softmax.rawValue, UInt64(layer), isDerivative ? 1 : 0, unit(place)]
      let outer = units[slot]
      for number in 1...Self.sampleUnits {
        units[slot] = Self.firstSample + number
        values.append(try value(argument).value)
      }
      units[slot] = outer
      return .standing(for: values)
    case .apply(let body, let argument, isDerivative: false) where reading == .writtenOut:
      return try value(body, at: try value(argument))
    case .apply(let body, let argument, let isDerivative):
      return atom(.own, try value(body).value, isDerivative ? 1 : 0, try value(argument).value)
    case .parameter: return argument
    case .summation(let slot, let range, let body):
      let sum = try sum(slot, range) { (evaluation) throws(LineForm.Obstacle) in
        try evaluation.value(body)
      }
      return reading == .shape ? atom(.summation, sum.value) : sum
    case .iverson(let a, let b):
      let layer: UInt64
      switch (a, b) {
      case (.slot(let slot), _), (_, .slot(let slot)): layer = UInt64(layers[slot])
      case (.unit, .unit): layer = 0
      }
      if reading == .writtenOut {
        if unit(a) == unit(b) { return .one }
        if max(unit(a), unit(b)) < Self.firstSample { return .zero }
      }
      return atom(.bracket, layer, min(unit(a), unit(b)), max(unit(a), unit(b)))
    case .partial(let numerator, let variable): return try derivative(of: numerator, variable)
    }
  }

  mutating func sum(
    _ slot: Int, _ range: Range<Int>,
    _ value: (inout FormEvaluation) throws(LineForm.Obstacle) -> ModularNumber
  ) throws(LineForm.Obstacle) -> ModularNumber {
    let outer = units[slot]
    var sum = ModularNumber.zero
    func add(_ unit: UInt64) throws(LineForm.Obstacle) {
      units[slot] = unit
      sum = sum + (try value(&self))
    }
    if range.lowerBound == 0 { try add(0) }
    let isWrittenOut = reading == .writtenOut && range.upperBound <= Self.mostWrittenOut + 1
    let count = isWrittenOut ? UInt64(max(range.upperBound - 1, 0)) : Self.sampleUnits
    let first = isWrittenOut ? 0 : Self.firstSample
    for number in 0..<count { try add(first + number + 1) }
    units[slot] = outer
    return sum
  }

  /// A product with [k = r] says the same with k for r.
  private mutating func product(_ formula: ResolvedFormula) throws(LineForm.Obstacle) -> ModularNumber {
    let factors = formula.factors
    let outer = units
    // Until nothing changes, so that the order of the brackets does not matter.
    var isChanged = true
    while isChanged {
      isChanged = false
      for case .iverson(let a, let b) in factors {
        let same = min(unit(a), unit(b))
        for case .slot(let slot) in [a, b] where units[slot] != same {
          units[slot] = same
          isChanged = true
        }
      }
    }
    let inner = units
    var product = ModularNumber.one
    for factor in factors {
      if case .iverson = factor { units = outer } else { units = inner }
      product = product * (try value(factor))
    }
    units = outer
    return product
  }

  /// The value of the body of a function.
  mutating func value(
    _ body: ResolvedFormula, at value: ModularNumber
  ) throws(LineForm.Obstacle) -> ModularNumber {
    let outer = argument
    argument = value
    defer { argument = outer }
    return try self.value(body)
  }

  /// A number, exactly if it is a short decimal one.
  static func number(_ value: Double) -> ModularNumber {
    guard let fraction = Rational(decimal: value), let number = ModularNumber(fraction) else {
      return .standing(for: [Kind.number.rawValue, value.bitPattern])
    }
    return number
  }
}

extension ResolvedFormula {
  /// a, b and c of a product a b c, however long.
  fileprivate var factors: [ResolvedFormula] {
    var rest: [ResolvedFormula] = []
    var pending = [self]
    while let next = pending.popLast() {
      switch next {
      case .product(let a, let b): pending += [b, a]
      case .negated(let inner):
        rest.append(.number(-1))
        pending.append(inner)
      default: rest.append(next)
      }
    }
    return rest
  }

  /// Whether it is a number, perhaps written as a fraction.
  var isConstant: Bool {
    switch self {
    case .number: true
    case .negated(let inner): inner.isConstant
    case .quotient(let a, let b), .product(let a, let b): a.isConstant && b.isConstant
    default: false
    }
  }

  var wholeNumber: Int64? {
    switch self {
    case .number(let value): value == value.rounded() && value.magnitude < 1e6 ? Int64(value) : nil
    case .negated(let inner): inner.wholeNumber.map { -$0 }
    default: nil
    }
  }
}
