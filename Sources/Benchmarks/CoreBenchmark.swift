/// Everything about the core, in one run.
struct CoreBenchmark {
  let isQuick: Bool
  /// If not nil, only rows whose name contains this text are measured.
  let only: String?

  private var rounds: Int { isQuick ? 3 : 15 }
  /// The length of a contestant's turn, in nanoseconds.
  private var turn: Double { isQuick ? 10e6 : 30e6 }

  func run() throws -> Report {
    let machine = Machine()
    let programs = try PeerProgram.installed()
    Log.line("peers: \(programs.map { $0.name }.joined(separator: ", "))")
    let table = TableBenchmark(programs: programs, rounds: rounds, turn: turn)
    let rows = try Workload.table().filter { only.map($0.name.contains) ?? true }.map { workload in
      let row = try table.measure(workload)
      Log.line(
        row.name + ": " + row.timings.map { "\($0.name) \(Numbers.time($0.median))" }.joined(separator: ", "))
      return row
    }
    var report = Report(
      machine: machine,
      versions: Dictionary(
        programs.compactMap { program in program.version.map { (program.name, $0) } },
        uniquingKeysWith: { first, _ in first }),
      rows: rows)
    if only == nil { try addDetails(to: &report, programs) }
    return report
  }

  /// The measurements that are not rows of the table.
  private func addDetails(to report: inout Report, _ programs: [PeerProgram]) throws {
    let few = isQuick ? 2 : 5
    Log.line("options")
    report.prices = try PriceBenchmark(rounds: isQuick ? 3 : 9, turn: turn / 3).measure()
    Log.line("growth")
    report.growth = try GrowthBenchmark(programs: programs, rounds: few, turn: turn / 3).measure()
    Log.line("sweep")
    report.sweep = try SweepBenchmark(rounds: few).measure()
    Log.line("watching")
    report.observer = try ObserverBenchmark(rounds: isQuick ? 3 : 9, turn: isQuick ? 300e6 : 600e6).measure()
    Log.line("memory")
    report.memory = try MemoryBenchmark(programs: programs).measure()
    Log.line("allocations")
    report.allocations = try AllocationBenchmark().measure()
  }
}
