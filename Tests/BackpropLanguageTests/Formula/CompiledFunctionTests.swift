import Testing

@testable import Backprop
@testable import BackpropLanguage

/// Functions that are compiled for the fast paths, against the evaluation of the same formulas step by step
/// and against derivatives found in another way.
@Suite struct CompiledFunctionTests {
  private static let special: [Double] = [
    .nan, .infinity, -.infinity, 0, 1, -1, 0.5, -0.5, 2, -2, 1e-300, -1e30, 1e30, 708, -708, 709.5, 800,
    -745, -800,
  ]

  /// Special numbers, and others up to a whole number of lanes.
  private static func numbers(seed: UInt64) -> [Double] {
    var generator = RandomGenerator(seed: seed)
    return special + (special.count..<184).map { _ in 3 * generator.normal() }
  }

  static func function(_ text: String, functions: [String: String] = [:]) throws -> TransferFunction {
    let formulas = try functions.mapValues { try Formula($0, parameter: "a") }
    let resolver = FunctionResolver(definitions: [:], functions: formulas)
    let body = try resolver.resolve(try Formula(text, parameter: "a"), at: 0..<0)
    return function(body, text)
  }

  private static func function(_ body: ResolvedFormula, _ text: String) -> TransferFunction {
    TransferFunction(
      name: "f", definition: text, value: { body.value(at: .real($0)).value },
      derivative: { body.applied(to: .real($0), isDerivative: true, level: 0).value },
      calculation: { body.value(in: &$0, at: $1) })
  }

  /// g(a) and g'(a) by the rows of the fast paths.
  private func rows(_ g: TransferFunction, _ numbers: [Double]) -> (values: [Double], slopes: [Double]) {
    var (a, y) = (numbers, numbers)
    var delta = [Double](repeating: 1, count: numbers.count)
    a.withUnsafeMutableBufferPointer { a in
      y.withUnsafeMutableBufferPointer { y in
        delta.withUnsafeMutableBufferPointer { delta in
          guard let a = a.baseAddress, let y = y.baseAddress, let delta = delta.baseAddress else { return }
          g.rows.apply(a, y, numbers.count)
          g.rows.multiplyByDerivative(delta, a, y, numbers.count)
        }
      }
    }
    return (y, delta)
  }

