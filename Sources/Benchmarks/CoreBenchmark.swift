/// Everything about the core, in one run.
struct CoreBenchmark {
  let isQuick: Bool

  private var rounds: Int { isQuick ? 3 : 15 }
  /// Of a contestant, in nanoseconds.
  private var turn: Double { isQuick ? 10e6 : 30e6 }

  func run() throws -> Report {
    let machine = Machine()
    let programs = try PeerProgram.installed()
    Log.line("peers: \(programs.map { $0.name }.joined(separator: ", "))")
    let table = TableBenchmark(programs: programs, rounds: rounds, turn: turn)
    let rows = try Workload.table().map { workload in
      let row = try table.measure(workload)
      Log.line(
        row.name + ": " + row.timings.map { "\($0.name) \(Numbers.time($0.median))" }.joined(separator: ", "))
      return row
    }
    func step<Result>(_ name: String, _ measure: () throws -> Result) rethrows -> Result {
      Log.line(name)
      return try measure()
    }
    let few = isQuick ? 2 : 5
    return Report(
      machine: machine,
      versions: Dictionary(
        programs.compactMap { program in program.version.map { (program.name, $0) } },
        uniquingKeysWith: { first, _ in first }), rows: rows,
      prices: try step("options") { try PriceBenchmark(rounds: isQuick ? 3 : 9, turn: turn / 3).measure() },
      growth: try step("growth") {
        try GrowthBenchmark(programs: programs, rounds: few, turn: turn / 3).measure()
      },
      sweep: try step("sweep") { try SweepBenchmark(rounds: few).measure() },
      observer: try step("watching") {
        try ObserverBenchmark(rounds: isQuick ? 3 : 9, turn: isQuick ? 300e6 : 600e6).measure()
      },
      memory: try step("memory") { try MemoryBenchmark(programs: programs).measure() },
      allocations: try step("allocations") { try AllocationBenchmark().measure() })
  }
}
