import Backprop
import BackpropLanguage

/// A network and what it has to learn: sigmoids, a bias, squares and plain gradient descent, unless a formula
/// of the user's own replaces one of them; always from the same weights.
struct Workload {
  var name: String
  let units: [Int]
  /// Patterns per update.
  let batch: Int
  let patterns: PatternSet
  /// The number of processor cores.
  var threads = 1
  var precision = Precision.double
  var own: OwnFormula?
  /// The project's goal.
  var goals: [Goal] = []

  /// A number that is exact in single precision: FANN stores its rate as a float.
  static let rate = 1.0 / 64

  var network: Network {
    get throws {
      var network =
        try own?.session(units: units).network
        ?? Network(
          layers: units.enumerated().map { Layer(name: "\($0)", units: $1, transfer: .sigmoid) }, bias: 1)
      network.initializeWeights(.xavier, seed: 1)
      return network
    }
  }

  var options: TrainingOptions {
    get throws {
      var options =
        try own?.session(units: units).trainingOptions
        ?? TrainingOptions(learningRate: rate)
      options.updates = batch == 1 ? .perPattern : batch == patterns.count ? .batch : .miniBatch(Int64(batch))
      options.precision = precision
      return options
    }
  }

  /// The same work with the built-in functions and rule in place of the user's own.
  var withBuiltIn: Workload {
    var workload = self
    workload.own = own?.withBuiltIn
    return workload
  }

  private var rate: Double { own?.rate ?? Self.rate }

  /// The number of weights, including bias weights.
  var weightCount: Int {
    zip(units, units.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
  }

  /// The floating-point operations per pattern in the matrix products: forward, back (to all layers except
  /// the first) and for the gradient; an addition and a multiplication count as two.
  var operationsPerPattern: Double {
    let weights = weightCount
    let back = weights - (units[0] + 1) * units[1] - units.dropFirst(2).reduce(0, +)
    return 2 * Double(2 * weights + back)
  }

  /// Whether arithmetic takes enough of the time for its rate to be meaningful.
  var isLarge: Bool { weightCount > 100_000 }

  /// What a peer reads before it is told how long to train.
  var description: String {
    get throws {
      let header =
        "\(units.count) \(units.map(String.init).joined(separator: " ")) \(batch) \(patterns.count)"
      let numbers =
        try [patterns.inputs.elements, patterns.targets.elements]
        + network.projections.map { $0.weights.elements }
      return "\(header) \(rate)\n"
        + numbers.map { $0.map { "\($0)" }.joined(separator: " ") }.joined(separator: "\n") + "\n"
    }
  }

  /// The built-in digits, scaled to 0 to 1; half of their inputs are 0.
  static var digits: PatternSet {
    get throws {
      let digits = PatternSet.digits
      let inputs = digits.inputs
      return try PatternSet(
        inputs: Matrix(
          rows: inputs.rows, columns: inputs.columns, elements: inputs.elements.map { $0 / 16 }),
        targets: digits.targets)
    }
  }

  /// Patterns of a realistic size: inputs with sixteen grey levels, either none of them 0 or the given share
  /// 0, at random places.
  static func greys(count: Int, inputs: Int, outputs: Int, shareOfZeros: Double = 0) throws -> PatternSet {
    var generator = RandomGenerator(seed: 1)
    return try PatternSet(
      (0..<count).map { n in
        Pattern(
          input: (0..<inputs).map { _ in
            generator.uniform() < shareOfZeros ? 0 : Double(1 + generator.below(16)) / 16
          },
          target: (0..<outputs).map { $0 == n % outputs ? 1 : 0 })
      })
  }
}
