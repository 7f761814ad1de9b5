import Backprop
import Foundation

/// A network and what it is to learn: sigmoids, a bias, squares, plain gradient descent from the same weights.
struct Workload {
  let name: String
  let units: [Int]
  let batch: Int
  let patterns: PatternSet
  /// What the project set itself, in nanoseconds a pattern on 2 cores of a Zen 4 server: a number, or a ratio to a peer.
  let goal: String

  /// A number that a float holds exactly: FANN keeps its rate in one.
  static let rate = 1.0 / 64

  var network: Network {
    get throws {
      var network = try Network(
        layers: units.enumerated().map { Layer(name: "\($0)", units: $1) }, bias: 1)
      network.initializeWeights(.xavier, seed: 1)
      return network
    }
  }

  var options: TrainingOptions {
    TrainingOptions(
      learningRate: Self.rate,
      updates: batch == 1 ? .perPattern : batch == patterns.count ? .batch : .miniBatch(batch))
  }

  /// What a peer reads before it is told how long to train.
  var description: String {
    get throws {
      let header =
        "\(units.count) \(units.map(String.init).joined(separator: " ")) \(batch) \(patterns.count)"
      let numbers =
        try [patterns.inputs.elements, patterns.targets.elements]
        + network.projections.map { $0.weights.elements }
      return "\(header) \(Self.rate)\n"
        + numbers.map { $0.map { "\($0)" }.joined(separator: " ") }.joined(separator: "\n") + "\n"
    }
  }

  static func all() throws -> [Workload] {
    let digits = try random(count: 1797, inputs: 64, outputs: 10)
    let images = try random(count: 1280, inputs: 784, outputs: 10)
    let large = try random(count: 256, inputs: 1024, outputs: 10)
    return [
      Workload(
        name: "XOR 2-2-1, an update a pattern", units: [2, 2, 1], batch: 1, patterns: .xor, goal: "45"),
      Workload(
        name: "encoder 8-3-8, an update a pattern", units: [8, 3, 8], batch: 1, patterns: try .encoder(8),
        goal: "62"),
      Workload(
        name: "digits 64-32-10, an update a pattern", units: [64, 32, 10], batch: 1, patterns: digits,
        goal: "390"),
      Workload(name: "XOR, batch of 4", units: [2, 2, 1], batch: 4, patterns: .xor, goal: "16"),
      Workload(
        name: "encoder, batch of 8", units: [8, 3, 8], batch: 8, patterns: try .encoder(8), goal: "28"),
      Workload(
        name: "digits 64-32-10, mini-batches of 32", units: [64, 32, 10], batch: 32, patterns: digits,
        goal: "300"),
      Workload(
        name: "784-256-10, mini-batches of 128", units: [784, 256, 10], batch: 128, patterns: images,
        goal: "1.15 × PyTorch"),
      Workload(
        name: "1024-1024-1024-10, mini-batches of 256", units: [1024, 1024, 1024, 10], batch: 256,
        patterns: large, goal: "1.15 × PyTorch"),
    ]
  }

  /// Patterns of the size of real ones, the inputs of the sixteen greys of the 8 × 8 digits.
  private static func random(count: Int, inputs: Int, outputs: Int) throws -> PatternSet {
    var generator = RandomGenerator(seed: 1)
    return try PatternSet(
      (0..<count).map { n in
        Pattern(
          input: (0..<inputs).map { _ in Double(generator.below(17)) / 16 },
          target: (0..<outputs).map { $0 == n % outputs ? 1 : 0 })
      })
  }
}
