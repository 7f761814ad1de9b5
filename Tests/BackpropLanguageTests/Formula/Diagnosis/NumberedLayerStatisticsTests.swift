import Testing

@testable import BackpropLanguage

/// How often a weight that is read the other way round is named in courses with numbered layers, where the
/// letters do not fit then.
@Suite struct NumberedLayerStatisticsTests {
  private static let ofNielsen = [
    "z^2_j = Σ_k w^2_jk a^1_k + b^2_j", "z^3_j = Σ_k w^3_jk a^2_k + b^3_j",
    "a^2_j = σ(Σ_k w^2_jk a^1_k + b^2_j)", "δ^2_j = σ'(z^2_j) Σ_k w^3_kj δ^3_k",
    "δ^2_j = σ'(z^2_j) Σ_k δ^3_k w^3_kj", "∂C/∂a^2_j = Σ_k w^3_kj δ^3_k",
    "∂C/∂w^2_jk = a^1_k σ'(z^2_j) Σ_m w^3_mj δ^3_m", "z^l_j = Σ_k w^l_jk a^{l-1}_k + b^l_j",
    "a^l_j = σ(Σ_k w^l_jk a^{l-1}_k + b^l_j)", "δ^l_j = σ'(z^l_j) Σ_k w^{l+1}_kj δ^{l+1}_k",
    "z^2 = w^2 a^1 + b^2", "z^3 = w^3 a^2 + b^3", "a^3 = σ(w^3 a^2 + b^3)", "z^l = w^l a^{l-1} + b^l",
    "δ^2 = ((w^3)^T δ^3) ⊙ σ'(z^2)", "δ^l = ((w^{l+1})^T δ^{l+1}) ⊙ σ'(z^l)",
  ]
  private static let ofNg = [
    "z^{[1]}_j = Σ_i w^{[1]}_ji x_i + b^{[1]}_j", "z^{[2]}_k = Σ_j w^{[2]}_kj a^{[1]}_j + b^{[2]}_k",
    "z^{[1]} = w^{[1]} x + b^{[1]}", "z^{[2]} = w^{[2]} a^{[1]} + b^{[2]}",
    "dz^{[1]} = ((w^{[2]})^T dz^{[2]}) ⊙ g'(z^{[1]})",
  ]
  private static let networks = ["2-3-2, bias", "3-3-3, bias", "2-4-1, bias", "3-2-4, bias"]

  /// With the first weight read the other way round: its letters exchanged, or its matrix transposed.
  private static func reversed(_ equation: String) -> String {
    let transposed = /\(?\((w\^(?:\w|\{[^}]*\}))\)\^T/
    if let matrix = equation.firstMatch(of: transposed) {
      let isBracketed = matrix.output.0.hasPrefix("((")
      return equation.replacing(transposed) { (isBracketed ? "(" : "") + $0.output.1 }
    }
    let letters = /(w\^(?:\w|\{[^}]*\})_)([a-z])([a-z])/
    let right = equation.firstIndex(of: "=") ?? equation.startIndex
    if let weight = equation[right...].firstMatch(of: letters) {
      let (_, symbol, a, b) = weight.output
      return equation[..<weight.range.lowerBound] + "\(symbol)\(b)\(a)" + equation[weight.range.upperBound...]
    }
    return equation.replacing(/w\^(?:\w|\{[^}]*\})/, maxReplacements: 1) { "(\($0.output))^T" }
  }

  @Test("a weight read the other way round is named")
  func reversedWeights() throws {
    var (named, all) = (0, 0)
    var silent: [String] = []
    var wrong: [String] = []
    for network in Self.networks {
      for (notation, equations) in [("nielsen", Self.ofNielsen), ("ng", Self.ofNg)] {
        let notebook = Notebook()
        notebook.run("network \(network)\nnotation \(notation)")
        for equation in equations {
          let reversed = Self.reversed(equation)
          #expect(reversed != equation)
          all += 1
          let said = notebook.failure("prove \(reversed)")?.entries.first?.message ?? ""
          let what = "\(notation) \(network): \(reversed): \(said)"
          if said.contains("a w is read the other way round") {
            named += 1
          } else if said.contains(" is of the wrong layer") || said.contains(" exchanged")
            || said.contains("of other units")
          {
            wrong.append(what)
          } else {
            silent.append(what)
          }
        }
      }
    }
    let report =
      "\(named)/\(all)\nsilent:\n" + silent.joined(separator: "\n") + "\nwrong:\n"
      + wrong.joined(separator: "\n")
    #expect(named * 100 >= all * 95, "\(report)")
    #expect(wrong.count * 100 <= all, "\(report)")
  }
}