  @Test(arguments: [
    "a / (1 + abs(a))", "1.7159 tanh(2/3 a)", "1 / (1 + exp(-3 a))", "2 / (1 + exp(-a)) - 1", "max(0, a)",
    "min(max(a, -1), 1)", "a^2", "a^3 - 2 a^-2", "a^7", "a^0.5", "a^-1.5", "2^a", "e^(-a^2)", "abs(a)^a",
    "log(1 + exp(a))", "sqrt(a)", "sin(a) cos(3 a)", "sign(a) a", "max(a, 2 a, a^2)", "a exp(-abs(a))", "3",
    "a", "-a", "1 / a", "a - a", "a / a", "sin(1 / a)", "log(a)", "tanh(a) / 0.1", "1^a", "(-2)^3 a",
    "floor(a)", "a floor(a)", "a - floor(a + 0.5)",
  ])
  func isWhatTheFormulaSays(_ text: String) throws {
    let g = try Self.function(text)
    let numbers = Self.numbers(seed: 1)
    let (values, slopes) = rows(g, numbers)
    for (n, a) in numbers.enumerated() {
      let (value, slope) = (g.value(a), g.derivative(a, output: values[n]))
      #expect(Self.areClose(values[n], value, 1e-12), "\(a)")
      // The slope of a function of eᵃ is no number where eᵃ is infinite; compiled, it may be the limit. That
      // of a sigmoid, y (1 - y), has lost digits where y is almost 1, but not more than 1 has.
      #expect(
        !slope.isFinite || abs(slopes[n] - slope) < 1e-14 || Self.areClose(slopes[n], slope, 1e-12),
        "slope at \(a)")
    }
  }

  private static func areClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    guard a.isFinite, b.isFinite else { return a == b || a.isNaN == b.isNaN }
    return abs(a - b) <= tolerance * max(abs(b), 1e-290)
  }

  /// Functions of functions and their derivatives.
  @Test(arguments: [
    ("f(f(a))", "tanh(tanh(a))", "(1 - tanh(tanh(a))^2) (1 - tanh(a)^2)"),
    ("f'(a)", "1 - tanh(a)^2", "-2 tanh(a) (1 - tanh(a)^2)"),
    ("f'(2 a) + a", "1 - tanh(2 a)^2 + a", "1 - 4 tanh(2 a) (1 - tanh(2 a)^2)"),
    ("h'(a)", "2 - 2 tanh(a)^2", "-4 tanh(a) (1 - tanh(a)^2)"),
  ])
  func usesOtherFunctions(_ text: String, _ value: String, _ slope: String) throws {
    let g = try Self.function(text, functions: ["f": "tanh(a)", "h": "f(a) + f(a)"])
    let numbers = (0..<64).map { Double($0) / 16 - 2 }
    let (values, slopes) = rows(g, numbers)
    let (expected, expectedSlope) = (try Self.function(value), try Self.function(slope))
    for (n, a) in numbers.enumerated() {
      #expect(abs(values[n] - expected.value(a)) < 1e-14)
      #expect(abs(slopes[n] - expectedSlope.value(a)) < 1e-13, "\(a)")
    }
  }

  @Test(arguments: [
    ("1/(1 + exp(-a))", "sigmoid"), ("1 / (exp(-a) + 1)", "sigmoid"), ("(1 + e^(-a))^-1", "sigmoid"),
    ("tanh(a)", "tanh"), ("a", "identity"), ("-(-a)", "identity"), ("exp(a)/(1 + exp(a))", "sigmoid"),
    ("1 - 1/(1 + exp(a))", "sigmoid"), ("(1 + tanh(a/2))/2", "sigmoid"), ("2/(1 + exp(-2a)) - 1", "tanh"),
    ("(exp(a) - exp(-a))/(exp(a) + exp(-a))", "tanh"), ("(1 - e^(-2a))/(1 + e^(-2a))", "tanh"),
    ("log(1 + exp(a))", "softplus"), ("3a/3", "identity"),
  ])
  func aCopyOfABuiltInFunctionIsOne(_ text: String, _ name: String) throws {
    #expect(try Self.function(text).builtInTwin == name)
  }

  /// At 0, its slope is 1/2, and that of `relu` is 0.
  @Test func aMaximumIsNoRectifier() throws {
    #expect(try Self.function("max(0, a)").builtInTwin == nil)
  }

  /// The last ones are not numbers everywhere, or only nearly the same.
  @Test(arguments: [
    "1/(1 + exp(-2 a))", "exp(a)/(1 + exp(-a))", "2/(1 + exp(-a)) - 1", "log(2 + exp(a))", "1 - tanh(a)",
    "a^2/a", "a * (exp(a) - 1)/(exp(a) - 1)", "1/(1 + exp(-1.0000000000000002 a))", "a + 1e-300",
    "0.1 a * 10",
  ])
  func anotherFunctionIsNoCopy(_ text: String) throws {
    #expect(try Self.function(text).builtInTwin == nil)
  }

  /// Hundreds of random formulas. How far rounding may take a result is found by rounding worse; a slope
  /// below 1e-150 may be lost where its square is computed.
  @Test func randomFormulasAreWhatTheySay() {
    var compared = 0
    for seed in 1...400 {
      var random = RandomFunction(seed: UInt64(seed))
      let body = random.tree(5)
      let g = Self.function(body, "\(seed)")
      let numbers = Self.numbers(seed: UInt64(seed))
      let (values, slopes) = rows(g, numbers)
      for (n, a) in numbers.enumerated() {
        let tries = (0..<6).map { _ in random.worse(body, at: a) }
        let (value, slope) = (g.value(a), g.derivative(a, output: g.value(a)))
        if value.isNaN || value.isInfinite {
          #expect(!values[n].isFinite, "\(seed): f(\(a)) = \(value) in \(body)")
          continue
        }
        let spread = tries.map { abs($0.value - value) }.max() ?? 0
        let slopeSpread = tries.map { abs($0.slope - slope) }.max() ?? 0
        if spread.isFinite {
          #expect(abs(values[n] - value) <= 1e-300 + 8 * spread, "\(seed): f(\(a)) = \(value) in \(body)")
          compared += 1
        }
        if slope.isFinite && slopeSpread.isFinite {
          #expect(
            abs(slopes[n] - slope) <= 1e-150 + 8 * slopeSpread, "\(seed): f'(\(a)) = \(slope) in \(body)")
        }
      }
    }
    #expect(compared > 20_000)
  }

  /// An error function given by its expressions is the one that these are of.
  @Test func aCopyOfAnErrorFunctionIsTheSame() {
    let (own, copy) = (
      ErrorFunction.squares.terms,
      ErrorTerms(ErrorFunction.squares.terms.sums)
    )
    let (t, y) = ([0.3, 1, -2], [0.1, -0.5, 7])
    #expect(own.error(t, y, y, 0) == copy.error(t, y, y, 0))
    #expect(own.descents(t, y) == copy.descents(t, y))
    var (targets, outputs) = ((0..<16).map { Double($0) / 8 }, (0..<16).map { 1 - Double($0) / 7 })
    var (deltas, mask) = ([Double](repeating: 9, count: 16), (0..<16).map { $0 < 13 ? 1.0 : 0 })
    let errors = [own, copy].map { terms in
      targets.withUnsafeMutableBufferPointer { targets in
        outputs.withUnsafeMutableBufferPointer { outputs in
          deltas.withUnsafeMutableBufferPointer { deltas in
            mask.withUnsafeMutableBufferPointer { mask -> Double in
              guard let t = targets.baseAddress, let y = outputs.baseAddress, let delta = deltas.baseAddress,
                let mask = mask.baseAddress
              else { return .nan }
              return terms.compare(
                ErrorRows(
                  targets: t, totals: y, outputs: y, deltas: delta, isOnePattern: true, first: 0, end: 16,
                  step: 8, mask: mask, maskStep: 1)
              ).total
            }
          }
        }
      }
    }
    #expect(abs(errors[0] - errors[1]) < 1e-14)
    #expect(deltas == (0..<16).map { $0 < 13 ? targets[$0] - outputs[$0] : 0 })
  }

  /// Functions whose slope at 0 is infinite, in a network whose layers do not fill the lanes.
  @Test func whereThereIsNoUnitNothingIsLearnt() throws {
    let root = try Self.function("sqrt(a)")
    var network = try Network(
      layers: [
        Layer(name: "i", units: 2), Layer(name: "j", units: 3, transfer: root),
        Layer(name: "k", units: 1, transfer: root),
      ], bias: 1)
    network.initializeWeights(.uniform(0.1, 0.4), seed: 3)
    let patterns = try PatternSet([Pattern(input: [0.5, 1], target: [0.7])])
    for updates in [Updates.perPattern, .batch] {
      let options = TrainingOptions(epochs: 3, learningRate: 0.01, updates: updates)
      var fast = try Trainer(network: network, options: options)
      var reference = try ReferenceTrainer(network: network, options: options)
      _ = try fast.train(patterns, epochs: 3)
      _ = try reference.train(patterns, epochs: 3)
      for (a, b) in zip(fast.network.projections, reference.network.projections) {
        for (x, y) in zip(a.weights.elements, b.weights.elements) { #expect(abs(x - y) < 1e-13) }
      }
    }
  }
}

