import TestSupport
import Testing

@testable import BackpropLanguage

/// What derivations are worth, those that try to get points for nothing among them.
@Suite struct MarkingTests {
  private static let lines = [
    "-Σ_k (t_k - y_k) ∂y_k/∂w_pq", "-Σ_k (t_k - y_k) g'(a_k) ∂a_k/∂w_pq", "-Σ_k δ_k ∂a_k/∂w_pq",
    "-Σ_k δ_k w_qk ∂y_q/∂w_pq", "-Σ_k δ_k w_qk g'(a_q) y_p", "-δ_q y_p",
  ]
  private static let network = "network 2-3-2, bias\n"
  private static let presented = "forward 0.3 0.8 -> 1 0\nbackward\n"

  private func reference(_ head: String, _ lines: [String] = Self.lines) -> String {
    "mark \(head):\n" + lines.map { "  = \($0)\n" }.joined()
  }

  /// The records of what the lecturer's cell marks, after the student's cells.
  private func marked(_ cells: [String], by marking: String) throws -> CheckRecord {
    let session = Session()
    for cell in cells { _ = session.run(cell, host: CellHost(emit: { _ in })) }
    var records: [CheckRecord] = []
    let outcome = session.run(marking, host: CellHost(emit: { records += $0.checks }))
    #expect(outcome == .finished)
    return try #require(records.last { $0.kind == .mark })
  }

  private func points(
    _ lines: [String], before: [String] = [], options: String = "", of quantity: String = "∂E/∂w_pq"
  ) throws -> Double? {
    let rows = lines.map { "  = \($0)\n" }.joined()
    let check = "check:\n  \(quantity)\n" + rows
    let marking = Self.network + reference("∂E/∂w_pq, 6 points" + options)
    return try marked([Self.network + Self.presented] + before + [check], by: marking).points
  }

  // MARK: - Honest work

  @Test func everyLineGivesItsPoints() throws {
    for count in 1...Self.lines.count {
      #expect(try points(Array(Self.lines.prefix(count)), options: ", skip 0") == Double(count))
    }
    #expect(try points(Self.lines) == 6)
  }

  @Test(arguments: [
    ("-Σ_k ∂y_k/∂w_pq (t_k - y_k)", 1), ("Σ_k (y_k - t_k) ∂y_k/∂w_pq", 1),
    ("-(Σ_k t_k ∂y_k/∂w_pq - Σ_k y_k ∂y_k/∂w_pq)", 1), ("-1/2 Σ_k 2 (t_k - y_k) ∂y_k/∂w_pq", 1),
    ("-y_p g'(a_q) Σ_k w_qk δ_k", 1), ("-y_p δ_q", 0),
    // Right, but not a line that the reference has.
    ("-Σ_k (t_k - y_k) g'(a_k) w_qk ∂y_q/∂w_pq", 0), ("∂E/∂a_q y_p", 0),
  ])
  func spelling(_ line: String, points: Double) throws {
    #expect(try self.points([line], options: ", skip 0") == points)
  }

  @Test func whatIsLeftOutBetweenTwoLinesCounts() throws {
    let l = Self.lines
    #expect(try points([l[0], l[2], l[4], l[5]]) == 6)
    #expect(try points([l[1], l[3], l[5]]) == 6)
    // Two lines are too many, unless the lecturer says otherwise.
    #expect(try points([l[0], l[3], l[5]]) == 4)
    #expect(try points([l[0], l[3], l[5]], options: ", skip 2") == 6)
    #expect(try points([l[0], l[3], l[5]], options: ", skip 0") == 3)
    // Another right line in between does no harm.
    #expect(try points([l[0], "-Σ_k δ_k g'(a_q) w_qk ∂a_q/∂w_pq", l[2]]) == 3)
  }

