import Backprop

/// Something that trains for a given number of epochs, always from the initial weights.
struct Contestant {
  let name: String
  let train: (Int) throws -> Time
  /// The weights of the last training, projection after projection, row by row; nil if it does not train.
  var weights: (() throws -> [Double])?
  /// A contestant that is much slower is run for fewer epochs.
  var mostRounds = Int.max
}

extension Contestant {
  static let builtInName = "built-in"
  static let referenceName = "reference"

  /// The core, with its own network and options or with those of the workload.
  static func ours(
    _ workload: Workload, named name: String = "Backprop", network: Network? = nil,
    options: TrainingOptions? = nil
  ) throws -> Contestant {
    let network = try network ?? workload.network
    let options = try options ?? workload.options
    let trained = Trained(network)
    return Contestant(
      name: name,
      train: { epochs in
        var trainer = try Trainer(network: network, options: options, threads: workload.threads)
        var end = TrainingEnd.epochsDone
        let time =
          workload.isLarge && epochs > 1
          ? try trainer.timeAfterFirstEpoch(workload.patterns, epochs: epochs, &end)
          : try Time.of { end = try trainer.train(workload.patterns, epochs: epochs).end }
        guard end == .epochsDone else { throw BenchmarkFailure("\(name) ended early: \(end)") }
        trained.network = trainer.network
        return time
      }, weights: { trained.weights })
  }

  /// The core with its own functions and rules, for a workload with a user's own. Their weights are the same
  /// only if this is a copy.
  static func builtIn(_ workload: Workload) throws -> Contestant {
    var contestant = try ours(workload.withBuiltIn, named: builtInName)
    if workload.own?.isCopy != true { contestant.weights = nil }
    return contestant
  }

  /// The handout's equations, against which the fast paths are checked.
  static func reference(_ workload: Workload) throws -> Contestant {
    let (network, options) = (try workload.network, try workload.options)
    let trained = Trained(network)
    return Contestant(
      name: referenceName,
      train: { epochs in
        var trainer = try ReferenceTrainer(network: network, options: options)
        let time = try Time.of { _ = try trainer.train(workload.patterns, epochs: epochs) }
        trained.network = trainer.network
        return time
      }, weights: { trained.weights }, mostRounds: 3)
  }

  /// Another program.
  static func peer(_ program: PeerProgram, _ workload: Workload) throws -> Contestant? {
    guard workload.own == nil || program.takesOwnFormulas, let command = program.command(workload)
    else { return nil }
    let peer = try Peer(name: program.name, command: command, workload: workload)
    return Contestant(name: program.name, train: peer.train, weights: peer.weights)
  }
}

/// The network that a contestant has trained.
private final class Trained {
  var network: Network
  init(_ network: Network) { self.network = network }
  var weights: [Double] { network.projections.flatMap { $0.weights.elements } }
}

/// Why a benchmark cannot continue.
struct BenchmarkFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension Trainer {
  /// The time from the end of the first epoch to the end of the last: the other programs, too, allocate their
  /// memory (tens of megabytes for a large network) before they are timed.
  fileprivate mutating func timeAfterFirstEpoch(
    _ patterns: PatternSet, epochs: Int, _ end: inout TrainingEnd
  ) throws -> Time {
    var first: Time?
    var last = Time.now
    end = try train(patterns, epochs: epochs) { progress in
      last = Time.now
      if progress.epoch > 0 && first == nil { first = last }
      return true
    }.end
    guard let first else { throw BenchmarkFailure("no epoch ended") }
    return last.since(first).times(Double(epochs) / Double(epochs - 1))
  }
}
