import TestSupport
import Testing

@testable import BackpropLanguage

/// A row that cannot be read does not hide the verdicts on the others.
@Suite struct UnreadRowTests {
  private static let prepared = "network 3-4-2, bias\nforward 0.5 -0.3 0.8 -> 1 0\nbackward\n"
  private static let lines = [
    "-Σ_k ∂E/∂a_k ∂a_k/∂a_j", "Σ_k δ_k ∂a_k/∂a_j", "Σ_k δ_k w_jk ∂y_j/∂a_j", "g'(a_j) Σ_k δ_k w_jk",
  ]
  /// One that lacks a bracket, one with an unknown command, one with an unknown symbol, and one of nothing.
  private static let unread = ["Σ_k (δ_k ∂a_k/∂a_j", "\\foo δ_k", "Σ_k δ_k ∂z_k/∂a_j", "…"]

  /// What a cell shows and records, whether or not it fails.
  private func run(_ cell: String, in session: Session) -> (records: [CheckRecord], outcome: CellOutcome) {
    var records: [CheckRecord] = []
    let outcome = session.run(cell, host: CellHost(emit: { records += $0.checks }))
    return (records, outcome)
  }

  /// In rows of their own, or all in one.
  private static let separators = ["\n     ", ";"]

  private func cell(_ command: String, with row: String, at place: Int, _ separator: String) -> String {
    var lines = Self.lines
    lines.insert(row, at: place)
    return "\(command):\n  δ_j = " + lines.joined(separator: separator + " = ") + "\n"
  }

  @Test(arguments: ["check", "prove"], unread)
  func eachRowHasItsVerdict(command: String, row: String) throws {
    for separator in Self.separators {
      for place in 0...4 {
        let session = Session()
        _ = run(Self.prepared, in: session)
        let (records, outcome) = run(cell(command, with: row, at: place, separator), in: session)
        guard case .failed = outcome else {
          Issue.record("row \(place) runs")
          continue
        }
        let right: CheckRecord.Verdict = command == "check" ? .holds : .proved
        var expected = [CheckRecord.Verdict](repeating: right, count: 4)
        expected.insert(.unread, at: place)
        #expect(records.map { $0.verdict } == expected, "row \(place)")
        let text = try #require(records.first { $0.verdict == .unread }).text
        #expect(text == (place == 0 ? "δ_j = " : "= ") + row, "row \(place)")
      }
    }
  }

  @Test(arguments: unread)
  func aMarkedDerivationShowsItWithoutPoints(row: String) throws {
    for (place, separator) in (0...4).flatMap({ place in Self.separators.map { (place, $0) } }) {
      let session = Session()
      _ = run(Self.prepared, in: session)
      _ = run(cell("check", with: row, at: place, separator), in: session)
      let marks = "mark δ_j, skip 0:\n" + Self.lines.map { "  = \($0)\n" }.joined()
      let record = try #require(run(marks, in: session).records.last)
      #expect(record.points == 4, "row \(place)")
      #expect(record.lines.count == 5)
      #expect(record.lines[place].points == 0)
      #expect(record.lines[place].verdict == .unread)
      #expect(record.lines.enumerated().allSatisfy { $0.offset == place || $0.element.verdict == .reached })
    }
  }

  /// Written from its last line to its first, `g'(a_j) Σ_k δ_k w_jk = … = δ_j`, with a row that cannot be
  /// read below each of its lines in turn.
  @Test(arguments: unread.filter { !$0.contains("z_k") })
  func aMarkedDerivationInReverseShowsItBetweenItsNeighbours(row: String) throws {
    for place in 0...4 {
      let session = Session()
      _ = run(Self.prepared, in: session)
      var lines = Self.lines.dropLast().reversed() + ["δ_j"]
      lines.insert(row, at: place)
      let first = Self.lines[3]
      _ = run("check:\n  \(first)\n      = " + lines.joined(separator: "\n      = ") + "\n", in: session)
      let marks = "mark δ_j, skip 0:\n" + Self.lines.map { "  = \($0)\n" }.joined()
      let record = try #require(run(marks, in: session).records.last)
      var expected = [CheckRecord.Verdict](repeating: .reached, count: 4)
      // Below δ_j, which the derivation begins with when it is read the other way, it stands above all lines.
      expected.insert(.unread, at: max(3 - place, 0))
      #expect(record.lines.map { $0.verdict } == expected, "below line \(place)")
    }
  }

  /// A row is told once, as it was written, whichever of its sides names something unknown.
  @Test(arguments: ["check", "prove"])
  func aRowWithAnUnknownNameIsShownAsItWasWritten(command: String) throws {
    let session = Session()
    _ = run(Self.prepared, in: session)
    let rows = [
      "u_k = g(a_k)", "= y_k", "y_k = u_k", "= g(a_k)", "u_k = v_k", "= u_k", "= v_k ; y_k = u_k; = g(a_k)",
    ]
    let (records, _) = run("\(command):\n" + rows.map { "  \($0)\n" }.joined(), in: session)
    #expect(
      records.map { $0.verdict == .unread ? $0.text : "" } == [
        "u_k = g(a_k)", "", "y_k = u_k", "", "u_k = v_k", "= u_k", "= v_k", "y_k = u_k", "",
      ])
    #expect(records.map { $0.line } == [2, 3, 4, 5, 6, 7, 8, 8, 8])
  }

  /// Of so many mistakes, not all are found at once. What is left when some lines are shortened has the same
  /// lines, but not the same offsets.
  @Test func eachLineHasItsOwnMessageInWhicheverRoundItIsFound() throws {
    let letters = "abcdefgh"
    let names = letters.flatMap { first in letters.map { second in "\(first)\(second)" } }
    let source = SourceText(names.map { "check δ_k = \\foo\($0) δ_k\n" }.joined())
    let notations = Notations()
    let parsed = CellParser.parse(source, in: notations)
    #expect(parsed.diagnostics.count < names.count)
    var written = WrittenDerivations()
    written.add(
      LegibleRows(of: source, parsed, in: notations, isInterrupted: { false }), of: source, in: nil)
    let rows = written.all.flatMap { $0.lines.flatMap { $0.unreadAbove + $0.unreadBelow } }
    #expect(rows.map { $0.number } == Array(1...names.count))
    for (row, name) in zip(rows, names) {
      #expect(row.text == "check δ_k = \\foo\(name) δ_k")
      #expect(Wording.sentence(row.problem).contains("`\\foo\(name)`"))
    }
    #expect(written.all.allSatisfy { $0.lines.allSatisfy { $0.isPlaceholder } })
  }

  /// Of an equation by itself, only what it is about can be read.
  @Test func aCellThatCannotBeReadHasItsRow() throws {
    let session = Session()
    _ = run(Self.prepared, in: session)
    _ = run("check δ_j = \(Self.unread[0])", in: session)
    let marks = "mark δ_j:\n" + Self.lines.map { "  = \($0)\n" }.joined()
    let record = try #require(run(marks, in: session).records.last)
    #expect(record.points == 0)
    #expect(record.lines.map { $0.verdict } == [.unread])
  }
}