  /// Of lines in another order, the most that stand in the order of the reference count.
  @Test func theOrderIsThatOfTheReference() throws {
    let l = Self.lines
    #expect(try points([l[1], l[0], l[2], l[4], l[3], l[5]], options: ", skip 0") == 4)
    // The other two are there, too, as rows left out.
    #expect(try points([l[1], l[0], l[2], l[4], l[3], l[5]]) == 6)
    // Backwards from the result, nothing is derived.
    #expect(try points(l.reversed(), options: ", skip 0") == 0)
    #expect(try points(l.dropLast().reversed(), options: ", skip 0") == 1)
  }

  @Test func aWrongLineEndsARunAndNotTheDerivation() throws {
    let l = Self.lines
    // The line that is right again follows from nothing; those after it follow from it.
    #expect(try points([l[0], "5", l[2], l[3], l[4], l[5]]) == 4)
    // What was wrong is not taken for left out.
    #expect(try points([l[0], "5", l[2], l[3]]) == 2)
    // A sign that is lost in a row and found again in the next costs that row.
    #expect(try points([l[0], "Σ_k (t_k - y_k) g'(a_k) ∂a_k/∂w_pq", l[2], l[3], l[4], l[5]]) == 5)
    // What follows from a wrong line gives nothing.
    #expect(try points([l[0], "5", "2 + 3"]) == 1)
  }

