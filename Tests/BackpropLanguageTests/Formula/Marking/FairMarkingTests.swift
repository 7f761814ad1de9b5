import TestSupport
import Testing

@testable import BackpropLanguage

/// Work that a lecturer would give points for, however it is written down; and none for what is copied.
@Suite struct FairMarkingTests {
  private static let prepared =
    "network 3-4-2, bias\nweights uniform -1 1, seed 11\nforward 0.5 -0.3 0.8 -> 1 0\nbackward\n"

  /// The rows of a hidden unit's δ, as by handout 11.
  private static let delta = [
    "-Σ_k ∂E/∂a_k ∂a_k/∂a_j", "Σ_k δ_k ∂a_k/∂a_j", "Σ_k δ_k w_jk ∂y_j/∂a_j", "g'(a_j) Σ_k δ_k w_jk",
  ]
  private static let gradient = [
    "∂E/∂a_j ∂a_j/∂w_ij", "-δ_j y_i", "-y_i g'(a_j) Σ_k δ_k w_jk",
    "-y_i g'(a_j) Σ_k (t_k - y_k) ∂y_k/∂a_k w_jk", "-y_i g'(a_j) Σ_k (t_k - y_k) g'(a_k) w_jk",
  ]

  private func chain(_ verb: String, _ subject: String, _ lines: [String]) -> String {
    "\(verb):\n  \(subject)\n" + lines.map { "    = \($0)\n" }.joined()
  }

  private func mark(
    _ cells: [String], _ subject: String, _ lines: [String], options: String = ", skip 0", before: String = ""
  ) throws -> CheckRecord {
    let session = Session()
    for cell in [Self.prepared] + cells { _ = session.run(cell, host: CellHost(emit: { _ in })) }
    var records: [CheckRecord] = []
    let marking = before + "mark \(subject)\(options):\n" + lines.map { "  = \($0)\n" }.joined()
    #expect(session.run(marking, host: CellHost(emit: { records += $0.checks })) == .finished)
    return try #require(records.last)
  }

  // MARK: - Numbers of the session

  /// A forgotten η is a forgotten η, whatever its value is; and so is a number in its place.
  @Test(arguments: [("η = 1", "δ_k y_j"), ("η = 0.5", "1/2 δ_k y_j"), ("η = 1", "0.99999999999 η δ_k y_j")])
  func numbersDoNotStandForNames(setting: String, row: String) throws {
    let reference = ["-η ∂E/∂w_jk", "η δ_k y_j"]
    let right = chain("check", "Δw_jk", reference)
    #expect(try mark([setting, right], "Δw_jk", reference).points == 2)
    let forgotten = chain("check", "Δw_jk", [reference[0], row])
    #expect(try mark([setting, forgotten], "Δw_jk", reference).points == 1)
  }

  /// A lost sign, carried on to the result past a row that is left out, costs its own row.
  @Test func aSlipAboveARowThatIsLeftOut() throws {
    let reference = ["-∂E/∂a_j"] + Self.delta[..<1] + Self.delta[2...]
    let rows = ["-∂E/∂a_j", "Σ_k ∂E/∂a_k ∂a_k/∂a_j", "-Σ_k δ_k w_jk g'(a_j)"]
    #expect(try mark([chain("check", "δ_j", rows)], "δ_j", reference, options: ", skip 1").points == 3)
  }

  /// A false line gives no more than none in its place.
  @Test func aFalseLineEarnsNothing() throws {
    let reference = [
      "∂E/∂a_j ∂a_j/∂w_ij", "∂E/∂a_j y_i", "Σ_k ∂E/∂a_k ∂a_k/∂y_j g'(a_j) y_i",
      "-Σ_k δ_k w_jk g'(a_j) y_i", "-δ_j y_i",
    ]
    func points(_ rows: [String]) throws -> Double? {
      try mark([chain("check", "∂E/∂w_ij", rows)], "∂E/∂w_ij", reference, options: ", skip 1").points
    }
    let without = try points([reference[0], reference[1], reference[4]])
    for row in ["-Σ_k δ_k g'(a_j) y_i", "-Σ_k δ_k w_jk y_i", "Σ_k ∂E/∂a_k g'(a_j) y_i"] {
      #expect(try points([reference[0], reference[1], row, reference[4]]) == without, "\(row)")
    }
  }

