import Foundation

guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
  Log.line(Arguments.usage)
  exit(2)
}

do {
  switch arguments.work {
  case .help: print(Arguments.usage)
  case .memory: try MemoryBenchmark.printOwn()
  case .allocations: try AllocationBenchmark.printOwn()
  case .core:
    InstructionSet.inUse.forbidOthers()
    if arguments.installsPeers { try PeerProgram.install() }
    let report = try CoreBenchmark(isQuick: arguments.isQuick, only: arguments.rows).run()
    if let file = arguments.report { try report.html.write(to: file, atomically: true, encoding: .utf8) }
    print(arguments.isJSON ? try report.json() : report.markdown)
  }
} catch {
  Log.line("Benchmarks: \(error)")
  exit(1)
}
