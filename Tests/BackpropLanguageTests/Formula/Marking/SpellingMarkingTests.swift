import TestSupport
import Testing

@testable import BackpropLanguage

/// Right derivations that are spelt, ordered or shortened in another way than the reference.
@Suite struct SpellingMarkingTests {
  private static let delta = [
    "-Σ_k ∂E/∂a_k ∂a_k/∂a_j", "Σ_k δ_k ∂a_k/∂a_j", "Σ_k δ_k w_jk ∂y_j/∂a_j", "g'(a_j) Σ_k δ_k w_jk",
  ]
  private static let gradient = [
    "∂E/∂a_j ∂a_j/∂w_ij", "-δ_j y_i", "-y_i g'(a_j) Σ_k δ_k w_jk",
    "-y_i g'(a_j) Σ_k (t_k - y_k) ∂y_k/∂a_k w_jk", "-y_i g'(a_j) Σ_k (t_k - y_k) g'(a_k) w_jk",
  ]

  private func mark(
    _ subject: String, _ lines: [String], _ reference: [String], options: String = ", skip 0",
    network: String = "network 3-4-2, bias", ends end: String? = nil
  ) throws -> CheckRecord {
    let session = Session()
    let start = network + "\nforward 0.5 -0.3 0.8 -> 1 0\nbackward\n"
    let check = "check:\n  \(subject)\n" + lines.map { "    = \($0)\n" }.joined()
    for cell in [start, check] { _ = session.run(cell, host: CellHost(emit: { _ in })) }
    var records: [CheckRecord] = []
    let marks = "mark \(end ?? subject)\(options):\n" + reference.map { "  = \($0)\n" }.joined()
    #expect(session.run(marks, host: CellHost(emit: { records += $0.checks })) == .finished)
    return try #require(records.last)
  }

  // MARK: - Formulas of functions

  @Test(arguments: [
    ("sigmoid", "1/(1 + e^(-a_k))", "1/(1 + e^(-a_k)) (1 - 1/(1 + e^(-a_k)))"),
    ("sigmoid", "e^{a_k} / (1 + e^{a_k})", "exp(-a_k) / (1 + exp(-a_k))^2"),
    ("tanh", "sinh(a_k)/cosh(a_k)", "1/cosh(a_k)^2"),
    ("tanh", "tanh(a_k)", "1 - tanh(a_k)^2"),
    ("tanh", "(e^(2 a_k) - 1)/(e^(2 a_k) + 1)", "4 / (e^{a_k} + e^{-a_k})^2"),
    ("softplus", "log(1 + exp(a_k))", "1/(1 + exp(-a_k))"),
  ])
  func aFunctionMayBeSpeltOut(g: String, y: String, slope: String) throws {
    let network = "network i 3 - j 4 - k 2 \(g), bias, error squares"
    let reference = ["-∂E/∂y_k ∂y_k/∂a_k", "(t_k - y_k) g'(a_k)"]
    let spelt = [reference[0], "(t_k - \(y)) (\(slope))"]
    #expect(try mark("δ_k", spelt, reference, network: network).points == 2)
    // Another function is none of it.
    let other = "network i 3 - j 4 - k 2 \(g == "tanh" ? "sigmoid" : "tanh"), bias, error squares"
    #expect(try mark("δ_k", spelt, reference, network: other).points == 1)
  }

  @Test func softmaxMayBeSpeltOut() throws {
    let network = "network i 3 - j 4 - k 2 softmax, bias, error cross-entropy"
    let own = ["-Σ_r ∂E/∂y_r ∂y_r/∂a_k", "-Σ_r ∂E/∂y_r y_r ([r = k] - y_k)"]
    let lines = [own[0], "-Σ_r ∂E/∂y_r y_r ([r = k] - exp(a_k) / Σ_{k'} exp(a_{k'}))"]
    #expect(try mark("δ_k", lines, own, network: network).points == 2)
  }

  // MARK: - Sums written out

