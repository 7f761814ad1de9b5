import Backprop

/// How the cost grows with the width of a layer, the depth, the number of patterns, and the number of cores.
struct GrowthBenchmark {
  let programs: [PeerProgram]
  let rounds: Int
  let turn: Double

  func measure() throws -> [Growth] {
    [try width(), try depth(), try patterns(), try cores()]
  }

  /// The nanoseconds per pattern in the fastest round of a workload, by contestant.
  private func least(_ contestants: [Contestant], _ workload: Workload) throws -> [(String, Double)] {
    let race = Race(
      contestants: contestants, patterns: workload.patterns.count, rounds: rounds, turn: turn,
      clock: workload.threads == 1 ? \.processor : \.wall)
    return zip(contestants, try race.run()).map { ($0.name, Statistics.quantile($1, 0)) }
  }

  private static let ways = [
    (name: "one update per pattern", batch: 1), (name: "mini-batches of 32", batch: 32),
  ]

  private func width() throws -> Growth {
    var growth = Growth(
      title: "Width: 64-n-10", x: "hidden units n", y: "ns per pattern", curves: [],
      notes: ["C: one update per pattern; PyTorch: mini-batches of 32"])
    let patterns = try Workload.greys(count: 512, inputs: 64, outputs: 10)
    for hidden in [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] {
      for (way, batch) in Self.ways {
        let workload = Workload(name: "", units: [64, hidden, 10], batch: batch, patterns: patterns)
        let peers = programs.filter { batch == 1 ? $0.name == "C" : $0.name == PeerProgram.pyTorch[0] }
        let contestants =
          [try .ours(workload, named: way)] + (try peers.compactMap { try Contestant.peer($0, workload) })
        for (name, time) in try least(contestants, workload) { growth.add(time, at: hidden, to: name) }
      }
    }
    return growth
  }

  private func depth() throws -> Growth {
    var growth = Growth(
      title: "Depth: 64, hidden layers of 32, 10", x: "hidden layers", y: "ns per pattern", curves: [],
      notes: [])
    let patterns = try Workload.greys(count: 512, inputs: 64, outputs: 10)
    for depth in [1, 2, 4, 8, 16, 32] {
      let units = [64] + [Int](repeating: 32, count: depth) + [10]
      for (way, batch) in Self.ways {
        let workload = Workload(name: "", units: units, batch: batch, patterns: patterns)
        for (name, time) in try least([.ours(workload, named: way)], workload) {
          growth.add(time, at: depth, to: name)
        }
      }
    }
    return growth
  }

  private func patterns() throws -> Growth {
    var growth = Growth(
      title: "Patterns: 64-32-10", x: "patterns", y: "ns per pattern", curves: [],
      notes: ["a level line: an epoch takes time in proportion to its patterns"], yIsLogarithmic: false)
    for count in [32, 128, 512, 2048, 8192, 32768] {
      let patterns = try Workload.greys(count: count, inputs: 64, outputs: 10)
      for (way, batch) in Self.ways {
        let workload = Workload(name: "", units: [64, 32, 10], batch: batch, patterns: patterns)
        for (name, time) in try least([.ours(workload, named: way)], workload) {
          growth.add(time, at: count, to: name)
        }
      }
    }
    return growth
  }

  /// The speed relative to one core, by wall-clock time.
  private func cores() throws -> Growth {
    var growth = Growth(
      title: "Cores", x: "cores", y: "times as fast as one", curves: [], notes: [], xIsLogarithmic: false,
      yIsLogarithmic: false)
    // One workload of each size, in double precision and without zeros.
    let large = try Workload.table().filter {
      $0.isLarge && $0.threads == 1 && $0.precision == .double && $0.own == nil
        && !$0.name.contains("inputs 0")
    }
    let sweep = try SweepBenchmark(rounds: rounds)
    var first: [String: Double] = [:]
    for threads in 1...max(Processor.cores, 1) {
      var times = try large.map { workload in
        var workload = workload
        workload.threads = threads
        let name = workload.units.map { "\($0)" }.joined(separator: "-")
        // One clock for all, so that they can be compared.
        let race = Race(
          contestants: [try .ours(workload, named: name)], patterns: workload.patterns.count, rounds: rounds,
          turn: turn,
          clock: \.wall)
        return (name, Statistics.quantile(try race.run()[0], 0))
      }
      times.append(
        ("sweep of XOR", Statistics.quantile((0..<rounds).map { _ in sweep.time(threads: threads) }, 0)))
      for (name, time) in times {
        first[name] = first[name] ?? time
        growth.add((first[name] ?? time) / time, at: threads, to: name)
      }
    }
    return growth
  }
}

/// One quantity against another: the curves of a figure.
struct Growth: Encodable {
  struct Curve: Encodable {
    let name: String
    var points: [Point]
  }

  struct Point: Encodable {
    let x: Double
    let y: Double
  }

  let title: String
  let x: String
  let y: String
  var curves: [Curve]
  let notes: [String]
  var xIsLogarithmic = true
  var yIsLogarithmic = true

  mutating func add(_ value: Double, at place: Int, to name: String) {
    let point = Point(x: Double(place), y: value)
    if let index = curves.firstIndex(where: { $0.name == name }) {
      curves[index].points.append(point)
    } else {
      curves.append(Curve(name: name, points: [point]))
    }
  }
}
