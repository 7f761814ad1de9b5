import BackpropLanguage
import Rendering
import Testing

/// What does not fit into memory is refused before any of it is allocated, and everything else stays
/// unchanged.
@Suite struct MemoryTests {
  /// Runs cells one after another in a session with this many free bytes; returns the outcome of the last
  /// one.
  private func outcome(of cells: String..., free: Double) -> (CellOutcome, String) {
    let session = Session()
    var outcome = CellOutcome.finished
    var shown = ""
    for cell in cells {
      shown = ""
      let host = CellHost(
        emit: { shown += Renderer().text(for: $0) + "\n" }, availableMemory: { free })
      outcome = session.run(cell, host: host)
    }
    return (outcome, shown)
  }

  /// 4000 × 4000 + 4000 × 10 weights of 8 bytes are 128 MB.
  @Test func aNetworkThatDoesNotFit() {
    let (outcome, _) = outcome(of: "network 4000-4000-10", free: 100e6)
    guard case .failed(let report) = outcome else {
      Issue.record("the cell runs")
      return
    }
    #expect(report.name == "MemoryError")
    #expect(
      report.entries[0].message
        == "a network of these sizes needs about 129 MB of memory, but only 100 MB are free")
  }

  @Test func theSessionGoesOn() {
    let (outcome, text) = outcome(of: "network 2-2-1", "network 4000-4000-10", "list", free: 100e6)
    #expect(outcome == .finished)
    #expect(text.contains("i 2 - j 2 sigmoid") && !text.contains("4000"))
  }

  /// A network that fits is too large to train, test, diagnose or draw again if no memory is left.
  @Test(arguments: ["train 1", "test", "diagnose", "weights xavier", "sweep seeds 1..2, train 1 epochs"])
  func whatTakesAsMuchAgain(_ command: String) {
    let session = Session()
    var free = 1e12
    func run(_ cell: String) -> CellOutcome {
      session.run(cell, host: CellHost(emit: { _ in }, availableMemory: { free }))
    }
    #expect(run("network 1500-1500-1\npatterns parity 4\nuse net") == .finished)
    #expect(
      run("patterns wide:\n  " + [String](repeating: "1", count: 1500).joined(separator: " ") + " -> 1")
        == .finished)
    free = 17e6
    guard case .failed(let report) = run(command) else {
      Issue.record("the cell runs")
      return
    }
    #expect(report.name == "MemoryError")
  }
}
