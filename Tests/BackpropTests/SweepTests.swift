import Backprop
import TestSupport
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
    for (run, outcome) in try pairs(runs, outcomes) {
      var trainer = try Trainer(network: run.network, options: run.options)
      let result = try trainer.train(.xor)
      #expect(outcome?.result == result)
      #expect(outcome?.network == trainer.network)
    }
  }

  /// A run that draws its weights starts like one that is given the same weights.
  @Test func weightsAreDrawnWhenARunBegins() throws {
    let given = try runs()
    let drawn = given.indices.map { place in
      Sweep.Run(
        network: given[0].network, options: given[place].options,
        draw: Sweep.Draw(.uniform(-1, 1), seed: UInt64(place + 1)))
    }
    #expect(try Sweep(drawn, on: .xor).train(threads: 2) == Sweep(given, on: .xor).train(threads: 2))
  }

  @Test func onlyTheSummariesAreKept() throws {
    let runs = try runs()
    let epochs = try Sweep(runs, on: .xor).train(threads: 3, summary: { [$0, $1.result.epochs] })
    let outcomes = try Sweep(runs, on: .xor).train(threads: 1)
    #expect(
      epochs == outcomes.enumerated().map { place, outcome in outcome.map { [place, $0.result.epochs] } })
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
    #expect(try some(outcomes.compactMap { $0 }).allSatisfy { $0.result.end == .stopped })
    #expect(outcomes.contains { $0 == nil })
  }
}