  @Test func theVerdictsOfLinesAreRecorded() throws {
    let l = Self.lines
    let check =
      "check, hint 0:\n  ∂E/∂w_pq\n  = \(l[0])\n  = Σ_k (t_k - y_k) ∂y_k/∂w_pq\n"
      + "  = Σ_k (t_k - y_k) g'(a_k) ∂a_k/∂w_pq\n  = \(l[1])\n  = \(l[1]) + 0\n  = \(l[2])\n  ≈ 1\n"
    let record = try marked(
      [Self.network + Self.presented + check], by: Self.network + reference("∂E/∂w_pq"))
    #expect(
      record.lines.map { $0.verdict } == [
        .reached, .wrong, .followsWrongLine, .rightAgain, .reached, .reached, .undecided,
      ])
    #expect(record.lines[1].slips == [.sign])
    // The third line is the second row of the reference but for the sign lost above it, and pays for that.
    #expect(record.lines.map { $0.points } == [1, 0, 0, 0, 1, 1, 0])
    #expect(record.lines.map { $0.line } == [6, 7, 8, 9, 10, 11, 12])
    #expect(record.lines[0].text == l[0])
    #expect((record.points, record.of) == (3, 6))
    #expect(record.verdict == .partial)
  }

  @Test func theBestOfSeveralCounts() throws {
    let l = Self.lines
    let cells = [[l[0]], [l[0], l[1], l[2]], [l[0], "3"]].map { lines in
      "check:\n  ∂E/∂w_pq\n" + lines.map { "  = \($0)\n" }.joined()
    }
    let record = try marked(
      [Self.network + Self.presented] + cells, by: Self.network + reference("∂E/∂w_pq"))
    #expect(record.points == 3)
  }

  @Test func otherLettersOfTheSameLayers() throws {
    let lines = ["-Σ_k (t_k - y_k) ∂y_k/∂w_ij", "-Σ_k (t_k - y_k) g'(a_k) ∂a_k/∂w_ij"]
    #expect(try points(lines, of: "∂E/∂w_ij") == 2)
    // Other layers.
    #expect(try points(["-Σ_k (t_k - y_k) ∂y_k/∂w_qr"], of: "∂E/∂w_qr") == 0)
    // For one weight of all.
    #expect(try points(["-Σ_k (t_k - y_k) ∂y_k/∂w_i1j1"], of: "∂E/∂w_i1j1") == 1)
  }

  @Test func checksAndProofsOnOneLineCountToo() throws {
    let l = Self.lines
    for verb in ["check", "prove"] {
      let cell = "\(verb) ∂E/∂w_pq = \(l[0]) = \(l[1])"
      let record = try marked(
        [Self.network + Self.presented + cell], by: Self.network + reference("∂E/∂w_pq"))
      #expect(record.points == 2, "\(verb)")
    }
  }

  @Test func theWayThatGivesMostCounts() throws {
    let other = "  or:\n  ∂E/∂w_pq = ∂E/∂a_q ∂a_q/∂w_pq\n  = -δ_q ∂a_q/∂w_pq\n  = -δ_q y_p\n"
    let cell = "check:\n  ∂E/∂w_pq = ∂a_q/∂w_pq ∂E/∂a_q\n    = -δ_q y_p\n"
    // It has lost the row in between.
    let record = try marked(
      [Self.network + Self.presented + cell],
      by: Self.network + reference("∂E/∂w_pq, 6 points, skip 0") + other)
    #expect(record.points == 4)
  }

  // MARK: - Points for nothing

  @Test(arguments: [
    // The result alone, which anybody can look up.
    ["-δ_q y_p"], ["-y_p δ_q", "-δ_q y_p"], ["∂E/∂w_pq + 0", "-δ_q y_p"],
    // The beginning again and again.
    ["∂E/∂w_pq", "∂E/∂w_pq", "1 ∂E/∂w_pq", "2 ∂E/∂w_pq - ∂E/∂w_pq", "∂E/∂w_pq"],
    // Nonsense, and true nonsense.
    ["0", "0"], ["0"], ["1", "1"], ["∂E/∂w_pq + y_p - y_p"], ["∂E/∂w_pq + δ_q - ∂E/∂a_q - 2 δ_q"],
    // The result after a wrong line, and twice after it.
    ["0", "-δ_q y_p"], ["0", "-δ_q y_p", "-δ_q y_p"], ["0", "-δ_q y_p", "-δ_q y_p + 0", "-y_p δ_q"],
    // Something true that leads nowhere, and then the result.
    ["∂E/∂w_pq + Σ_k (δ_k - g'(a_k) (t_k - y_k))", "-δ_q y_p"],
    ["∂E/∂a_q ∂a_q/∂w_pq", "∂E/∂a_q y_p", "-δ_q y_p"],
  ])
  func nothing(_ lines: [String]) throws {
    #expect(try points(lines) == 0)
    #expect(try points(lines, options: ", skip 9") == 0)
  }

  @Test func aLineCountsOnce() throws {
    let first = Self.lines[0]
    let again = ["\(first) + 0", "Σ_k (y_k - t_k) ∂y_k/∂w_pq", "1 (\(first))", first]
    #expect(try points([first] + again + again) == 1)
  }

  /// Of a flood of lines, and of attempts, the marks of the last few are enough.
  @Test func aFloodIsCutOff() throws {
    let flood = [String](repeating: "∂E/∂w_pq", count: 250) + Self.lines
    #expect(try points(flood) == 0)
    let cell = "check ∂E/∂w_pq = " + Self.lines[0]
    let floods = [String](repeating: "check:\n  ∂E/∂w_pq\n" + flood.map { "  = \($0)\n" }.joined(), count: 3)
    let cells = [Self.network + Self.presented]
    let marking = Self.network + reference("∂E/∂w_pq")
    #expect(try marked(cells + floods + [cell], by: marking).points == 1)
    #expect(try marked(cells + [cell] + floods, by: marking).points == 0)
  }

  @Test func aShotgunHitsNothing() throws {
    // Every line of the reference, but none follows from what is above it.
    let lines = Self.lines.flatMap { ["0", $0] }
    #expect(try points(lines) == 0)
  }

  @Test func theSessionOfTheStudentIsNoLaw() throws {
    let wrong = ["-Σ_k (t_k - y_k) ∂y_k/∂w_pq", "0", "-Σ_k δ_k ∂a_k/∂w_pq", "-δ_q y_p"]
    for preparation in [
      "weights zero\n" + Self.presented,  // Everything is 0.
      "let q = 1\nlet p = 1", "network 1-1-1", "transfer j identity", "E = Σ_k 0 y_k",
      "digits 1", "let δ = 0", "f(a) = 0\ntransfer j f",
    ] {
      // The first line; too much is left out between it and the result.
      #expect(try points(wrong, before: [preparation]) == 1, "\(preparation)")
    }
    // A generous tolerance is the student's own.
    let cell =
      "check, hint 0:\n  ∂E/∂w_pq = 0 within 100\n"
    let record = try marked(
      [Self.network + Self.presented + cell], by: Self.network + reference("∂E/∂w_pq"))
    #expect(record.points == 0)
  }

  @Test func whatTheStudentMarksIsNoDerivation() throws {
    let own = reference("∂E/∂w_pq, 100 points")
    let record = try marked([Self.network + Self.presented, own], by: Self.network + reference("∂E/∂w_pq"))
    #expect(record.points == 0)
    #expect(record.verdict == .missing)
  }

  @Test(arguments: [
    "check:\n  ∂E/∂w_pq = = 3", "", "check ∂E/∂w_pq = -δ_q y_", "network", "check:",
    "prove ∂E/∂w_qr = -δ_r y_q", "# check: ∂E/∂w_pq = -δ_q y_p", "check:\n  X_pq = -δ_q y_p",
  ])
  func aCellThatFailsGivesNothing(_ cell: String) throws {
    let record = try marked([cell], by: Self.network + reference("∂E/∂w_pq"))
    #expect((record.points, record.of) == (0, 6))
    // Of a row that cannot be read, its subject is all that there is.
    #expect(record.verdict == (cell.includes("= = 3") || cell.hasSuffix("y_") ? .none : .missing))
  }

  @Test func withoutANetworkThereIsNothing() throws {
    #expect(try marked([], by: reference("∂E/∂w_pq")).points == 0)
  }

  /// What was checked before any pattern was presented could not be evaluated, and can be marked.
  @Test func derivationsNeedNoPattern() throws {
    let cell = "check:\n  ∂E/∂w_pq\n" + Self.lines.map { "  = \($0)\n" }.joined()
    let record = try marked([Self.network, cell], by: reference("∂E/∂w_pq"))
    #expect(record.points == 6)
    #expect(record.verdict == .full)
  }

  // MARK: - What is shown

  @Test func theReferenceIsNeverShown() throws {
    let secret = ["-Σ_k δ_k ∂a_k/∂w_pq", "-Σ_k δ_k w_qk ∂y_q/∂w_pq"]
    let session = Session()
    _ = session.run(
      Self.network + Self.presented + "check ∂E/∂w_pq = \(Self.lines[0]) = 3", host: CellHost(emit: { _ in }))
    for hint in 0...2 {
      let notebook = Notebook()
      _ = notebook.outcome(of: Self.network + Self.presented)
      _ = notebook.outcome(of: "check ∂E/∂w_pq = \(Self.lines[0]) = 3")
      let (_, text) = notebook.outcome(of: Self.network + reference("∂E/∂w_pq, hint \(hint)"))
      for line in secret { #expect(!text.contains(line)) }
      #expect(text.contains("∂E/∂w_pq: 1 of 6 points"))
      let (_, all) = notebook.outcome(of: Self.network + reference("∂E/∂w_pq, with reference"))
      for line in secret { #expect(all.contains(line)) }
    }
  }

  @Test func theValueOfTheCellIsTheSumOfThePoints() throws {
    let session = Session()
    _ = session.run(Self.network + Self.presented, host: CellHost(emit: { _ in }))
    _ = session.run("check ∂E/∂w_pq = \(Self.lines[0])", host: CellHost(emit: { _ in }))
    var values: [CellResult] = []
    let cell = reference("∂E/∂w_pq, 4 points") + reference("∂E/∂w_pq, 5 points") + "y_j\n"
    _ = session.run(cell, host: CellHost(emit: { if $0.isValue { values.append($0) } }))
    // 4/6 and 5/6, each to hundredths.
    #expect(values.count == 1)
    #expect(values.first?.content == .document(Document([.paragraph([.text("1.5")])])))
  }
}
