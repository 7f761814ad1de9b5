import TestSupport
import Testing

@testable import BackpropLanguage

/// Lines that follow from a slip, whichever it is, and derivations for one unit or in other networks.
@Suite struct CarriedSlipTests {
  private static let prepared = "network 3-4-2, bias\nforward 0.5 -0.3 0.8 -> 1 0\nbackward\n"
  private static let delta = [
    "-Σ_k ∂E/∂a_k ∂a_k/∂a_j", "Σ_k δ_k ∂a_k/∂a_j", "Σ_k δ_k w_jk ∂y_j/∂a_j", "g'(a_j) Σ_k δ_k w_jk",
  ]
  private static let gradient = [
    "∂E/∂a_j ∂a_j/∂w_ij", "-δ_j y_i", "-y_i g'(a_j) Σ_k δ_k w_jk",
    "-y_i g'(a_j) Σ_k (t_k - y_k) ∂y_k/∂a_k w_jk", "-y_i g'(a_j) Σ_k (t_k - y_k) g'(a_k) w_jk",
  ]

  private func marked(
    _ subject: String, _ lines: [String], as asked: String, _ reference: [String],
    options: String = ", skip 0",
    in prepared: String = Self.prepared, before marking: String = ""
  ) throws -> (record: CheckRecord, text: String) {
    let notebook = Notebook()
    let session = Session()
    let cell = "check:\n  \(subject)\n" + lines.map { "    = \($0)\n" }.joined()
    for cell in [prepared, cell] {
      _ = notebook.outcome(of: cell)
      _ = session.run(cell, host: CellHost(emit: { _ in }))
    }
    let marks = marking + "mark \(asked)\(options):\n" + reference.map { "  = \($0)\n" }.joined()
    var records: [CheckRecord] = []
    #expect(session.run(marks, host: CellHost(emit: { records += $0.checks })) == .finished)
    return (try #require(records.last), notebook.outcome(of: marks).1)
  }

  private func points(_ lines: [String]) throws -> Double? {
    try marked("δ_j", lines, as: "δ_j", Self.delta).record.points
  }

  @Test func aMissingSumIsCarriedOn() throws {
    let without = ["-∂E/∂a_k ∂a_k/∂a_j", "δ_k ∂a_k/∂a_j", "δ_k w_jk ∂y_j/∂a_j", "g'(a_j) δ_k w_jk"]
    #expect(try points(without) == 3)
    #expect(try points([Self.delta[0]] + without.dropFirst()) == 3)
    // What does not follow from it does not count.
    #expect(try points([without[0], without[1], "δ_k w_jk", "δ_k w_jk 1"]) == 1)
  }

  /// A slip in a line that says again what has counted: what it leads to is wrong all the same.
  @Test func aSlipBesideARowThatHasCountedCosts() throws {
    let rest = ["δ_k ∂a_k/∂a_j", "δ_k w_jk ∂y_j/∂a_j", "g'(a_j) δ_k w_jk"]
    #expect(try points(Array(Self.delta.prefix(2)) + rest) == 3)
    #expect(try points(Array(Self.delta.prefix(3)) + rest.dropFirst()) == 3)
    let signs = ["-∂E/∂a_j", "∂E/∂a_j", "Σ_k ∂E/∂a_k ∂a_k/∂a_j", "-Σ_k δ_k ∂a_k/∂a_j"]
    let turned = try #require(try points(signs + ["-Σ_k δ_k w_jk ∂y_j/∂a_j", "-g'(a_j) Σ_k δ_k w_jk"]))
    #expect(turned < 4)
  }

  @Test func theSlopeOfAnotherUnitIsCarriedOn() throws {
    let lines =
      Self.gradient.prefix(2) + [
        "-y_i Σ_k δ_k w_jk g'(a_k)", "-y_i Σ_k (t_k - y_k) ∂y_k/∂a_k w_jk g'(a_k)",
        "-y_i Σ_k (t_k - y_k) g'(a_k) w_jk g'(a_k)",
      ]
    let marked = try marked("∂E/∂w_ij", Array(lines), as: "∂E/∂w_ij", Self.gradient)
    #expect(marked.record.points == 4)
    #expect(marked.record.lines.map { $0.points } == [1, 1, 0, 1, 1])
  }

  /// A slip that is made in one row and gone in the next costs that row, whichever it is.
  @Test(arguments: [
    "-Σ_k δ_k ∂a_k/∂a_j", "δ_k ∂a_k/∂a_j", "1/2 Σ_k δ_k ∂a_k/∂a_j", "Σ_k δ_j ∂a_k/∂a_j",
    "Σ_k t_k ∂a_k/∂a_j", "Σ_k δ_k ∂a_k/∂a_j + δ_j",
  ])
  func whatIsRightAgainCounts(_ slip: String) throws {
    #expect(try points([Self.delta[0], slip, Self.delta[2], Self.delta[3]]) == 3)
  }

  /// What is no row with a slip is no way to the next one.
  @Test(arguments: ["5", "0", "y_j", "Σ_k t_k w_jk^3"])
  func whatIsRightAgainAfterNonsenseDoesNotCount(_ nonsense: String) throws {
    #expect(try points([Self.delta[0], nonsense, Self.delta[2]]) == 1)
  }

  // MARK: - One unit

  /// Σ_k δ_k is δ_k in a layer of one unit, for the line and for the row of the reference.
  @Test func aSumOverOneUnitMayBeLeftOut() throws {
    let lines = ["-∂E/∂a_k ∂a_k/∂a_j", "δ_k ∂a_k/∂a_j", "δ_k w_jk ∂y_j/∂a_j", "g'(a_j) δ_k w_jk"]
    let narrow = "network 2-2-1, bias\nforward 0.3 0.8 -> 1\nbackward\n"
    let marked = try marked("δ_j", lines, as: "δ_j", Self.delta, in: narrow)
    #expect(marked.record.points == 4)
    #expect(marked.text.contains("right; it holds only because layer k has"))
    // With the Σ there is nothing to be said.
    let all = try self.marked("δ_j", Self.delta, as: "δ_j", Self.delta, in: narrow)
    #expect(all.record.points == 4)
    #expect(!all.text.contains("only because"))
  }

  @Test func aLineForOneWeightCountsWithARemark() throws {
    for (subject, lines, count) in [
      ("∂E/∂w_i1j2", ["∂E/∂a_j2 ∂a_j2/∂w_i1j2", "-δ_j2 y_i1", "-y_i1 g'(a_j2) Σ_k δ_k w_j2k"], 3.0),
      ("∂E/∂w_ij2", ["∂E/∂a_j2 ∂a_j2/∂w_ij2", "-δ_j2 y_i"], 2),
      ("∂E/∂w_i1j", ["∂E/∂a_j ∂a_j/∂w_i1j", "-δ_j y_i1"], 2),
      ("-∂E/∂w_i1j2", ["-∂E/∂a_j2 ∂a_j2/∂w_i1j2", "δ_j2 y_i1"], 2),
      // Of another weight.
      ("∂E/∂w_i1j2", ["∂E/∂a_j1 ∂a_j1/∂w_i1j1"], 0), ("∂E/∂w_j1k1", ["∂E/∂a_k1 ∂a_k1/∂w_j1k1"], 0),
    ] {
      let record = try marked(subject, lines, as: "∂E/∂w_ij", Self.gradient).record
      #expect(record.points == count, "\(subject)")
      #expect(record.concerns == (count > 0 ? [.oneUnit] : []), "\(subject)")
    }
  }

  @Test func whatIsAskedForOneWeightIsNoRemark() throws {
    let lines = ["∂E/∂a_j2 ∂a_j2/∂w_i1j2", "-δ_j2 y_i1"]
    let record = try marked("∂E/∂w_i1j2", lines, as: "∂E/∂w_i1j2", lines).record
    #expect(record.points == 2)
    #expect(record.concerns == [])
  }

  /// What is derived for all weights is derived for each.
  @Test func whatIsDerivedForAllCountsForOne() throws {
    let lines = ["∂E/∂a_j ∂a_j/∂w_ij", "-δ_j y_i"]
    let asked = ["∂E/∂a_j2 ∂a_j2/∂w_i1j2", "-δ_j2 y_i1"]
    let record = try marked("∂E/∂w_ij", lines, as: "∂E/∂w_i1j2", asked).record
    #expect(record.points == 2)
    #expect(record.concerns == [])
    #expect(try marked("∂E/∂w_ij", ["∂E/∂a_j", "5"], as: "∂E/∂w_i1j2", asked).record.points == 0)
  }

  // MARK: - What cannot be decided

  @Test func weightsThatThereAreNotAreNamed() throws {
    for (line, words) in [
      ("Σ_k δ_k w_ik g'(a_j)", "no weights lead from"), ("g'(a_j) Σ_k δ_k w_j9k", "no unit j9"),
    ] {
      let marked = try marked("δ_j", [Self.delta[0], line], as: "δ_j", Self.delta)
      #expect(marked.record.points == 1)
      #expect(marked.text.contains("cannot be decided: "), "\(marked.text)")
      let text = marked.text.split(whereSeparator: { $0 == "\n" || $0 == " " }).joined(separator: " ")
      #expect(text.contains(words), "\(text)")
    }
  }

  // MARK: - Other networks

  @Test func aDerivationInAnotherNetworkIsAnother() throws {
    let deeper = "network i 2 - j 3 - l 3 - k 2\n"
    let reference = ["-∂E/∂a_j", "-Σ_l ∂E/∂a_l ∂a_l/∂a_j", "g'(a_j) Σ_l δ_l w_jl"]
    let marked = try marked("δ_j", ["-∂E/∂a_j"], as: "δ_j", reference, before: deeper)
    #expect(marked.record.points == 0)
    #expect(marked.text.contains("but in"))
    // Other sizes of the same layers, and the same network, are no others.
    let wider = "network 3-5-4\n"
    #expect(try self.marked("δ_j", Self.delta, as: "δ_j", Self.delta, before: wider).record.points == 4)
    let own = try self.marked("δ_j", reference, as: "δ_j", reference, in: deeper, before: deeper)
    #expect(own.record.points == 3)
  }
}