  /// Numbers that somebody has defined mean what they say.
  @Test func definedNumbersAreNumbers() throws {
    let rows = ["-Σ_k ∂E/∂a_k ∂a_k/∂a_j", "2 c Σ_k δ_k ∂a_k/∂a_j", Self.delta[2], Self.delta[3]]
    #expect(try mark(["let c = 1/2", chain("check", "δ_j", rows)], "δ_j", Self.delta).points == 4)
  }

  /// What is derived for a bias never comes to y_i.
  @Test func aBiasIsNoCaseOfAllWeights() throws {
    let bias = chain("check", "∂E/∂w_i0j", ["∂E/∂a_j ∂a_j/∂w_i0j", "∂E/∂a_j", "-δ_j"])
    let reference = ["∂E/∂a_j ∂a_j/∂w_ij", "∂E/∂a_j y_i", "-δ_j y_i"]
    #expect(try mark([bias], "∂E/∂w_ij", reference).points == 0)
    let one = chain("check", "∂E/∂w_i1j", ["∂E/∂a_j ∂a_j/∂w_i1j", "∂E/∂a_j y_i1", "-δ_j y_i1"])
    #expect(try mark([one], "∂E/∂w_ij", reference).points == 3)
  }

  /// Brackets are worked out in any order.
  @Test func twoBracketsInEitherOrder() throws {
    let reference = [
      "-Σ_k (t_k - y_k) ∂y_k/∂a_r", "-Σ_k (t_k - y_k) g'(a_k) [k = r]", "-(t_r - y_r) g'(a_r)",
    ]
    for row in ["-Σ_k [k = r] (t_k - y_k) g'(a_k)", "-Σ_k (t_k - y_k) [k = r] g'(a_r)"] {
      let derivation = chain("check", "∂E/∂a_r", [reference[0], row, reference[2]])
      #expect(try mark([derivation], "∂E/∂a_r", reference).points == 3)
    }
  }

  // MARK: - What cannot be read or decided

  /// Of the first row, what the derivation is about is still read; a remark in brackets is left out.
  @Test(arguments: [("(chain rule)", 4.0), ("(definition of delta_k)", 4), (")", 3), ("…", 3)])
  func whatStandsBehindARowCostsThatRowAtMost(text: String, points: Double) throws {
    for row in [0, 1] {
      var lines = Self.delta
      lines[row] += " " + text
      let cell = "check:\n  δ_j = \(lines[0])\n" + lines.dropFirst().map { "    = \($0)\n" }.joined()
      #expect(try mark([cell], "δ_j", Self.delta).points == points, "row \(row)")
    }
  }

  /// w_kj leads the other way: nobody can say what it means, and nothing is given for it as left out.
  @Test func nonsenseIsNotLeftOut() throws {
    var lines = Self.delta
    lines[2] = "w_kj w_kj"
    let record = try mark([chain("check", "δ_j", lines)], "δ_j", Self.delta, options: "")
    #expect(record.points == 3)
    lines.remove(at: 2)
    #expect(try mark([chain("check", "δ_j", lines)], "δ_j", Self.delta, options: "").points == 4)
  }

  // MARK: - What is copied