  @Test func aSumMayBeWrittenOut() throws {
    var lines = Self.delta
    lines[2] = "(δ_k1 w_jk1 + δ_k2 w_jk2) ∂y_j/∂a_j"
    lines[3] = "δ_k1 w_jk1 g'(a_j) + g'(a_j) δ_k2 w_jk2"
    #expect(try mark("δ_j", lines, Self.delta).points == 4)
    // Two of three units are not all of them.
    let wide = "network 3-4-3, bias"
    #expect(try mark("δ_j", lines, Self.delta, network: wide).points == 2)
    lines[3] = "(δ_k1 w_jk1 + δ_k2 w_jk2 + δ_k3 w_jk3) g'(a_j)"
    #expect(try mark("δ_j", lines, Self.delta, network: "network 3-4-4").points == 2)
    #expect(try mark("δ_j", lines, Self.delta, network: "network 3-4-12").points == 2)
  }

  /// With the bias unit, whose output is 1.
  @Test func aTotalInputMayBeWrittenOut() throws {
    let terms = "w_j0k + w_j1k y_j1 + w_j2k y_j2"
    let reference = ["2 Σ_j w_jk y_j - a_k", "Σ_j w_jk y_j"]
    let lines = ["2 (\(terms)) - a_k", terms]
    #expect(try mark("a_k", lines, reference, network: "network 3-2-2, bias").points == 2)
    #expect(try mark("a_k", lines, reference, network: "network 3-3-2, bias").points == 0)
  }

  // MARK: - Backwards

  @Test func aDerivationMayLeadFromTheResult() throws {
    let backwards = Self.gradient.dropLast().reversed() + ["∂E/∂w_ij"]
    let record = try mark(
      Self.gradient[4], Array(backwards), Self.gradient, ends: "∂E/∂w_ij")
    #expect(record.points == 5)
    #expect(record.lines.map { $0.line } == [6, 5, 4, 3, 2])
    // A copy of the result is none, from either side.
    #expect(try mark(Self.gradient[4], ["∂E/∂w_ij"], Self.gradient, ends: "∂E/∂w_ij").points == 0)
    // A wrong line costs its own row.
    var wrong = Array(backwards)
    wrong[2] = "δ_j y_i"
    #expect(try mark(Self.gradient[4], wrong, Self.gradient, ends: "∂E/∂w_ij").points == 4)
  }

  /// `A = B`, and then `B = C`, in either direction.
  @Test(arguments: [false, true])
  func equationsMayTakeUpWhereOthersEnd(isBackwards: Bool) throws {
    let d = ["δ_j"] + Self.delta
    var equations = zip(d, d.dropFirst()).map { isBackwards ? "\($1) = \($0)" : "\($0) = \($1)" }
    if isBackwards { equations.reverse() }
    let session = Session()
    _ = session.run("network 3-4-2, bias\nforward 0.5 -0.3 0.8 -> 1 0", host: CellHost(emit: { _ in }))
    for equation in equations { _ = session.run("check " + equation, host: CellHost(emit: { _ in })) }
    var records: [CheckRecord] = []
    let marks = "mark δ_j, skip 0:\n" + Self.delta.map { "  = \($0)\n" }.joined()
    _ = session.run(marks, host: CellHost(emit: { records += $0.checks }))
    #expect(records.last?.points == 4)
  }

  // MARK: - Simplifications

  private static let simplified = [
    "∂E/∂y_k ∂y_k/∂a_k ∂a_k/∂w_jk", "-(t_k - y_k) y_k (1 - y_k) y_j", "(y_k - t_k) y_k (1 - y_k) y_j",
  ]

  @Test func aSimplificationIsARowOfItsOwn() throws {
    let r = Self.simplified
    #expect(try mark("∂E/∂w_jk", r, r).points == 3)
    #expect(try mark("∂E/∂w_jk", r, r).lines.map { $0.points } == [1, 1, 1])
    // In another order of factors.
    #expect(try mark("∂E/∂w_jk", [r[0], r[1], "y_j y_k (1 - y_k) (y_k - t_k)"], r).points == 3)
    #expect(try mark("∂E/∂w_jk", [r[0], r[1]], r).points == 2)
    // The row above it may be left out, but is not there.
    #expect(try mark("∂E/∂w_jk", [r[0], r[2]], r).points == 2)
    #expect(try mark("∂E/∂w_jk", [r[0], r[2]], r, options: "").points == 3)
    // What is said twice is not simplified.
    for again in ["\(r[1]) + 0", "1 · (\(r[1]))", "-y_j y_k (1 - y_k) (t_k - y_k)", r[1]] {
      #expect(try mark("∂E/∂w_jk", [r[0], r[1], again], r).points == 2, "\(again)")
    }
    // The result is the result, simplified or not.
    #expect(try mark("∂E/∂w_jk", [r[1], r[2]], r, options: "").points == 0)
  }

