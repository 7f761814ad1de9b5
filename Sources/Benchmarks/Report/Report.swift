import Foundation

/// What was measured, all in one run. Times are nanoseconds per pattern presented and learnt unless stated
/// otherwise.
struct Report: Encodable {
  let machine: Machine
  /// Of the libraries, by name.
  let versions: [String: String]
  let rows: [Row]
  // What was not measured is empty.
  var prices: [PriceList] = []
  var growth: [Growth] = []
  var sweep: SweepTimes?
  var observer: [ObserverCost] = []
  var memory: [MemoryUse] = []
  var allocations: [AllocationCount] = []

  /// One workload, and every program that trained it; the first of the timings is ours.
  struct Row: Encodable {
    let name: String
    let threads: Int
    /// Of the matrix products, where the network is large; an addition and a multiplication are two.
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
