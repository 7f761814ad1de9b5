@testable import BackpropLanguage

/// Evaluates formulas of an `ExactNetwork` in fractions. It shares nothing with the evaluator and the algebra
/// of the language but the formulas themselves: ∂ is taken by forward mode, δ comes from back propagation,
/// and which units a letter runs over is decided here, too.
struct ExactEvaluator {
  let network: ExactNetwork
  /// The layer of each letter.
  let letters: [String: Int]
  let rate: Fraction
  private var units: [String: Int] = [:]
  private var variables: [Variable] = []
  private var passes: [[Variable]: Pass] = [:]

  private enum Variable: Hashable {
    case weight(projection: Int, source: Int, target: Int)
    case totalInput(layer: Int, unit: Int)
    case output(layer: Int, unit: Int)
  }

  /// Unit 0 is the bias unit; where there is none, its numbers are not used.
  private struct Pass {
    var totalInputs: [[Jet]] = []
    var outputs: [[Jet]] = []
    var deltas: [[Jet]] = []
  }

  init(_ network: ExactNetwork, letters: [String: Int], rate: Fraction) {
    (self.network, self.letters, self.rate) = (network, letters, rate)
  }

  /// Left side minus right side, for all units of the free letters.
  mutating func differences(_ left: Formula, _ right: Formula) throws -> [Fraction] {
    let letters = (left.free.union(right.free)).sorted()
    var differences: [Fraction] = []
    var places: [[String: Int]] = [[:]]
    for letter in letters {
      let range = try range(of: letter, in: [left, right])
      places = places.flatMap { place in
        range.map { unit in place.merging([letter: unit]) { _, new in new } }
      }
    }
    for place in places {
      units = place
      differences.append(try (value(left) - value(right)).value)
    }
    return differences
  }

  /// The value of a formula without free letters.
  mutating func number(_ formula: Formula) throws -> Fraction { try value(formula).value }

  // MARK: - Letters

  /// A letter takes the bias unit if a weight starts there, and nothing with it is what a bias unit lacks.
  private func range(of letter: String, in scope: [Formula]) throws -> ClosedRange<Int> {
    let layer = try layer(of: letter)
    var (starts, lacks) = (false, false)
    for formula in scope { formula.uses(letter, &starts, &lacks) }
    return (network.bias != nil && starts && !lacks ? 0 : 1)...network.units[layer]
  }

  private func layer(of letter: String) throws -> Int {
    guard let layer = letters[letter] else { throw Fraction.Problem.notRational }
    return layer
  }

  private func unit(_ place: Subscript) throws -> Int {
    guard let unit = place.unit ?? units[place.letter] else { throw Fraction.Problem.notRational }
    return unit
  }

  // MARK: - Formulas

  private func constant(_ number: Fraction) -> Jet { Jet(number, levels: variables.count) }

  private mutating func value(_ formula: Formula) throws -> Jet {
    switch formula {
    case .number(_, let spelling): return constant(try Fraction(typed: spelling))
    case .name("η"): return constant(rate)
    case .constant, .name, .symbol: throw Fraction.Problem.notRational
    case .quantity(let quantity, let places): return try value(quantity, places)
    case .negated(let a): return try -value(a)
    case .sum(let a, let b): return try value(a) + value(b)
    case .difference(let a, let b): return try value(a) - value(b)
    case .product(let a, let b, _): return try value(a) * value(b)
    case .quotient(let a, let b): return try value(a) / value(b)
    case .power(let a, let b):
      let exponent = try value(b)
      guard exponent.isNumber, exponent.value.denominator == 1,
        (0...8).contains(exponent.value.numerator)
      else { throw Fraction.Problem.notRational }
      let base = try value(a)
      return try (0..<Int(exponent.value.numerator)).reduce(constant(.one)) { power, _ in try power * base }
    case .call(let function, let arguments): return try value(function, arguments)
    case .summation(let letter, let body):
      let outer = units[letter]
      defer { units[letter] = outer }
      var sum = constant(.zero)
      for unit in try range(of: letter, in: [body]) {
        units[letter] = unit
        sum = try sum + value(body)
      }
      return sum
    case .iverson(let a, let b): return constant(try unit(a) == unit(b) ? .one : .zero)
    case .partial(let numerator, .quantity(let quantity, let places)):
      variables.append(try variable(quantity, places))
      defer { variables.removeLast() }
      return try value(numerator).slope
    case .partial: throw Fraction.Problem.notRational
    }
  }