  @Test func aFactorThatIsPulledOutIsARow() throws {
    let r = ["Σ_k δ_k ∂a_k/∂a_j", "Σ_k δ_k w_jk g'(a_j)", "g'(a_j) Σ_k δ_k w_jk"]
    #expect(try mark("δ_j", r, r).points == 3)
    #expect(try mark("δ_j", [r[0], r[1]], r).points == 2)
    // g' is lost and found again.
    #expect(try mark("δ_j", [r[0], "Σ_k δ_k w_jk", r[2]], r).points == 2)
  }

  // MARK: - Shorter ones

  @Test func aShorterDerivationIsFlagged() throws {
    let g = Self.gradient
    for options in ["", ", skip 0"] {
      let record = try mark("∂E/∂w_ij", [g[0], g[4]], g, options: options)
      #expect(record.points == 1)
      #expect(record.concerns == [.leftOut])
    }
    #expect(try mark("∂E/∂w_ij", g, g).concerns == [])
    // Not what is wrong, what does not reach the result, or nothing but it.
    for lines in [[g[0], "5", g[4]], [g[0], g[3]], [g[4]]] {
      #expect(try mark("∂E/∂w_ij", lines, g).concerns == [], "\(lines)")
    }
  }

  // MARK: - Slips

  /// A Σ that is lost where a row is left out costs its own row.
  @Test func aSlipBesideASkippedRowCostsOneRow() throws {
    let g = Self.gradient
    let lines = [
      g[0], "-y_i g'(a_j) δ_k w_jk", "-y_i g'(a_j) (t_k - y_k) ∂y_k/∂a_k w_jk",
      "-y_i g'(a_j) (t_k - y_k) g'(a_k) w_jk",
    ]
    #expect(try mark("∂E/∂w_ij", lines, g, options: "").points == 4)
    #expect(try mark("∂E/∂w_ij", lines, g).points == 3)
    // Found again in the next row.
    #expect(try mark("∂E/∂w_ij", [g[0], lines[1], g[3], g[4]], g, options: "").points == 4)
    // Nonsense is no slip.
    #expect(try mark("∂E/∂w_ij", [g[0], "5", g[3], g[4]], g, options: "").points == 1)
  }

  /// Each of two slips costs the row in which it is made.
  @Test func twoSlipsAreCarriedOn() throws {
    let g = Self.gradient
    let sumAndSign = [
      g[0], g[1], "-y_i g'(a_j) δ_k w_jk", "-y_i g'(a_j) (y_k - t_k) ∂y_k/∂a_k w_jk",
      "-y_i g'(a_j) (y_k - t_k) g'(a_k) w_jk",
    ]
    #expect(try mark("∂E/∂w_ij", sumAndSign, g).points == 3)
    let layerAndSum = [
      g[0], "-δ_j y_j", "-y_j g'(a_j) δ_k w_jk", "-y_j g'(a_j) (t_k - y_k) ∂y_k/∂a_k w_jk",
      "-y_j g'(a_j) (t_k - y_k) g'(a_k) w_jk",
    ]
    #expect(try mark("∂E/∂w_ij", layerAndSum, g).points == 3)
    let both = [
      g[0], g[1], "-y_i g'(a_k) δ_k w_jk", "-y_i g'(a_k) (t_k - y_k) ∂y_k/∂a_k w_jk",
      "-y_i g'(a_k) (t_k - y_k) g'(a_k) w_jk",
    ]
    #expect(try mark("∂E/∂w_ij", both, g).points == 4)
  }
}