  @Test func aDefinitionDoesNotLeadToTheResult() throws {
    let three = ["-∂E/∂a_j", Self.delta[0], Self.delta[3]]
    let copied = "check δ_j = -∂E/∂a_j = g'(a_j) Σ_k δ_k w_jk"
    // The definition is a row of the reference; the result is not derived.
    #expect(try mark([copied], "δ_j", three, options: "").points == 1)
    #expect(try mark([copied], "δ_j", three, options: ", skip 9").points == 1)
    #expect(try mark([copied], "δ_j", ["-∂E/∂a_j"] + Self.delta, options: "").points == 1)
    // The row in between is what there is to derive.
    let derived = "check δ_j = \(Self.delta[0]) = g'(a_j) Σ_k δ_k w_jk"
    #expect(try mark([derived], "δ_j", three, options: "").points == 3)
  }

  @Test func theResultCountsOnlyNearARowThatLeadsToIt() throws {
    let leap = [Self.delta[0], Self.delta[3]]
    #expect(try mark([chain("check", "δ_j", leap)], "δ_j", Self.delta, options: "").points == 1)
    #expect(try mark([chain("check", "δ_j", leap)], "δ_j", Self.delta, options: ", skip 2").points == 4)
    // One row may always be left out above the result; it gives nothing itself.
    let near = [Self.delta[1], Self.delta[3]]
    #expect(try mark([chain("check", "δ_j", near)], "δ_j", Self.delta).points == 2)
  }

  @Test(arguments: [
    "mark δ_j:\n  = g'(a_j) Σ_k δ_k w_jk", "mark δ_j:\n  = -∂E/∂a_j\n  = g'(a_j) Σ_k δ_k w_jk",
    "mark δ_j:\n  = -∂E/∂a_j\n  or:\n  = -∂E/∂y_j g'(a_j)\n  = g'(a_j) Σ_k δ_k w_jk",
    "mark δ_j:\n  δ_j = g'(a_j) Σ_k δ_k w_jk\n  δ_j = Σ_k δ_k w_jk g'(a_j)",
  ])
  func aReferenceNeedsAWay(_ marking: String) {
    let session = Session()
    _ = session.run(Self.prepared, host: CellHost(emit: { _ in }))
    guard case .failed(let report) = session.run(marking, host: CellHost(emit: { _ in })) else {
      Issue.record("not refused")
      return
    }
    #expect(report.message.contains("no more than its result"))
  }

  @Test func aReferenceMayRepeatItsLeftSide() throws {
    let repeated = "mark δ_j, skip 0:\n" + Self.delta.map { "  δ_j = \($0)\n" }.joined()
    let session = Session()
    _ = session.run(Self.prepared, host: CellHost(emit: { _ in }))
    _ = session.run("check δ_j = \(Self.delta[3])", host: CellHost(emit: { _ in }))
    var records: [CheckRecord] = []
    #expect(session.run(repeated, host: CellHost(emit: { records += $0.checks })) == .finished)
    #expect(records.map { $0.of } == [4])
    #expect(records.map { $0.points } == [0])
  }

  // MARK: - How it is written down

  @Test func equationsThatRepeatTheLeftSideAreOneDerivation() throws {
    let rows = "check:\n" + Self.delta.map { "  δ_j = \($0)\n" }.joined()
    #expect(try mark([rows], "δ_j", Self.delta).points == 4)
    let single = Self.delta.map { "check δ_j = \($0)" }
    #expect(try mark(single, "δ_j", Self.delta).points == 4)
    #expect(try mark([single.joined(separator: "\n")], "δ_j", Self.delta).points == 4)
    #expect(try mark(["check δ_k = 1"] + single.dropLast(), "δ_j", Self.delta).points == 3)
    // A look at the result first does no harm.
    #expect(try mark([single[3]] + single, "δ_j", Self.delta).points == 4)
  }

  @Test(arguments: [
    "    = …", "    = Σ_k δ_k w_jk y_j'", "    = Σ_k", "    = (Σ_k δ_k", "    == == 3",
    "    = δ_j chain rule",
  ])
  func aRowThatCannotBeReadIsPassedOver(_ row: String) throws {
    let d = Self.delta
    let unfinished = chain("check", "δ_j", [d[0], d[1]]) + row
    #expect(try mark([unfinished], "δ_j", d).points == 2)
    let between = chain("check", "δ_j", [d[0]]) + row + "\n    = \(d[1])\n    = \(d[2])\n"
    #expect(try mark([between], "δ_j", d).points == 3)
  }

