import Backprop
import Testing

@testable import Benchmarks

@Suite struct WorkloadTests {
  /// 785 × 256 + 257 × 10 weights, all of which take part in the forward products and in those of the
  /// gradient, and 256 × 10 in the backward product.
  @Test func operationsAreThoseOfTheProducts() throws {
    let workload = Workload(name: "", units: [784, 256, 10], batch: 1, patterns: .xor)
    #expect(workload.weightCount == 203_530)
    #expect(workload.operationsPerPattern == Double(2 * (2 * 203_530 + 2_560)))
  }

  @Test func everyWorkloadOfTheTableCanBeTrained() throws {
    let table = try Workload.table()
    for workload in table {
      #expect(try workload.network.weightCount == workload.weightCount)
      #expect(workload.patterns.inputs.columns == workload.units.first)
      #expect(workload.patterns.targets.columns == workload.units.last)
    }
    // The rows that show the benefit of zeros and shorter numbers, in addition to the rows that have goals.
    #expect(
      table.filter { $0.goals.isEmpty && $0.own == nil }.map { $0.name } == [
        "64-32-10 without zeros, one update per pattern", "64-32-10 without zeros, mini-batches of 32",
        "784-256-10, four of five inputs 0, mini-batches of 128",
        "784-256-10, mini-batches of 128, single precision",
        "1024-1024-1024-10, mini-batches of 256, single precision",
      ])
  }

  /// The format that peers read: sizes and rate, then inputs, targets and each projection's weights, bias
  /// first, one line each.
  @Test func peersAreToldEverything() throws {
    let lines = try Workload(name: "", units: [2, 2, 1], batch: 4, patterns: .xor).description
      .split(separator: "\n")
    #expect(lines[0] == "3 2 2 1 4 4 0.015625")
    #expect(lines.dropFirst().map { $0.split(separator: " ").count } == [8, 4, 6, 3])
  }

  @Test(arguments: [
    (["core", "--quick", "--report", "a.html"], true), (["core"], true), (["kernel"], false), ([], false),
    (["core", "--only", "XOR"], true),
    (["core", "--report"], false), (["core", "--fast"], false),
  ])
  func onlyKnownWordsAreTaken(words: [String], isKnown: Bool) {
    #expect((Arguments(words) != nil) == isKnown)
  }
}
