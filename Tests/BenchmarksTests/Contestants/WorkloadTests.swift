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
    // Every row has a goal, except those of formulas that are no copies.
    #expect(table.filter { $0.goals.isEmpty }.allSatisfy { $0.own?.isCopy == false })
    #expect(table.filter { !$0.goals.isEmpty }.count > 40)
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
