import Backprop

/// The cost of each learning rule, each transfer and error function, more layers, and a projection that skips
/// layers, compared with plain gradient descent with sigmoids.
struct PriceBenchmark {
  let rounds: Int
  let turn: Double

  func measure() throws -> [PriceList] {
    try [1, 32].map { batch in
      let digits = Workload(
        name: "", units: [64, 32, 10], batch: batch,
        patterns: try Workload.greys(count: 960, inputs: 64, outputs: 10))
      let variants = try Self.rules(digits) + Self.transfers(digits) + Self.shapes(digits)
      let race = Race(
        contestants: variants.map { $0.contestant }, patterns: digits.patterns.count, rounds: rounds,
        turn: turn, clock: \.processor)
      let times = try race.run()
      let prices = variants.indices.map {
        PriceList.Price(
          weights: variants[$0].weights,
          timing: Timing(name: variants[$0].contestant.name, times: times[$0], first: times[0]))
      }
      return PriceList(
        title: batch == 1 ? "one update per pattern" : "mini-batches of \(batch)", prices: prices)
    }
  }

  private struct Variant {
    let weights: Int
    let contestant: Contestant

    init(
      _ name: String, _ workload: Workload, _ network: Network? = nil, _ options: TrainingOptions? = nil
    ) throws {
      weights = network?.weightCount ?? workload.weightCount
      contestant = try .ours(workload, named: name, network: network, options: options)
    }
  }

  private static func rules(_ digits: Workload) throws -> [Variant] {
    func variant(_ name: String, _ change: (inout TrainingOptions) -> Void) throws -> Variant {
      var options = try digits.options
      change(&options)
      return try Variant(name, digits, nil, options)
    }
    return [
      try variant("gradient") { _ in },
      try variant("momentum") { $0.momentum = 0.9 },
      try variant("decay") { $0.decay = 0.001 },
      try variant("nesterov") {
        $0.rule = .nesterov
        $0.momentum = 0.9
      },
      try variant("rprop") { $0.rule = .rprop },
      try variant("quickprop") { $0.rule = .quickprop },
      try variant("adam") {
        $0.rule = .adam
        $0.learningRate = 0.001
      },
      try variant("averaged") { $0.reduction = .mean },
      try variant("shuffled") { $0.shuffleSeed = 1 },
    ]
  }

  private static func transfers(_ digits: Workload) throws -> [Variant] {
    // A rate small enough that training with rectifiers does not diverge.
    var options = try digits.options
    options.learningRate = 1.0 / 4096
    let hidden = TransferFunction.all.filter { $0 != .sigmoid && !$0.isSoftmax }
    var variants = try hidden.map { transfer in
      var network = try digits.network
      try network.setTransfer(transfer, ofLayer: 1)
      return try Variant("hidden units: \(transfer.name)", digits, network, options)
    }
    var network = try digits.network
    try network.setErrorFunction(.crossEntropy)
    variants.append(try Variant("cross-entropy", digits, network, options))
    try network.setTransfer(.softmax, ofLayer: 2)
    variants.append(try Variant("softmax, cross-entropy", digits, network, options))
    try network.setErrorFunction(.squares)
    variants.append(try Variant("softmax, squares", digits, network, options))
    return variants
  }

  private static func shapes(_ digits: Workload) throws -> [Variant] {
    var skipping = try digits.network
    try skipping.connect(0, 2)
    return [try Variant("also weights from input to output", digits, skipping)]
      + (try [2, 4, 8].map { depth in
        var deep = digits
        deep = Workload(
          name: "", units: [64] + [Int](repeating: 32, count: depth) + [10], batch: digits.batch,
          patterns: digits.patterns)
        return try Variant("\(depth) hidden layers", deep)
      })
  }
}

/// Variants of one workload; the first is plain gradient descent.
struct PriceList: Encodable {
  struct Price: Encodable {
    /// The number of weights, which is larger in some variants.
    let weights: Int
    let timing: Timing
  }

  let title: String
  let prices: [Price]
}
