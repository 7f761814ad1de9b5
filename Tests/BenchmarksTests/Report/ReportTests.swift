import Testing

@testable import Benchmarks

@Suite struct ReportTests {
  @Test(arguments: [
    (0.04, "0.0"), (51.23, "51.2"), (406.6, "407"), (20374, "20,374"), (1_234_567, "1,234,567"),
  ])
  func timesAreReadable(time: Double, text: String) {
    #expect(Numbers.time(time) == text)
  }

  @Test func tablesAreMarkdown() {
    let table = ReportTable(columns: ["work", "ns"], rows: [["XOR", "45"]])
    #expect(table.markdown == "| work | ns |\n| --- | --: |\n| XOR | 45 |\n")
  }

  @Test func aReportSaysWhichGoalsAreMet() {
    let report = Self.report
    #expect(report.markdown.contains("1 of 2 met."))
    #expect(report.markdown.contains("| XOR | 1.5 × the best peer | 2.00 × | yes |"))
    #expect(report.markdown.contains("| XOR | 3 × genann | 2.00 × | no |"))
    #expect(report.frontPage == "|  | Backprop | genann |\n| --- | --: | --: |\n| XOR | 40 | 80 |\n")
  }

  @Test func theFrontPageShowsThePyTorchThatIsFaster() {
    let timings = [("Backprop", 40.0), ("PyTorch", 90), ("PyTorch autograd", 80)].map {
      Timing(name: $0.0, times: [$0.1], first: [40])
    }
    let row = Report.Row(name: "XOR", threads: 1, operationsPerPattern: nil, verdicts: [], timings: timings)
    let report = Report(machine: Machine(), versions: [:], rows: [row])
    #expect(report.frontPage.hasSuffix("| XOR | 40 | 80 |\n"))
  }

  @Test func figuresAreRoundedToThreeDigits() {
    #expect([Numbers.rounded(549.441939), Numbers.rounded(0.924464), Numbers.rounded(0)] == [549, 0.924, 0])
  }

  /// Text that a page may not contain unescaped, and a curve that it draws.
  @Test func aPageStandsAlone() {
    let html = Self.report.html
    #expect(html.contains("total E &lt; 0.01"))
    #expect(html.contains("<svg"))
    #expect(!html.contains("<script") && !html.contains("src="))
  }

  @Test func jsonHoldsWhatCannotBeANumber() throws {
    #expect(try Self.report.json().contains("\"bytesPerWeight\" : \"not a number\""))
  }

  private static var report: Report {
    let ours: [Double] = [40]
    let timings = [
      Timing(name: "Backprop", times: ours, first: ours), Timing(name: "genann", times: [80], first: ours),
    ]
    var growth = Growth(title: "Width", x: "units", y: "ns", curves: [], notes: [])
    growth.add(10, at: 1, to: "Backprop")
    growth.add(20, at: 2, to: "Backprop")
    let cost = ObserverCost(name: "XOR", alone: timings[0], watched: timings[0])
    return Report(
      machine: Machine(), versions: ["PyTorch": "2"],
      rows: [
        Report.Row(
          name: "XOR", threads: 1, operationsPerPattern: nil,
          verdicts: [Goal(ratio: 1.5, rival: .bestPeer), Goal(ratio: 3, rival: .peers(["genann"]))]
            .map { $0.verdict(timings) },
          timings: timings)
      ], growth: [growth],
      sweep: SweepTimes(
        runs: 100, reached: 90, epochs: 1000,
        times: [.init(threads: 1, milliseconds: 80, leastMilliseconds: 70)], isSame: true,
        largeNetworkDifference: 0),
      observer: [cost], memory: [MemoryUse(name: "Backprop", bytesPerWeight: .nan)],
      allocations: [AllocationCount(name: "XOR", counts: [.init(epochs: 10, allocations: 39)])])
  }
}