  private mutating func value(_ function: Function, _ arguments: [Formula]) throws -> Jet {
    guard let argument = arguments.first else { throw Fraction.Problem.notRational }
    let a = try value(argument)
    if function == .elementary(.max) || function == .elementary(.min), arguments.count == 2 {
      let b = try value(arguments[1])
      return try ((a - b).sign() > 0) == (function == .elementary(.max)) ? a : b
    }
    guard arguments.count == 1 else { throw Fraction.Problem.notRational }
    switch function {
    case .transfer, .transferDerivative:
      // g is that of the deepest layer that is named.
      let deepest = try argument.free.union(argument.pinned).map { try layer(of: $0) }.max() ?? 0
      guard deepest > 0 else { throw Fraction.Problem.notRational }
      let g = network.transfers[deepest]
      return try function == .transfer ? g.value(a) : g.slope(a)
    case .elementary(.abs): return try a.magnitude()
    case .elementary(.sign): return try a.constant(a.sign())
    default: throw Fraction.Problem.notRational
    }
  }

  // MARK: - Quantities

  private mutating func value(_ quantity: Quantity, _ places: [Subscript]) throws -> Jet {
    switch (quantity, places.count) {
    case (.weight, 2):
      let (projection, source, target) = try weight(places)
      return try varied(
        constant(number(projection, source, target)),
        .weight(projection: projection, source: source, target: target))
    case (.weightChange, 2):
      guard variables.isEmpty else { throw Fraction.Problem.notRational }
      let (projection, source, target) = try weight(places)
      let pass = try pass()
      return try (pass.deltas[projection + 1][target] * pass.outputs[projection][source]).scaled(rate)
    case (.totalInput, 1): return try pass().totalInputs[layer(of: places[0].letter)][unit(places[0])]
    case (.output, 1): return try pass().outputs[layer(of: places[0].letter)][unit(places[0])]
    case (.input, 1): return constant(network.input[try unit(places[0]) - 1])
    case (.delta, 1): return try pass().deltas[layer(of: places[0].letter)][unit(places[0])]
    case (.target, 1): return constant(network.target[try unit(places[0]) - 1])
    case (.error, 0):
      var sum = constant(.zero)
      for (output, target) in zip(try pass().outputs[network.units.count - 1].dropFirst(), network.target) {
        let gap = try constant(target) - output
        sum = try sum + gap * gap
      }
      return try sum.scaled(Fraction(1, over: 2))
    default: throw Fraction.Problem.notRational
    }
  }

  private func weight(_ places: [Subscript]) throws -> (projection: Int, source: Int, target: Int) {
    let (source, target) = (try layer(of: places[0].letter), try layer(of: places[1].letter))
    guard target == source + 1 else { throw Fraction.Problem.notRational }
    return (source, try unit(places[0]), try unit(places[1]))
  }

  private func number(_ projection: Int, _ source: Int, _ target: Int) -> Fraction {
    network.weights[projection][source - (network.bias == nil ? 1 : 0)][target - 1]
  }

  private func variable(_ quantity: Quantity, _ places: [Subscript]) throws -> Variable {
    switch (quantity, places.count) {
    case (.weight, 2):
      let (projection, source, target) = try weight(places)
      return .weight(projection: projection, source: source, target: target)
    case (.totalInput, 1): return try .totalInput(layer: layer(of: places[0].letter), unit: unit(places[0]))
    case (.output, 1): return try .output(layer: layer(of: places[0].letter), unit: unit(places[0]))
    default: throw Fraction.Problem.notRational
    }
  }