/// Random formulas of one variable, and their values and slopes with worse rounding.
private struct RandomFunction {
  var generator: RandomGenerator
  init(seed: UInt64) { generator = RandomGenerator(seed: seed) }

  mutating func tree(_ depth: Int) -> ResolvedFormula {
    guard depth > 0, generator.below(7) > 0 else {
      return generator.below(3) == 0
        ? .number([-2, -1, 0.3, 0.5, 1, 2, 3, 4.5][generator.below(8)]) : .parameter
    }
    let next = depth - 1
    switch generator.below(9) {
    case 0: return .negated(tree(next))
    case 1: return .sum(tree(next), tree(next))
    case 2: return .difference(tree(next), tree(next))
    case 3, 4: return .product(tree(next), tree(next))
    case 5: return .quotient(tree(next), tree(next))
    case 6: return .power(tree(next), .number([-2, -1, 0.5, 1, 2, 3, 5][generator.below(7)]))
    default:
      // These two are made of others, whose digits they lose; `ErrorFormulaTests` has them. At a jump of
      // `floor` the last digit of its argument decides.
      let functions = ElementaryFunction.allCases.filter { ![.cosh, .sinh, .floor].contains($0) }
      let function = functions[generator.below(functions.count)]
      return .call(function, (0..<(function.takesSeveral ? 2 : 1)).map { _ in tree(next) })
    }
  }

