import Backprop
import CLinux
import Foundation

/// The peak memory growth of a process while the largest network is created and trained with one batch: for
/// ours and for the libraries, each in a new process that has trained a small network first, so that the
/// fixed costs of a library are not included.
struct MemoryBenchmark {
  let programs: [PeerProgram]

  private static let units = [1024, 1024, 1024, 10]
  private static let patterns = 256

  func measure() throws -> [MemoryUse] {
    let weights = Double(zip(Self.units, Self.units.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 })
    let sizes = Self.units.map { "\($0)" }
    var commands = [("Backprop", [Self.program, "memory"])]
    for (name, kind) in [
      (PeerProgram.pyTorch[0], "torch"), (PeerProgram.pyTorch[1], "autograd"), ("NumPy", "numpy"),
    ]
    where programs.contains(where: { $0.name == name }) {
      commands.append((name, [Folders.python, Folders.source("peers.py"), kind, "1", "double"] + sizes))
    }
    return try commands.map { name, command in
      // Large blocks come from the system and are returned to it, so that none is hidden in freed memory.
      let text = try Command.output(of: command, environment: ["MALLOC_MMAP_THRESHOLD_": "131072"])
      let bytes = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? .nan
      return MemoryUse(name: name, bytesPerWeight: bytes / weights)
    }
  }

  /// The path of this program.
  static let program =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]

  /// Runs in the new process: writes the number of bytes.
  static func printOwn() throws {
    try train([units[0], 64, 10]) { _ in }
    try train(units) { print($0) }
  }

  private static func train(_ units: [Int], _ take: (Int) -> Void) throws {
    let patterns = try Workload.greys(count: patterns, inputs: units[0], outputs: 10)
    malloc_trim(0)
    try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    let before = try status("VmRSS")
    let workload = Workload(name: "", units: units, batch: patterns.count, patterns: patterns)
    var trainer = try Trainer(network: workload.network, options: workload.options)
    _ = try trainer.train(patterns, epochs: 2)
    take(try status("VmHWM") - before)
  }

  /// A line of /proc/self/status, converted to bytes.
  private static func status(_ name: String) throws -> Int {
    let lines = try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n")
    let line = lines.first { $0.hasPrefix(name + ":") }
    guard let kilobytes = line?.split(whereSeparator: { " \t".contains($0) }).compactMap({ Int($0) }).first
    else { throw BenchmarkFailure("/proc/self/status does not contain \(name)") }
    return kilobytes * 1024
  }
}

struct MemoryUse: Encodable {
  let name: String
  let bytesPerWeight: Double
}