  // MARK: - The network

  private func varied(_ jet: Jet, _ own: Variable) throws -> Jet {
    var jet = jet
    for (level, variable) in variables.enumerated() where variable == own { jet = try jet.varied(level) }
    return jet
  }

  /// Forward, then backward: δ_k = g'(a_k) (t_k - y_k) and δ_j = g'(a_j) Σ_k δ_k w_jk. What is varied is an
  /// independent input to all that comes after it.
  private mutating func pass() throws -> Pass {
    if let kept = passes[variables] { return kept }
    var pass = Pass()
    let nothing = constant(.zero)
    for (layer, count) in network.units.enumerated() {
      var (a, y) = ([nothing], [try varied(constant(network.bias ?? .zero), .output(layer: layer, unit: 0))])
      for unit in 1...count {
        var (total, output) = (nothing, nothing)
        if layer == 0 {
          output = constant(network.input[unit - 1])
        } else {
          for source in (network.bias == nil ? 1 : 0)...network.units[layer - 1] {
            let w = try weight(layer - 1, source, unit)
            total = try total + w * pass.outputs[layer - 1][source]
          }
          total = try varied(total, .totalInput(layer: layer, unit: unit))
          output = try network.transfers[layer].value(total)
        }
        a.append(total)
        y.append(try varied(output, .output(layer: layer, unit: unit)))
      }
      pass.totalInputs.append(a)
      pass.outputs.append(y)
    }
    var deltas = [[Jet]](repeating: [], count: network.units.count)
    let last = network.units.count - 1
    for layer in (1...last).reversed() {
      deltas[layer] = [nothing]
      for unit in 1...network.units[layer] {
        var descent = nothing
        if layer == last {
          descent = try constant(network.target[unit - 1]) - pass.outputs[layer][unit]
        } else {
          for target in 1...network.units[layer + 1] {
            descent = try descent + deltas[layer + 1][target] * weight(layer, unit, target)
          }
        }
        deltas[layer].append(
          try descent * network.transfers[layer].slope(pass.totalInputs[layer][unit]))
      }
    }
    pass.deltas = deltas
    passes[variables] = pass
    return pass
  }

  private func weight(_ projection: Int, _ source: Int, _ target: Int) throws -> Jet {
    try varied(
      constant(number(projection, source, target)),
      .weight(projection: projection, source: source, target: target))
  }
}

extension Formula {
  /// Its letters without a unit that no sum in it has bound.
  fileprivate var free: Set<String> {
    var free: Set<String> = []
    for child in children { free.formUnion(child.free) }
    switch self {
    case .quantity(_, let places): free.formUnion(places.filter { $0.unit == nil }.map { $0.letter })
    case .iverson(let a, let b): free.formUnion([a, b].filter { $0.unit == nil }.map { $0.letter })
    case .summation(let letter, _): free.remove(letter)
    default: break
    }
    return free
  }

  /// The letters of its units with numbers.
  fileprivate var pinned: Set<String> {
    var pinned: Set<String> = []
    for child in children { pinned.formUnion(child.pinned) }
    if case .quantity(_, let places) = self {
      pinned.formUnion(places.filter { $0.unit != nil }.map { $0.letter })
    }
    return pinned
  }

  /// Whether a weight starts at a letter, and whether it is that of a quantity that a bias unit lacks.
  fileprivate func uses(_ letter: String, _ starts: inout Bool, _ lacks: inout Bool) {
    func isIt(_ place: Subscript) -> Bool { place.letter == letter && place.unit == nil }
    switch self {
    case .summation(letter, _): return
    case .quantity(let quantity, let places):
      switch quantity {
      case .weight, .weightChange:
        if places.first.map(isIt) == true { starts = true }
        if places.last.map(isIt) == true { lacks = true }
      case .totalInput, .delta, .target, .input: if places.contains(where: isIt) { lacks = true }
      default: break
      }
    default: break
    }
    for child in children { child.uses(letter, &starts, &lacks) }
  }
}