  struct Result {
    var value: Double
    var slope: Double
  }

  /// The value and the slope with errors of a few units in the last place at every step.
  mutating func worse(_ formula: ResolvedFormula, at a: Double) -> Result {
    let exact = step(formula, at: a)
    if case .number = formula { return exact }
    if case .parameter = formula { return exact }
    let noise = { (generator: inout RandomGenerator) in 1 + generator.uniform(-1, 1) * 0x1p-50 }
    return Result(value: exact.value * noise(&generator), slope: exact.slope * noise(&generator))
  }

  private mutating func step(_ formula: ResolvedFormula, at a: Double) -> Result {
    switch formula {
    case .number(let value): return Result(value: value, slope: 0)
    case .parameter: return Result(value: a, slope: 1)
    case .negated(let x):
      let x = worse(x, at: a)
      return Result(value: -x.value, slope: -x.slope)
    case .sum(let x, let y):
      let (x, y) = (worse(x, at: a), worse(y, at: a))
      return Result(value: x.value + y.value, slope: x.slope + y.slope)
    case .difference(let x, let y):
      let (x, y) = (worse(x, at: a), worse(y, at: a))
      return Result(value: x.value - y.value, slope: x.slope - y.slope)
    case .product(let x, let y):
      let (x, y) = (worse(x, at: a), worse(y, at: a))
      return Result(value: x.value * y.value, slope: x.slope * y.value + x.value * y.slope)
    case .quotient(let x, let y):
      let (x, y) = (worse(x, at: a), worse(y, at: a))
      return Result(
        value: x.value / y.value, slope: (x.slope - x.value / y.value * y.slope) / y.value)
    case .power(let x, let y):
      let (x, y) = (worse(x, at: a), worse(y, at: a))
      return Result(
        value: Elementary.power(x.value, y.value),
        slope: y.value * Elementary.power(x.value, y.value - 1) * x.slope)
    case .call(let function, let arguments):
      let arguments = arguments.map { worse($0, at: a) }
      guard let x = arguments.first, let y = arguments.last else { break }
      return call(function, x, y)
    default: break
    }
    return Result(value: .nan, slope: .nan)
  }

  private mutating func call(_ function: ElementaryFunction, _ x: Result, _ y: Result) -> Result {
    func result(_ value: Double, _ slope: Double) -> Result { Result(value: value, slope: slope * x.slope) }
    switch function {
    case .exp: return result(Elementary.exponential(x.value), Elementary.exponential(x.value))
    case .log: return result(Elementary.logarithm(x.value), 1 / x.value)
    case .sqrt: return result(x.value.squareRoot(), 0.5 / x.value.squareRoot())
    case .abs: return result(abs(x.value), Dual.sign(x.value))
    case .tanh:
      let value = Elementary.hyperbolicTangent(x.value)
      let rounded = value * (1 + generator.uniform(-1, 1) * 0x1p-50)
      return result(value, 1 - rounded * rounded)
    case .cosh, .sinh:
      let (up, down) = (Elementary.exponential(x.value), Elementary.exponential(-x.value))
      let (cosh, sinh) = ((up + down) / 2, (up - down) / 2)
      return function == .cosh ? result(cosh, sinh) : result(sinh, cosh)
    case .sin: return result(Elementary.sine(x.value), Elementary.cosine(x.value))
    case .cos: return result(Elementary.cosine(x.value), -Elementary.sine(x.value))
    case .sign: return result(Dual.sign(x.value), 0)
    case .floor: return result(x.value.rounded(.down), 0)
    case .max: return x.value > y.value ? x : y
    case .min: return x.value < y.value ? x : y
    }
  }
}
