import Foundation

/// What was measured, all in one run. Times are nanoseconds per pattern presented and learnt unless stated
/// otherwise.
struct Report: Encodable {
  let machine: Machine
  /// The versions of the libraries, by name.
  let versions: [String: String]
  let rows: [Row]
  // Anything that was not measured is empty.
  var prices: [PriceList] = []
  var growth: [Growth] = []
  var sweep: SweepTimes?
  var observer: [ObserverCost] = []
  var memory: [MemoryUse] = []
  var allocations: [AllocationCount] = []

  /// One workload, and every program that trained it; the first timing is ours.
  struct Row: Encodable {
    let name: String
    let threads: Int
    /// The number of operations in the matrix products, if the network is large; an addition and a
    /// multiplication count as two.
    let operationsPerPattern: Double?
    let verdicts: [Goal.Verdict]
    let timings: [Timing]
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "infinite", negativeInfinity: "-infinite", nan: "not a number")
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
