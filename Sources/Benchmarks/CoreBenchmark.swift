import Backprop
import Foundation

/// Times the core and its peers, in turns, on one core each; first they must agree on the weights.
struct CoreBenchmark {
  let isQuick: Bool

  /// The reference path takes seconds for larger networks, and a plain C program for those of ten times as many weights.
  private static let mostForLoops = 10_000

  private var rounds: Int { isQuick ? 3 : 15 }
  /// Of a contestant's turn, in nanoseconds.
  private var turn: Double { isQuick ? 10e6 : 40e6 }

  /// Who trains: something that can be told for how many epochs, from the first weights.
  private struct Contestant {
    let name: String
    /// Nanoseconds of processor time.
    let train: (Int) throws -> Double
    let weights: () throws -> [Double]
  }

  func run() throws -> Report {
    // First, before anything else has made this process large.
    let bytesPerWeight = try bytesPerWeight()
    let peers = try Peers()
    var rows: [Report.Row] = []
    for workload in try Workload.all() {
      log(workload.name)
      let row = try measure(workload, peers)
      log(row.entries.map { "  \($0.name) \(Int($0.median))" }.joined(separator: ","))
      rows.append(row)
    }
    log("options")
    return Report(rows: rows, options: try options(), bytesPerWeight: bytesPerWeight)
  }

  private func log(_ text: String) {
    FileHandle.standardError.write(Data("\(text) …\n".utf8))
  }

  private func measure(_ workload: Workload, _ peers: Peers) throws -> Report.Row {
    var contestants = [try ours(workload)]
    let weights = try workload.network.weightCount
    if weights < Self.mostForLoops { contestants.append(try reference(workload)) }
    for (name, command) in peers.commands {
      // FANN has no mini-batches.
      if ["C", "FANN"].contains(name) && weights > 10 * Self.mostForLoops { continue }
      if name == "FANN" && workload.batch != 1 && workload.batch != workload.patterns.count { continue }
      let peer = try Peer(name: name, command: command, workload: workload)
      contestants.append(Contestant(name: name, train: peer.train, weights: peer.weights))
    }
    let agreements = try agreement(contestants)
    let epochs = try contestants.map { contestant in
      var epochs = 1
      while true {
        let time = try contestant.train(epochs)
        if time >= turn / 4 { return max(Int(Double(epochs) * turn / time), 1) }
        epochs *= 4
      }
    }
    var times = [[Double]](repeating: [], count: contestants.count)
    for round in 0..<rounds {
      for index in contestants.indices {
        // The reference path, which is slow, is not in the race.
        if contestants[index].name == "reference" && round > 2 { continue }
        let time = try contestants[index].train(epochs[index])
        times[index].append(time / Double(epochs[index] * workload.patterns.count))
      }
    }
    return Report.Row(
      name: workload.name, goal: workload.goal,
      entries: contestants.indices.map {
        Report.Entry(name: contestants[$0].name, times: times[$0], difference: agreements[$0])
      })
  }

  /// After a few epochs, the greatest difference of each one's weights from ours, in the scale of the greatest weight.
  private func agreement(_ contestants: [Contestant]) throws -> [Double] {
    let weights = try contestants.map { contestant in
      _ = try contestant.train(2)
      return try contestant.weights()
    }
    let scale = weights[0].map { abs($0) }.max() ?? 1
    return weights.map { theirs in
      theirs.count == weights[0].count
        ? zip(theirs, weights[0]).map { abs($0 - $1) }.reduce(0, max) / scale : .infinity
    }
  }

  private func ours(_ workload: Workload, options: TrainingOptions? = nil) throws -> Contestant {
    let network = try workload.network
    let options = options ?? workload.options
    var trained = network
    return Contestant(name: "Backprop") { epochs in
      var trainer = try Trainer(network: network, options: options)
      let begin = processorTime()
      _ = try trainer.train(workload.patterns, epochs: epochs)
      let time = processorTime() - begin
      trained = trainer.network
      return time
    } weights: {
      trained.projections.flatMap { $0.weights.elements }
    }
  }

  private func reference(_ workload: Workload) throws -> Contestant {
    let network = try workload.network
    var trained = network
    return Contestant(name: "reference") { epochs in
      var trainer = try ReferenceTrainer(network: network, options: workload.options)
      let begin = processorTime()
      _ = try trainer.train(workload.patterns, epochs: epochs)
      let time = processorTime() - begin
      trained = trainer.network
      return time
    } weights: {
      trained.projections.flatMap { $0.weights.elements }
    }
  }

  /// What each learning rule, transfer and error function costs on the digits, in mini-batches of 32.
  private func options() throws -> [Report.Entry] {
    guard let digits = try Workload.all().first(where: { $0.name.hasPrefix("digits") && $0.batch == 32 })
    else {
      return []
    }
    var contestants: [Contestant] = []
    func add(_ name: String, _ change: (inout TrainingOptions) -> Void) throws {
      var options = digits.options
      change(&options)
      contestants.append(named(name, try ours(digits, options: options)))
    }
    try add("gradient") { _ in }
    try add("momentum") { $0.momentum = 0.9 }
    try add("decay") { $0.decay = 0.001 }
    try add("nesterov") {
      $0.rule = .nesterov
      $0.momentum = 0.9
    }
    try add("rprop") { $0.rule = .rprop() }
    try add("quickprop") { $0.rule = .quickprop() }
    try add("adam") { $0.rule = .adam() }
    try add("shuffled") { $0.shuffleSeed = 1 }
    let transfers: [TransferFunction] = [.identity, .tanh, .relu, .leakyRelu, .softplus]
    for transfer in transfers {
      var network = try digits.network
      try network.setTransfer(transfer, ofLayer: 1)
      contestants.append(try plain("hidden \(transfer.name)", network, digits))
    }
    var probabilities = try digits.network
    try probabilities.setTransfer(.softmax, ofLayer: 2)
    contestants.append(try plain("softmax", probabilities, digits))
    try probabilities.setErrorFunction(.crossEntropy)
    contestants.append(try plain("softmax, cross-entropy", probabilities, digits))
    var times = [[Double]](repeating: [], count: contestants.count)
    for _ in 0..<rounds {
      for index in contestants.indices {
        times[index].append(try contestants[index].train(20) / Double(20 * digits.patterns.count))
      }
    }
    return contestants.indices.map {
      Report.Entry(name: contestants[$0].name, times: times[$0], difference: 0)
    }
  }

  private func named(_ name: String, _ contestant: Contestant) -> Contestant {
    Contestant(name: name, train: contestant.train, weights: contestant.weights)
  }

  private func plain(_ name: String, _ network: Network, _ workload: Workload) throws -> Contestant {
    Contestant(name: name) { epochs in
      var trainer = try Trainer(network: network, options: workload.options)
      let begin = processorTime()
      _ = try trainer.train(workload.patterns, epochs: epochs)
      return processorTime() - begin
    } weights: {
      []
    }
  }

  /// How much the resident memory grows at most while the largest network trains, a weight.
  private func bytesPerWeight() throws -> Double {
    guard let workload = try Workload.all().last else { return 0 }
    var trainer = try Trainer(network: workload.network, options: workload.options)
    let before = residentBytes()
    var most = before
    _ = try trainer.train(workload.patterns, epochs: 1) { _ in
      most = max(most, residentBytes())
      return true
    }
    return (most - before) / Double(trainer.network.weightCount)
  }
}

/// This thread's, in nanoseconds.
private func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

private func residentBytes() -> Double {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
  let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
  return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
}
