import Backprop

/// Turns formulas of `train …, record` into the steps of one calculation: sums are written out, and what is
/// known before training is a number.
struct RecordCompiler {
  /// A number that is the same for all patterns and changes from epoch to epoch.
  enum Number: Hashable {
    case weight(projection: Int, row: Int, column: Int)
    case weightChange(projection: Int, row: Int, column: Int)
    /// What E adds for the weights.
    case penalty
    case epochs, totalError, meanError
  }

  private(set) var steps = Calculation()
  /// The inputs of the calculation.
  private(set) var quantities: [PatternFormulas.Quantity] = []
  private(set) var numbers: [Number] = []

  private var quantityPlaces: [PatternFormulas.Quantity: Int] = [:]
  private var numberPlaces: [Number: Int] = [:]

  private let network: Network
  private let knowsTotal: Bool
  /// The current unit of each index.
  private var units: [Int]
  /// Whether the formula at hand is about a pattern.
  private var isMean = false
  /// The number of its parts so far.
  private var size = 0

  /// A longer calculation would take long to compile.
  private static let mostParts = 20_000

  /// knowsTotal: whether ΣE is known.
  init(_ network: Network, slots: Int, knowsTotal: Bool) {
    self.network = network
    self.knowsTotal = knowsTotal
    units = [Int](repeating: 0, count: slots)
  }

  /// The value of a formula; nil if it has parts that must be interpreted.
  mutating func compile(_ formula: ResolvedFormula, isMean: Bool) -> Calculation.Value? {
    let before = self
    self.isMean = isMean
    size = 0
    if let value = value(formula) { return value }
    // Nothing is computed for it.
    self = before
    return nil
  }

  private mutating func value(_ formula: ResolvedFormula) -> Calculation.Value? {
    size += 1
    guard size <= Self.mostParts else { return nil }
    switch formula {
    case .number(let value): return steps.number(value)
    case .named(_, let a): return value(a)
    case .negated(let a): return value(a).map { steps.negative($0) }
    case .sum(let a, let b): return both(a, b) { $0.sum($1, $2) }
    case .difference(let a, let b): return both(a, b) { $0.difference($1, $2) }
    case .product(let a, let b): return product(a, b)
    case .quotient(let a, let b): return both(a, b) { $0.quotient($1, $2) }
    case .power(let a, let b): return both(a, b) { $0.power($1, $2) }
    case .call(let function, let arguments):
      var values: [Calculation.Value] = []
      for argument in arguments {
        guard let value = value(argument) else { return nil }
        values.append(value)
      }
      return steps.call(function, values)
    case .apply(let body, let argument, let isDerivative):
      guard let argument = value(argument) else { return nil }
      return isDerivative
        ? steps.derivative(at: argument) { body.value(in: &$0, at: $1) }
        : body.value(in: &steps, at: argument)
    case .transfer(let layer, let argument, let isDerivative):
      guard let argument = value(argument) else { return nil }
      return transfer(network.layers[layer].transfer, argument, isDerivative: isDerivative)
    case .summation(let slot, let range, let body):
      var sum = steps.number(0)
      for unit in range {
        units[slot] = unit
        guard let term = value(body) else { return nil }
        sum = steps.sum(sum, term)
      }
      return sum
    case .iverson(let a, let b): return steps.number(unit(a) == unit(b) ? 1 : 0)
    case .weight(let projection, let from, let to):
      return place(projection, from, to).map {
        number(.weight(projection: projection, row: $0.row, column: $0.column))
      }
    case .weightChange(let projection, let from, let to):
      return place(projection, from, to).map {
        number(.weightChange(projection: projection, row: $0.row, column: $0.column))
      }
    case .target(let place): return quantity(.target(unit: unit(place)), of: network.layers.count - 1)
    case .totalInput(let layer, let place):
      // The engine needs the place for g' where a function is the user's own.
      guard layer == 0 || network.layers[layer].transfer.expressions != nil else { return nil }
      return quantity(.totalInput(layer: layer, unit: unit(place)), of: layer)
    case .output(let layer, let place):
      if unit(place) == 0 { return network.bias.map { steps.number($0) } }
      return quantity(.output(layer: layer, unit: unit(place)), of: layer)
    case .delta(let layer, let place):
      guard layer > 0 else { return nil }
      return quantity(.delta(layer: layer, unit: unit(place)), of: layer)
    case .error:
      let error = input(.error)
      return network.errorFunction.penalty == nil ? error : steps.sum(error, number(.penalty))
    case .totalError: return knowsTotal ? number(.totalError) : nil
    case .meanError: return knowsTotal ? number(.meanError) : nil
    case .epochs: return number(.epochs)
    case .softmax, .partial, .accuracy, .previousWeightChange, .remembered, .parameter: return nil
    }
  }

