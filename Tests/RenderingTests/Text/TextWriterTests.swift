import BackpropLanguage
import Testing

@testable import Rendering

@Suite struct TextWriterTests {
  let writer = TextWriter(digits: 6)

  @Test func alignsNumbersAtTheDecimalPoint() {
    let table = Table(
      columns: [[.text("unit")], [.text("a")], [.text("δ")], [.text("")]],
      rows: [
        .init(cells: [.inline([.text("j1")]), .number(-2), .number(1e-12), .inline([.text("hidden")])]),
        .init(cells: [.inline([.text("k1")]), .number(10.5), .number(.nan), .empty]),
        .init(cells: [.inline([.text("k2")]), .integer(7), .number(-.infinity), .empty]),
        .init(cells: [.inline([.text("k3")]), .empty, .number(0.125), .empty]),
      ])
    #expect(
      writer.text(Document([.table(table)])) == """
        unit          a         δ
        j1    -2.000000  1e-12     hidden
        k1    10.500000       NaN
        k2     7               -∞
        k3               0.125000
        """)
  }

  @Test func labelsRowsAndColumnsOfAMatrix() {
    #expect(
      writer.text(Document([.table(Samples.weights(rows: 2, columns: 2))])) == """
        w_ij from input unit i to hidden unit j
                  j1        j2
        i1  1.125000  0.750000
        i2  2.375000  2.000000
        """)
  }

  @Test func givesTheCornerAHeader() {
    let table = Table(
      columns: [[.text("from \\ to")], [.text("j1")]],
      rows: [.init(header: [.text("i1")], cells: [.number(0.5)])],
      digits: 2)
    #expect(
      writer.text(Document([.table(table)])) == """
        from \\ to    j1
        i1         0.50
        """)
  }

  @Test func foldsWideTablesAndSaysSo() {
    let lines = writer.text(Document([.table(Samples.weights(rows: 3, columns: 16))])).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { TextWidth.of(String($0)) <= 80 })
    #expect(lines.contains("(columns 1 to 7 of 16)"))
    #expect(lines.contains("(columns 14 to 16 of 16)"))
    #expect(lines.filter { $0.hasPrefix("i3") }.count == 3)
  }

  @Test func shortensBigTablesAndSaysSo() {
    let text = writer.text(Document([.table(Samples.weights(rows: 1000, columns: 100))]))
    #expect(text.contains("(1000 rows and 100 columns in all; some are left out.)"))
    #expect(text.contains("\ni1000 "))
    #expect(text.contains("⋮"))
    #expect(text.utf8.count < 60_000)
  }

  @Test func wrapsTheProseOfATable() {
    let table = Table(rows: [
      .init(cells: [
        .inline([.code("forward 2")]),
        .inline([
          .text("present a pattern: step 1a input to hidden, 1b hidden to output, 1c compare with the target")
        ]),
      ])
    ])
    #expect(
      writer.text(Document([.table(table)])) == """
        `forward 2`  present a pattern: step 1a input to hidden, 1b hidden to output, 1c
                     compare with the target
        """)
  }

  @Test func setsADerivationUnderItsEqualsSigns() {
    #expect(
      writer.text(Document([.derivation(Samples.derivation)])) == """
        2b  δ_j1 = g'(a_j1) Σ_k δ_k w_j1k
                 = 0.104994 × 0.003945 × (-8.000000)
                 = -0.003313
            uses a_j1 = -2 (1a), δ_k1 (2a), w_j1k1 before the update
        """)
  }

  @Test func keepsProseWithinThePage() {
    let long = [Inline](repeating: .text("the weights before any update "), count: 12)
    let text = writer.text(Document([.heading([.text("Step 2a")]), .paragraph(long), .note([.number(0.5)])]))
    #expect(text.split(separator: "\n").allSatisfy { TextWidth.of(String($0)) <= 80 })
    #expect(text.hasPrefix("Step 2a\nthe weights"))
    #expect(text.hasSuffix("\n0.5"))
  }

  @Test func countsTheColumnsOfATerminal() {
    #expect(TextWidth.of("δ_j1") == 4)
    #expect(TextWidth.of("e\u{301}") == 1)
    #expect(TextWidth.of("花") == 2)
  }

  @Test func showsTrainingInOneLine() {
    var report = TrainingReport(epoch: 1200, epochs: 5000, error: 0.01234567, speed: 2400, secondsLeft: 125)
    #expect(
      TrainingLine(report, digits: 6).text
        == "epoch 1200 of 5000 · total E 0.012346 · 2400 epochs/s · 2 min 5 s left")
    report.ending = "interrupted"
    #expect(
      TrainingLine(report, digits: 6).text
        == "epoch 1200 of 5000 · total E 0.012346 during the epoch · interrupted")
    report.secondsLeft = .nan
    report.ending = nil
    #expect(TrainingLine(report, digits: 6).text.hasSuffix("a long time left"))
    let sweep = TrainingReport(
      epoch: 90_000, epochs: 120_000, errorName: "least total E", error: 0.0099, speed: 45_000,
      secondsLeft: 2,
      sweep: .init(done: 12, runs: 60, curves: []))
    #expect(
      TrainingLine(sweep, digits: 4).text
        == "12 of 60 runs done · least total E 0.0099 · 45000 epochs/s · 2 s left")
  }
}