  @Test func aRemarkInARowIsPassedOver() throws {
    let d = Self.delta
    let record = try mark([chain("check", "δ_j", [d[0], d[1] + " (rule)", d[2], d[3]])], "δ_j", d)
    #expect(record.points == 3)
    #expect(record.concerns == [.undecided])
  }

  @Test func whatStandsBelowAFailureIsRead() throws {
    let d = Self.delta
    let wrong = chain("check", "δ_k", ["∂E/∂a_k"])
    #expect(try mark([wrong + chain("check", "δ_j", d)], "δ_j", d).points == 4)
    #expect(try mark(["check 1 = 2\n" + chain("prove", "δ_j", d)], "δ_j", d).points == 4)
    #expect(try mark(["hello\n" + chain("check", "δ_j", d)], "δ_j", d).points == 4)
  }

  @Test func theOtherSignIsTheSame() throws {
    let negative = ["-∂E/∂a_j ∂a_j/∂w_ij", "δ_j y_i"]
    let reference = Array(Self.gradient.prefix(2))
    #expect(try mark([chain("check", "-∂E/∂w_ij", negative)], "∂E/∂w_ij", reference).points == 2)
    // As the student's book has it, and the lecturer's.
    let bishop = chain("check", "δ_k", ["∂E/∂y_k ∂y_k/∂a_k", "(y_k - t_k) h'(a_k)"])
    let own = ["-∂E/∂y_k ∂y_k/∂a_k", "(t_k - y_k) g'(a_k)"]
    let record = try mark(["notation bishop", bishop], "δ_k", own, before: "notation handout\n")
    #expect(record.points == 2)
    #expect(try mark([bishop], "δ_k", own).points == 0)
  }

  @Test(arguments: [
    ("-tanh(y_k - t_k) g'(a_k)", "tanh(t_k - y_k) g'(a_k)"),
    ("sqrt((t_k - y_k)^2) y_k", "((t_k - y_k)^2)^(1/2) y_k"),
    ("cosh(t_k - y_k)", "cosh(y_k - t_k)"),
    ("e^{a_k} y_k", "y_k exp(a_k)"),
    ("[k = r] g'(a_k) y_j", "[r = k] g'(a_r) y_j"),
    ("(t_k - y_k) y_k (1 - y_k)", "(t_k - y_k) g'(a_k)"),
    ("t_k - g(a_k)", "t_k - y_k"),
  ])
  func theSameLine(_ written: String, _ row: String) throws {
    let (a, b) = try forms(written, row)
    #expect(a == b || a.byFunctions == b.byFunctions)
  }

  @Test(arguments: [
    ("tanh(t_k - y_k)", "tanh(y_k - t_k)"), ("exp(a_k)", "e^{y_k}"), ("sqrt(y_k)", "y_k^2"),
    ("[k = r] g'(a_k)", "g'(a_k)"), ("Σ_r [r = k] t_r", "t_k"), ("∂y_k/∂a_k", "g'(a_k)"),
    ("δ_k", "-∂E/∂a_k"), ("[k = r] y_k", "[k = r] t_k"), ("sinh(y_k)", "cosh(y_k)"),
  ])
  func anotherLine(_ written: String, _ row: String) throws {
    let (a, b) = try forms(written, row)
    #expect(a != b && a.byFunctions != b.byFunctions)
  }

  private func forms(_ texts: String...) throws -> (LineForm, LineForm) {
    let session = Session()
    _ = session.run(Self.prepared, host: CellHost(emit: { _ in }))
    let context = try #require(session.snapshot.state.formulaContext)
    let sample = try #require(ProofSample(context, seed: 1))
    let reader = LineFormReader(sample.context, isInterrupted: { false })
    let forms = try texts.map { text in
      let source = SourceText(text)
      let formula = try FormulaParser.formula(
        Lexer.tokens(of: source).0.filter { $0.kind != .end }, in: source)
      return try #require(try reader.form(of: formula))
    }
    return (forms[0], forms[1])
  }