  private mutating func both(
    _ a: ResolvedFormula, _ b: ResolvedFormula,
    _ operation: (inout Calculation, Calculation.Value, Calculation.Value) -> Calculation.Value
  ) -> Calculation.Value? {
    guard let a = value(a), let b = value(b) else { return nil }
    return operation(&steps, a, b)
  }

  private mutating func product(_ a: ResolvedFormula, _ b: ResolvedFormula) -> Calculation.Value? {
    // What a bracket leaves out need not have a value.
    if let bracket = a.leadingBracket {
      guard let factor = value(bracket) else { return nil }
      if factor == steps.number(0) { return factor }
    }
    // 0 log 0 is 0, which the product alone is not.
    if case .call(.log, let arguments) = b, arguments.count == 1, !a.hasLogarithm,
      !arguments[0].hasLogarithm
    {
      return both(a, arguments[0]) { steps, a, x in
        steps.value(.timesLogarithm(.variable(.target), .variable(.output))) { $0 == .target ? a : x }
      }
    }
    guard !a.hasLogarithm, !b.hasLogarithm else { return nil }
    return both(a, b) { $0.product($1, $2) }
  }

  /// g(a) or g'(a); nil for a function that is not built in.
  private mutating func transfer(
    _ g: TransferFunction, _ a: Calculation.Value, isDerivative: Bool
  ) -> Calculation.Value? {
    guard !g.isSoftmax, let expressions = g.expressions else { return nil }
    let y = steps.value(expressions.value) { _ in a }
    return isDerivative ? steps.value(expressions.derivative) { $0 == .output ? y : a } : y
  }

  // MARK: - Inputs

  private func unit(_ place: ResolvedFormula.Place) -> Int {
    switch place {
    case .unit(let unit): unit
    case .slot(let slot): units[slot]
    }
  }

  /// The place of a weight; nil if there is none.
  private func place(
    _ projection: Int, _ from: ResolvedFormula.Place, _ to: ResolvedFormula.Place
  ) -> (row: Int, column: Int)? {
    let weights = network.projections[projection].weights
    let row = unit(from) - (network.projections[projection].hasBias ? 0 : 1)
    let column = unit(to) - 1
    return 0..<weights.rows ~= row && 0..<weights.columns ~= column ? (row, column) : nil
  }

  private mutating func quantity(
    _ quantity: PatternFormulas.Quantity, of layer: Int
  ) -> Calculation.Value? {
    let unit: Int
    switch quantity {
    case .output(_, let own), .totalInput(_, let own), .delta(_, let own), .target(let own): unit = own
    case .error, .number: return nil
    }
    return isMean && 1...network.layers[layer].units ~= unit ? input(quantity) : nil
  }

  private mutating func input(_ quantity: PatternFormulas.Quantity) -> Calculation.Value {
    if let place = quantityPlaces[quantity] { return steps.input(place) }
    quantityPlaces[quantity] = quantities.count
    quantities.append(quantity)
    return steps.input(quantities.count - 1)
  }

  private mutating func number(_ number: Number) -> Calculation.Value {
    if let place = numberPlaces[number] { return input(.number(place)) }
    numberPlaces[number] = numbers.count
    numbers.append(number)
    return input(.number(numbers.count - 1))
  }
}
