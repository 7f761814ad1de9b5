import Backprop
import Testing

@Suite struct SweepTests {
  private func runs() throws -> [Sweep.Run] {
    try (1...12).map { (seed: UInt64) in
      var network = try Network(
        layers: [Layer(name: "i", units: 2), Layer(name: "j", units: 3), Layer(name: "k", units: 1)], bias: 1)
      network.initializeWeights(.uniform(-1, 1), seed: seed)
      return Sweep.Run(
        network: network,
        options: TrainingOptions(epochs: 2000, learningRate: 1, target: .totalError(below: 0.05)))
    }
  }

  @Test(arguments: [1, 2, 5, 40])
  func eachRunIsAsIfItWereAlone(_ threads: Int) throws {
    let runs = try runs()
    let outcomes = try Sweep(runs, on: .xor).train(threads: threads)
    #expect(outcomes.count == runs.count)
    for (run, outcome) in zip(runs, outcomes) {
      var trainer = try Trainer(network: run.network, options: run.options)
      let result = try trainer.train(.xor)
      #expect(outcome?.result == result)
      #expect(outcome?.network == trainer.network)
    }
  }

  @Test func theObserverStopsAll() throws {
    let endless = try runs().map {
      Sweep.Run(network: $0.network, options: TrainingOptions(epochs: 1_000_000_000))
    }
    var asked = 0
    let outcomes = try Sweep(endless, on: .xor).train(threads: 2) { _ in
      asked += 1
      return asked < 5
    }
    #expect(outcomes.compactMap { $0 }.allSatisfy { $0.result.end == .stopped })
    #expect(outcomes.contains { $0 == nil })
  }
}
