import Backprop
import Foundation

/// How often memory is allocated during training: this number must not grow with the epochs or the patterns.
/// It is measured in a separate process whose allocator counts calls (Peers/allocations.c).
struct AllocationBenchmark {
  func measure() throws -> [AllocationCount] {
    let library = Folders.build.appendingPathComponent("allocations.so").path
    guard Command.succeeds(["cc", "-O2", "-shared", "-fPIC", Folders.source("allocations.c"), "-o", library])
    else { return [] }
    let text = try Command.output(
      of: [MemoryBenchmark.program, "allocations"], environment: ["LD_PRELOAD": library])
    return try JSONDecoder().decode([AllocationCount].self, from: Data(text.utf8))
  }

  /// Runs in the new process: writes the counts as JSON.
  static func printOwn() throws {
    guard let symbol = dlsym(nil, "allocations_counted") else {
      throw BenchmarkFailure("allocations cannot be counted here")
    }
    let count = unsafeBitCast(symbol, to: (@convention(c) () -> Int).self)
    let few = try Workload.greys(count: 96, inputs: 64, outputs: 10)
    let many = try Workload.greys(count: 9600, inputs: 64, outputs: 10)
    let images = try Workload.greys(count: 256, inputs: 784, outputs: 10)
    let works: [(Workload, [Int])] = [
      (
        Workload(
          name: "XOR 2-2-1, one update per pattern", units: [2, 2, 1], batch: 1, patterns: .xor), lengths
      ),
      (Workload(name: "XOR, batch of 4", units: [2, 2, 1], batch: 4, patterns: .xor), lengths),
      (
        Workload(
          name: "64-32-10, 96 patterns, one update per pattern", units: [64, 32, 10], batch: 1,
          patterns: few),
        lengths
      ),
      (
        Workload(
          name: "64-32-10, 96 patterns, batches of 32", units: [64, 32, 10], batch: 32, patterns: few),
        lengths
      ),
      (
        Workload(
          name: "64-32-10, 9600 patterns, one update per pattern", units: [64, 32, 10], batch: 1,
          patterns: many),
        [10, 100]
      ),
      (
        Workload(
          name: "64-32-10, 9600 patterns, batches of 32", units: [64, 32, 10], batch: 32, patterns: many),
        [10, 100]
      ),
      (
        Workload(name: "784-256-10, batches of 128", units: [784, 256, 10], batch: 128, patterns: images),
        [10, 100]
      ),
    ]
    let counts = try works.map { workload, lengths in
      // What the first training of a kind allocates only once is not counted.
      var first = try Trainer(network: workload.network, options: workload.options)
      _ = try first.train(workload.patterns, epochs: 1)
      return AllocationCount(
        name: workload.name,
        counts: try lengths.map { epochs in
          var trainer = try Trainer(network: workload.network, options: workload.options)
          let before = count()
          _ = try trainer.train(workload.patterns, epochs: epochs)
          return .init(epochs: epochs, allocations: count() - before)
        })
    }
    print(String(decoding: try JSONEncoder().encode(counts), as: UTF8.self))
  }

  private static let lengths = [10, 10_000, 100_000]
}

struct AllocationCount: Codable {
  struct Entry: Codable {
    let epochs: Int
    let allocations: Int
  }

  let name: String
  let counts: [Entry]
}
