import Testing

@testable import BackpropLanguage

/// Slips that students often make, each by the one thing that must be changed for the line to be right.
@Suite struct NamedSlipsTests {
  private static func ofSquares() throws -> FormulaContext {
    try SlipGenerator.context("network 2-3-2\nforward 0.5 0.2 -> 0.9 0.3\nbackward")
  }

  /// y (1 - y) of a wrong unit is one slip, and a for g' another.
  @Test(arguments: [
    ("∂E/∂w_jk = -(t_k - y_k) y_j (1 - y_j) y_j", Slip.wrongLayer),
    ("δ_k = (t_k - y_k) y_j (1 - y_j)", .wrongLayer),
    ("δ_j = y_k (1 - y_k) Σ_r δ_r w_jr", .wrongLayer), ("δ_j = y_k (1 - y_k) Σ_k δ_k w_jk", .wrongLayer),
    ("δ_j = a_j Σ_k δ_k w_jk", .transferForSlope), ("∂a_k/∂y_j = 1", .missingFactor),
    ("∂y_k/∂a_k = 1", .missingSlope), ("∂E/∂w_jk = y_j", .missingFactor),
    ("δ_j = -∂E/∂w_ij", .wrongVariable), ("∂E/∂y_k = 1/2 (t_k - y_k)^2", .undifferentiated),
    ("δ_k = E", .undifferentiated), ("∂a_k/∂w_jk = Σ_j w_jk y_j", .undifferentiated),
    ("δ_q = g'(a_q) + Σ_k δ_k w_qk", .sumForProduct), ("-δ_j = g'(a_j) Σ_k w_jk", .missingFactor),
  ])
  func ofSquares(_ text: String, _ slip: Slip) throws {
    #expect(try Self.ofSquares().slips(in: text) == [slip], "\(text)")
  }

  /// E = -Σ_k (t_k log(y_k) + (1 - t_k) log(1 - y_k)), of which δ_k is t_k - y_k.
  @Test(arguments: [
    ("∂E/∂y_k = -t_k/y_k", Slip.missingTerm), ("∂E/∂y_k = (1 - t_k)/(1 - y_k)", .missingTerm),
    ("E = -Σ_k t_k log(y_k)", .missingTerm), ("δ_k = (t_k - y_k) y_k (1 - y_k)", .extraSlope),
    ("∂E/∂w_jk = -(t_k - y_k) y_k (1 - y_k) y_j", .extraSlope),
  ])
  func ofCrossEntropy(_ text: String, _ slip: Slip) throws {
    let cell = "network 2-3-2, error cross-entropy\nforward 0.5 0.2 -> 0.9 0.3\nbackward"
    #expect(try SlipGenerator.context(cell).slips(in: text) == [slip], "\(text)")
  }

  /// E = -Σ_k t_k log(y_k), and ∂y_r/∂a_k = y_r [r = k] - y_r y_k.
  @Test(arguments: [
    ("E = -Σ_k log(y_k)", Slip.missingFactor), ("E = -Σ_k y_k log(t_k)", .exchangedTarget),
    ("∂E/∂y_k = -1/y_k", .missingFactor), ("∂E/∂y_k = -y_k/t_k", .exchangedTarget),
    ("∂y_r/∂a_k = -y_r y_k", .missingTerm), ("∂y_r/∂a_k = y_r [r = k]", .missingTerm),
  ])
  func ofSoftmax(_ text: String, _ slip: Slip) throws {
    let cell =
      "network 2 - 3 - 2 softmax, error cross-entropy\nforward 0.5 0.2 -> 0.7 0.3\nbackward"
    #expect(try SlipGenerator.context(cell).slips(in: text) == [slip], "\(text)")
  }

