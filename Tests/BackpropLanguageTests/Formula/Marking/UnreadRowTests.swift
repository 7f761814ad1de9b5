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

  private func cell(_ command: String, with row: String, at place: Int) -> String {
    var lines = Self.lines
    lines.insert(row, at: place)
    return "\(command):\n  δ_j = " + lines.joined(separator: "\n      = ") + "\n"
  }

  @Test(arguments: ["check", "prove"], unread)
  func eachRowHasItsVerdict(command: String, row: String) throws {
    for place in 0...4 {
      let session = Session()
      _ = run(Self.prepared, in: session)
      let (records, outcome) = run(cell(command, with: row, at: place), in: session)
      guard case .failed = outcome else {
        Issue.record("row \(place) runs")
        continue
      }
      let right: CheckRecord.Verdict = command == "check" ? .holds : .proved
      var expected = [CheckRecord.Verdict](repeating: right, count: 4)
      expected.insert(.unread, at: place)
      #expect(records.map { $0.verdict } == expected, "row \(place)")
    }
  }

  @Test(arguments: unread)
  func aMarkedDerivationShowsItWithoutPoints(row: String) throws {
    for place in 0...4 {
      let session = Session()
      _ = run(Self.prepared, in: session)
      _ = run(cell("check", with: row, at: place), in: session)
      let marks = "mark δ_j, skip 0:\n" + Self.lines.map { "  = \($0)\n" }.joined()
      let record = try #require(run(marks, in: session).records.last)
      #expect(record.points == 4, "row \(place)")
      #expect(record.lines.count == 5)
      #expect(record.lines[place].points == 0)
      #expect([.unread, .undecided].contains(record.lines[place].verdict))
      #expect(record.lines.enumerated().allSatisfy { $0.offset == place || $0.element.verdict == .reached })
    }
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