  // MARK: - Slips

  /// -δ_j y_i without its sign, and then four clean rows: all but the row of the slip.
  @Test func whatCarriesASlipOnCounts() throws {
    let g = Self.gradient
    let withoutSign = g.dropFirst().map { String($0.dropFirst()) }
    #expect(try mark([chain("check", "∂E/∂w_ij", [g[0]] + withoutSign)], "∂E/∂w_ij", g).points == 4)
    // A factor that is lost stays lost.
    let withoutSlope = [g[0], g[1], "-y_i Σ_k δ_k w_jk", "-y_i Σ_k (t_k - y_k) ∂y_k/∂a_k w_jk"]
    #expect(try mark([chain("check", "∂E/∂w_ij", withoutSlope)], "∂E/∂w_ij", g).points == 3)
    // Another wrong line ends it. The last two lines are a row that is meant, and the result far from any.
    let twice = [g[0], withoutSign[0], "5", withoutSign[2], withoutSign[3]]
    #expect(try mark([chain("check", "∂E/∂w_ij", twice)], "∂E/∂w_ij", g).points == 1)
    // Nothing is nothing times anything.
    #expect(try mark([chain("check", "∂E/∂w_ij", ["0", "0", "0 y_i"])], "∂E/∂w_ij", g).points == 0)
  }

  /// g' and ∂y/∂a, w_jk and ∂a_k/∂y_j are the same link, whichever of them the reference has.
  @Test func linksWorkedOutAreTheirRows() throws {
    let reference = [
      "-Σ_k ∂E/∂y_k ∂y_k/∂a_j", "Σ_k (t_k - y_k) ∂y_k/∂a_k ∂a_k/∂a_j",
      "Σ_k (t_k - y_k) g'(a_k) w_jk ∂y_j/∂a_j", "y_j (1 - y_j) Σ_k (t_k - y_k) g'(a_k) w_jk",
    ]
    let links = [reference[0], "Σ_k (t_k - y_k) ∂y_k/∂a_k w_jk g'(a_j)", reference[3]]
    let record = try mark([chain("check", "δ_j", links)], "δ_j", reference, options: ", skip 1")
    #expect(record.points == 4)
    let worked = [reference[0], reference[1], "Σ_k (t_k - y_k) g'(a_k) w_jk g'(a_j)", reference[3]]
    #expect(try mark([chain("check", "δ_j", worked)], "δ_j", reference).points == 4)
    let chained = [
      reference[0], reference[1], "Σ_k (t_k - y_k) ∂y_k/∂a_k ∂a_k/∂y_j ∂y_j/∂a_j", reference[3],
    ]
    #expect(try mark([chain("check", "δ_j", chained)], "δ_j", reference).points == 4)
  }

  // MARK: - For a person to look at