  /// The bias as a threshold: a_j = Σ_i w_ij x_i - w_i0j, so that ∂a_j/∂w_i0j = -1.
  @Test(arguments: [
    ("a_j = Σ_i w_ij x_i", Slip.missingBias), ("y_j = g(Σ_i w_ij x_i)", .missingBias),
    ("a_k = w_j1k y_j1 + w_j2k y_j2 + w_j3k y_j3", .missingBias),
    ("a_j = Σ_i w_ij x_i + w_i0j", .biasSign), ("a_j = w_i0j + Σ_i w_ij x_i", .biasSign),
    ("a_j = Σ_i w_ij x_i - w_i0j y_i0", .biasSign), ("y_j = g(Σ_i w_ij x_i + w_i0j)", .biasSign),
    ("a_k = w_j1k y_j1 + w_j2k y_j2 + w_j3k y_j3 + w_j0k", .biasSign),
    ("a_j = Σ_i w_ij y_i - w_i0j", .biasTwice), ("a_j = Σ_i w_ij y_i + w_i0j y_i0", .biasTwice),
    ("∂E/∂w_i0j = -δ_j", .biasSign), ("∂E/∂w_j0k = -(t_k - y_k) g'(a_k)", .biasSign),
    ("Δw_i0j = η δ_j", .biasSign), ("∂a_j/∂w_i0j = 1", .biasSign), ("∂a_j1/∂w_i0j1 = 1", .biasSign),
    ("∂E/∂w_ij = δ_j y_i", .sign), ("∂a_j1/∂w_i1j1 = -y_i1", .sign),
  ])
  func ofThresholds(_ text: String, _ slip: Slip) throws {
    let cell = "network 2-3-2, bias -1\nforward 0.5 0.2 -> 0.9 0.3\nbackward"
    #expect(try SlipGenerator.context(cell).slips(in: text) == [slip], "\(text)")
  }

  /// a_j1 = 0.2 · 0.5 - 0.6 · 0.8 ± 0.3 is -0.38 without the bias.
  @Test(arguments: [
    ("-1", "-0.38", Slip.missingBias), ("-1", "-0.08", .biasSign), ("-1", "0.68", .sign),
    ("1", "-0.38", .missingBias), ("1", "-0.68", .biasSign), ("1", "0.08", .sign),
  ])
  func ofNumbersWithBiases(_ output: String, _ number: String, _ slip: Slip) throws {
    let weights = "w_i0j1 = 0.3\nw_i1j1 = 0.2\nw_i2j1 = -0.6"
    let cell = "network 2-2-2, bias \(output)\n\(weights)\nforward 0.5 0.8 -> 1 0\nbackward"
    #expect(try SlipGenerator.context(cell).slips(in: "a_j1 = \(number)") == [slip])
  }

  /// Where the output is 1, a bias is subtracted by a slip.
  @Test func ofASubtractedBias() throws {
    let cell = "network 2-3-2, bias\nforward 0.5 0.2 -> 0.9 0.3\nbackward"
    #expect(try SlipGenerator.context(cell).slips(in: "a_j = Σ_i w_ij x_i - w_i0j") == [.biasSign])
    #expect(try SlipGenerator.context(cell).slips(in: "∂E/∂w_i0j = δ_j") == [.sign])
  }

  /// What is asked for is no factor that a bare number lacks.
  @Test(arguments: ["y_j = 1", "δ_k = 1", "t_k = 1", "w_jk = 1", "g'(a_k) = 1", "∂E/∂a_k = 1"])
  func aNumberLacksNothingOfWhatIsAsked(_ text: String) throws {
    let slips = try Self.ofSquares().slips(in: text) ?? []
    #expect(!slips.contains(.missingFactor) && !slips.contains(.missingSlope), "\(text): \(slips)")
  }

  /// Without its y (1 - y), the line still has a wrong sign.
  @Test func aSignInsideAProductCounts() throws {
    let context = try SlipGenerator.context(
      "network 2-3-2, error cross-entropy\nforward 0.5 0.2 -> 0.9 0.3\nbackward")
    #expect(try context.slips(in: "δ_k = (-(t_k - y_k)) y_k (1 - y_k)") != [.extraSlope])
  }
}