  /// By way of ∂E/∂y_j, in finer steps than the reference: each stands for a row that is not there.
  @Test func finerStepsCount() throws {
    let finer = [
      "∂E/∂y_j ∂y_j/∂a_j ∂a_j/∂w_ij", "∂E/∂y_j g'(a_j) ∂a_j/∂w_ij", "∂E/∂y_j g'(a_j) y_i",
      "g'(a_j) y_i Σ_k ∂E/∂a_k ∂a_k/∂y_j", "g'(a_j) y_i Σ_k ∂E/∂a_k w_jk",
      "-y_i g'(a_j) Σ_k (t_k - y_k) g'(a_k) w_jk",
    ]
    let record = try mark([chain("check", "∂E/∂w_ij", finer)], "∂E/∂w_ij", Self.gradient)
    #expect(record.points == 5)
    #expect(record.concerns == [.otherSteps])
    #expect(
      record.lines.map { $0.verdict } == [
        .standsForRow, .standsForRow, .standsForRow, .standsForRow, .standsForRow, .reached,
      ])
    // Three steps stand for three rows, and the result is too far from them.
    let coarser = try mark(
      [chain("check", "∂E/∂w_ij", Array(finer[3...]))], "∂E/∂w_ij", Self.gradient)
    #expect(coarser.points == 0)
    #expect(coarser.concerns == [.otherWay])
    // Neither what is said twice, nor what is wrong, nor the definition stands for anything.
    let padded = (0..<5).map { "-y_i g'(a_j) Σ_k (t_k - y_k) g'(a_k) w_jk + \($0 + 2) Σ_k (δ_k + ∂E/∂a_k)" }
    let fractions = (1...5).map { "-y_i g'(a_j) Σ_k (t_k - y_k) g'(a_k) w_jk (g'(a_j) / ∂y_j/∂a_j)^\($0)" }
    // Nor does what a function, a bracket or a derivative takes and gives back.
    let result = finer[5]
    let chosen = [
      "max(\(result), \(result))", "min(\(result), \(result))", "abs(\(result)) sign(\(result))",
      "max(\(result), \(result), \(result))", "Σ_q [q = j] (\(result))",
    ]
    let derived = (1...5).map { "∂(E + \($0))/∂w_ij" }
    let shifted = ["∂(E + y_i1)/∂w_ij", "∂(E - t_k1)/∂w_ij", "∂(t_k1 + E)/∂w_ij", "∂(2 E - E)/∂w_ij"]
    for lines in [
      chosen + [result], derived + [result], shifted + [result],
      padded + [finer[5]], fractions + [finer[5]],
      [finer[0], finer[0], "∂a_j/∂w_ij ∂E/∂y_j ∂y_j/∂a_j", finer[5]],
      [finer[0], "-" + finer[1], finer[2], finer[3], finer[4], finer[5]], ["∂E/∂w_ij", finer[5]],
    ] {
      #expect(
        try mark([chain("check", "∂E/∂w_ij", lines)], "∂E/∂w_ij", Self.gradient).points == 0, "\(lines)")
    }
  }

  /// Between two rows of the reference, too; those that are there count as rows.
  @Test func finerStepsBetweenRows() throws {
    let d = Self.delta
    let finer = [d[0], "-Σ_k ∂E/∂a_k ∂a_k/∂y_j ∂y_j/∂a_j", "Σ_k δ_k ∂a_k/∂y_j ∂y_j/∂a_j", d[3]]
    let record = try mark([chain("check", "δ_j", finer)], "δ_j", d)
    #expect(record.points == 4)
    #expect(record.concerns == [.otherSteps])
    // All rows are there: nothing to look at.
    let all = try mark([chain("check", "δ_j", [d[0], finer[1], d[1], finer[2], d[2], d[3]])], "δ_j", d)
    #expect(all.points == 4)
    #expect(all.concerns == [])
  }

  /// All that is there is right, and nobody can tell whether it was looked up.
  @Test func aDefinitionAndTheResultAreFlagged() throws {
    let lines = ["-∂E/∂a_j", Self.delta[3]]
    let record = try mark([chain("check", "δ_j", lines)], "δ_j", Self.delta, options: "")
    #expect(record.points == 0)
    #expect(record.concerns == [.leftOut])
  }

  @Test func anotherWayIsFlagged() throws {
    let other = [
      "Σ_k ∂E/∂y_k ∂y_k/∂w_ij", "Σ_k ∂E/∂y_k g'(a_k) ∂a_k/∂w_ij",
      "-Σ_k (t_k - y_k) g'(a_k) w_jk g'(a_j) y_i",
    ]
    let record = try mark([chain("check", "∂E/∂w_ij", other)], "∂E/∂w_ij", Self.gradient, options: "")
    #expect(record.points == 0)
    #expect(record.concerns == [.otherWay])
    // The result may be another formula, or have lines below it.
    let reference = Array(Self.gradient.prefix(3))
    #expect(
      try mark([chain("check", "∂E/∂w_ij", other)], "∂E/∂w_ij", reference, options: "").concerns
        == [.otherWay])
    let further = [Self.gradient[0], Self.gradient[4], "-y_i g'(a_j) Σ_k (t_k - y_k) y_k (1 - y_k) w_jk"]
    #expect(
      try mark([chain("check", "∂E/∂w_ij", further)], "∂E/∂w_ij", Self.gradient, options: "").concerns
        == [.leftOut])
    // Not with a wrong line, not without the result, and not for the result alone.
    for lines in [[other[0], "5", other[2]], Array(other.dropLast()), [other[2]]] {
      let record = try mark([chain("check", "∂E/∂w_ij", lines)], "∂E/∂w_ij", Self.gradient, options: "")
      #expect(record.concerns == [])
    }
  }

  // MARK: - False steps that few numbers show

  @Test func anErrorOfTwoCasesIsTriedOnBoth() throws {
    let huber = "network 2-2-1\ntransfer k identity\nerror huber 2\n"
    let reference = ["-∂E/∂y_k ∂y_k/∂a_k", "max(-2, min(2, t_k - y_k))"]
    let copied = [reference[0], "t_k - y_k"]
    let cells = [huber + "forward 0.3 0.8 -> 9\nbackward", chain("check", "δ_k", copied)]
    #expect(try mark(cells, "δ_k", reference, before: huber).points == 1)
    let derived = [cells[0], chain("check", "δ_k", reference)]
    #expect(try mark(derived, "δ_k", reference, before: huber).points == 2)
  }

  @Test func whatCancelsDoesNotMakeAStepRight() throws {
    let g = ["∂E/∂a_j y_i", "-δ_j y_i"]
    let lines = ["-∂E/∂a_j y_i + 10^15 - 10^15", "-δ_j y_i"]
    let record = try mark([chain("check", "∂E/∂w_ij", lines)], "∂E/∂w_ij", g)
    #expect(record.points == 0)
  }

  // MARK: - The cell

  @Test func theSessionIsAsBefore() throws {
    let session = Session()
    _ = session.run(Self.prepared + "notation bishop", host: CellHost(emit: { _ in }))
    var shown: [CellResult] = []
    let cell =
      "notation handout\nnetwork other: 2-2-1\nE = Σ_k (t_k - y_k)^4\nmark δ_j:\n"
      + "  = -∂E/∂y_j g'(a_j)\n  = g'(a_j) Σ_k δ_k w_jk\n"
    #expect(session.run(cell, host: CellHost(emit: { shown.append($0) })) == .finished)
    // The marks and the value of the cell: nothing about the network, the notation or E.
    #expect(shown.count == 2)
    #expect(session.snapshot.state.network?.name == "net")
    #expect(session.snapshot.state.notations.inUse.name == "bishop")
    #expect(session.run("check δ_k = ∂E/∂a_k", host: CellHost(emit: { _ in })) == .finished)
  }

  @Test func aMarkTakesNoEndlessWork() throws {
    let session = Session()
    _ = session.run(Self.prepared + "check δ_j = δ_j = 2 δ_j", host: CellHost(emit: { _ in }))
    let context = try #require(session.snapshot.state.formulaContext)
    let derivation = try #require(session.snapshot.state.derivations.all.last)
    let step = SourceEquation(derivation.beginning.formula, derivation.lines[1].formula)
    let reader = LineFormReader(context, isInterrupted: { false })
    func judge(_ polls: Int, _ isInterrupted: Bool) -> StepJudge {
      StepJudge(context, reader, WorkLimit(polls: polls, isInterrupted: { isInterrupted }))
    }
    #expect(try judge(0, false).verdict(on: step) == .wrong)
    #expect(try judge(1, false).verdict(on: step) == .undecided)
    #expect(throws: Diagnostic.self) { try judge(0, true).verdict(on: step) }
  }
}
