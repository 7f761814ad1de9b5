import Backprop
import Foundation
import TestSupport

@testable import BackpropLanguage

/// Makes the usual slips in right equations, by changes to their text. It knows nothing of how they are found
/// again.
struct SlipGenerator {
  /// A wrong equation, and what was done to it.
  struct Sample: CustomStringConvertible {
    var setting: String
    var right: String
    var wrong: String
    /// The slips that a reader would call it by.
    var slips: [Slip]
    var spelling: Int
    var description: String { "\(setting): \(wrong) for \(right) [\(slips[0].rawValue)]" }
  }

  /// A network to try equations on, and those that hold there.
  struct Setting {
    var name: String
    var cell: String
    var equations: [String]
  }

  private static let forward = [
    "a_j = Σ_i w_ij y_i", "y_j = g(a_j)", "a_k = Σ_j w_jk y_j", "y_k = g(a_k)",
  ]
  /// What holds for every E.
  private static let anyError = [
    "∂E/∂w_qr = -δ_r y_q", "∂E/∂w_pq = -δ_q y_p", "Δw_jk = η δ_k y_j", "Δw_ij = η δ_j y_i",
    "δ_j = g'(a_j) Σ_k δ_k w_jk", "∂E/∂w_pq = -y_p g'(a_q) Σ_k δ_k w_qk", "∂y_r/∂w_qr = g'(a_r) y_q",
    "∂y_k/∂w_pq = g'(a_k) w_qk g'(a_q) y_p", "∂y_k/∂y_q = g'(a_k) w_qk", "∂E/∂y_j = -Σ_k δ_k w_jk",
    "∂a_r/∂w_qr = y_q",
  ]
  private static let squares = [
    "E = 1/2 Σ_k (t_k - y_k)^2", "δ_k = g'(a_k) (t_k - y_k)", "∂E/∂w_qr = -(t_r - y_r) g'(a_r) y_q",
    "∂E/∂w_qr = -Σ_k (t_k - y_k) ∂y_k/∂w_qr", "∂E/∂a_k = -g'(a_k) (t_k - y_k)",
    "∂E/∂w_pq = -Σ_k (t_k - y_k) g'(a_k) w_qk g'(a_q) y_p",
    "δ_j = g'(a_j) Σ_k (t_k - y_k) g'(a_k) w_jk", "Δw_jk = η g'(a_k) (t_k - y_k) y_j",
    "δ_k = -∂E/∂y_k ∂y_k/∂a_k",
  ]
  /// With the numbers of units, for two output units.
  private static let numbered = [
    "δ_j1 = g'(a_j1) (δ_k1 w_j1k1 + δ_k2 w_j1k2)", "∂y_k1/∂y_j2 = g'(a_k1) w_j2k1", "∂a_j2/∂y_i1 = w_i1j2",
    "∂E/∂y_j2 = -(δ_k1 w_j2k1 + δ_k2 w_j2k2)", "∂E/∂w_i1j2 = -y_i1 g'(a_j2) (δ_k1 w_j2k1 + δ_k2 w_j2k2)",
  ]
  private static let totalsWithBias = [
    "a_j2 = w_i0j2 + w_i1j2 y_i1 + w_i2j2 y_i2", "y_j1 = g(w_i0j1 + w_i1j1 y_i1 + w_i2j1 y_i2)",
  ]
  private static let totals = [
    "a_j1 = w_i1j1 y_i1 + w_i2j1 y_i2", "y_j2 = g(w_i1j2 y_i1 + w_i2j2 y_i2)",
  ]
  private static let pattern = "\nforward 0.3 0.8 -> 0.2 0.9\nbackward"
  private static let handout = forward + anyError + squares

  static let settings = [
    Setting(
      name: "sigmoid", cell: "network 2-3-2, bias\nη = 0.3" + pattern,
      equations: handout + numbered + totalsWithBias),
    Setting(
      name: "tanh", cell: "network i 2 - j 3 tanh - k 2 tanh, bias" + pattern,
      equations: handout + numbered + totalsWithBias),
    Setting(
      name: "mixed", cell: "network i 2 - j 4 softplus - k 2 sigmoid" + pattern,
      equations: handout + numbered + totals),
    Setting(
      name: "narrow", cell: "network 2-2-1, bias\nforward 0 1 -> 1\nbackward",
      equations: handout),
    Setting(
      name: "identity", cell: "network i 2 - j 3 sigmoid - k 2 identity, bias" + pattern,
      equations: forward + anyError),
    Setting(
      name: "cross-entropy", cell: "network 2-3-2, bias, error cross-entropy" + pattern,
      equations: forward + anyError + ["δ_k = t_k - y_k", "∂E/∂w_qr = -(t_r - y_r) y_q"]),
    Setting(
      name: "own E", cell: "network 2-3-2, bias\nE = Σ_k (t_k - y_k)^2" + pattern,
      equations: anyError + [
        "E = Σ_k (t_k - y_k)^2", "δ_k = 2 g'(a_k) (t_k - y_k)", "∂E/∂w_qr = -2 (t_r - y_r) g'(a_r) y_q",
      ]),
    Setting(
      name: "skip",
      cell: "network i 2 - h 3 sigmoid - j 3 tanh - k 2 sigmoid, bias\nconnect h -> k" + pattern,
      equations: [
        "δ_h = g'(a_h) (Σ_j δ_j w_hj + Σ_k δ_k w_hk)", "a_k = Σ_j w_jk y_j + Σ_h w_hk y_h",
        "∂E/∂w_hj = -δ_j y_h", "δ_j = g'(a_j) Σ_k δ_k w_jk", "Δw_hk = η δ_k y_h",
        "∂E/∂w_hk = -g'(a_k) (t_k - y_k) y_h",
      ]),
  ]

  var random: RandomGenerator

  init(seed: UInt64) { random = RandomGenerator(seed: seed) }

  /// Some samples that fail in their networks. kinds: those that take turns.
  mutating func samples(_ count: Int, kinds: Range<Int> = all) throws -> [Sample] {
    var samples: [Sample] = []
    var contexts: [FormulaContext] = []
    for setting in Self.settings { contexts.append(try Self.context(setting.cell)) }
    var kind = 0
    var tries = 0
    while samples.count < count, tries < 100 * count {
      tries += 1
      let place = random.below(Self.settings.count)
      let setting = Self.settings[place]
      let equation = setting.equations[random.below(setting.equations.count)]
      guard let (left, right) = Self.sides(equation),
        let (wrong, slips) = slip(kinds.lowerBound + kind % kinds.count, right, left, contexts[place])
      else {
        kind += tries % 20 == 0 ? 1 : 0
        continue
      }
      let sample = Sample(
        setting: setting.name, right: equation, wrong: "\(left) = \(wrong)", slips: slips,
        spelling: random.below(3))
      kind += 1
      guard !samples.contains(where: { $0.wrong == sample.wrong && $0.setting == sample.setting }),
        let difference = try? contexts[place].difference(sample.wrong), difference > 1e-6
      else { continue }
      samples.append(sample)
    }
    return samples
  }

  static func context(_ cell: String) throws -> FormulaContext {
    let notebook = Notebook()
    notebook.run(cell)
    return try some(notebook.session.snapshot.state.formulaContext.map { [$0] } ?? [])[0]
  }

  private static func sides(_ equation: String) -> (left: String, right: String)? {
    guard let sign = equation.range(of: " = ") else { return nil }
    return (String(equation[..<sign.lowerBound]), String(equation[sign.upperBound...]))
  }

  // MARK: - Slips

  /// The numbers of the kinds of slips, and of those in the subscripts of weights and within sums.
  static let all = 0..<30
  static let inSubscripts = 27..<30

  /// One slip of a kind at a random place; nil where there is no place for it.
  private mutating func slip(
    _ kind: Int, _ right: String, _ left: String, _ context: FormulaContext
  ) -> (String, [Slip])? {
    switch kind {
    case 0:
      return (right.hasPrefix("-") ? String(right.dropFirst()) : "-(\(right))", [.sign, .exchangedTarget])
    case 1: return changing(right, " - ", to: " + ").map { ($0, [.sign]) }
    case 2:
      return removing(right, ["g'(a_j) ", "g'(a_k) ", "g'(a_r) ", "g'(a_q) ", "g'(a_h) "])
        .map { ($0, [.missingSlope]) }
    case 3: return changing(right, "g'(a_", to: "g'(y_").map { ($0, [.slopeOfOther]) }
    case 4: return changing(right, "g'(", to: "g(").map { ($0, [.transferForSlope]) }
    case 5: return removing(right, ["Σ_k ", "Σ_j ", "Σ_i ", "Σ_h "]).map { ($0, [.missingSum]) }
    case 6, 7: return wrongLetter(right, left, context)
    case 8: return exchanged(right)
    case 9: return (times("2", right), [.twice])
    case 10: return removing(right, ["1/2 "]).map { ($0, [.twice]) } ?? (times("1/2", right), [.half])
    case 11: return removing(right, ["η "]).map { ($0, [.missingRate]) }
    case 12: return left.hasPrefix("∂E") ? (times("η", right), [.extraRate]) : nil
    case 13:
      for unit in ["k", "r"] where right.contains("(t_\(unit) - y_\(unit))") && !right.contains("^2") {
        return (
          right.replacing("(t_\(unit) - y_\(unit))", with: "(y_\(unit) - t_\(unit))"),
          [.exchangedTarget, .sign]
        )
      }
      return nil
    case 14: return changing(right, "δ_", to: "y_").map { ($0, [.wrongQuantity]) }
    case 15:
      // ∂y/∂w is g' ∂a/∂w, so this may be called a missing g', too.
      let others: [Slip] = right.contains("∂") ? [.wrongVariable, .missingSlope] : []
      let slips = [Slip.wrongQuantity] + others
      return changing(right, "y_", to: "a_").map { ($0, slips) }
    case 16:
      guard context.network.bias != nil, right.contains("Σ_i") else { return nil }
      return (right.replacing("y_i", with: "x_i"), [.missingBias])
    case 17: return otherSlope(right, context)
    case 18:
      for weight in ["w_jk", "w_qk", "w_hk"] where right.contains(weight) {
        return (
          right.replacing(weight, with: "(\(weight) + Δ\(weight))"), [.updatedWeights]
        )
      }
      return nil
    case 19:
      for path in [" + Σ_k δ_k w_hk", "Σ_j δ_j w_hj + ", " + Σ_h w_hk y_h", "Σ_j w_jk y_j + "]
      where right.contains(path) && random.below(2) == 0 {
        return (right.replacing(path, with: ""), [.missingPath])
      }
      return nil
    case 20: return right.contains("^2") ? (right.replacing("^2", with: ""), [.missingSquare]) : nil
    case 21:
      for factor in ["y_q", "y_p", "y_j", "y_i", "y_h", "w_qk", "w_jk"] where right.contains(" " + factor) {
        return (right.replacing(" " + factor, with: ""), [.missingFactor])
      }
      return nil
    case 22:
      for (sum, wrong) in [("Σ_k δ_k w_jk", "Σ_j δ_j w_jk"), ("Σ_k δ_k w_qk", "Σ_q δ_q w_qk")]
      where right.contains(sum) {
        return (right.replacing(sum, with: wrong), [.wrongSumLetter])
      }
      return nil
    case 23:
      guard right.contains("Σ_k δ_k w") else { return nil }
      return (right.replacing("Σ_k δ_k", with: "(Σ_k δ_k)"), [.shortSum])
    case 24: return (times(random.below(2) == 0 ? "4" : "1/3", right), [.wrongNumber])
    case 25:
      for unit in ["k", "r"] where right.contains("(t_\(unit) - y_\(unit))") && !right.contains("^2") {
        return (
          right.replacing("(t_\(unit) - y_\(unit))", with: "(1 - y_\(unit))"), [.wrongQuantity]
        )
      }
      return nil
    case 26:
      guard right.contains("∂y_k/∂a_k") else { return nil }
      return (right.replacing("∂y_k/∂a_k", with: "∂a_k/∂y_k"), [.invertedDerivative])
    case 27: return reversedWeight(right)
    case 28, 29: return wrongLetterInSum(right)
    default: return nil
    }
  }

  /// With a factor in front, after the sign.
  private func times(_ factor: String, _ right: String) -> String {
    if right.contains(" + ") { return "\(factor) (\(right))" }
    return right.hasPrefix("-") ? "-\(factor) " + right.dropFirst() : "\(factor) \(right)"
  }

  /// With one of the occurrences of a text changed.
  private mutating func changing(_ text: String, _ old: String, to new: String) -> String? {
    let places = text.ranges(of: old)
    guard !places.isEmpty else { return nil }
    let place = places[random.below(places.count)]
    return text[..<place.lowerBound] + new + text[place.upperBound...]
  }

  private mutating func removing(_ text: String, _ parts: [String]) -> String? {
    let found = parts.filter { text.contains($0) }
    guard !found.isEmpty else { return nil }
    let rest = changing(text, found[random.below(found.count)], to: "") ?? ""
    return rest.isEmpty ? nil : rest
  }

  /// y (1 - y) for g' where g is not the sigmoid.
  private func otherSlope(_ right: String, _ context: FormulaContext) -> (String, [Slip])? {
    for unit in ["j", "k", "r", "q", "h"] where right.contains("g'(a_\(unit))") {
      guard let layer = context.layer(of: Subscript(unit)) else { continue }
      let isSigmoid = context.network.layers[layer].transfer == .sigmoid
      let other = isSigmoid ? "(1 - y_\(unit)^2)" : "y_\(unit) (1 - y_\(unit))"
      return (right.replacing("g'(a_\(unit))", with: other), [.otherSlope])
    }
    return nil
  }
}

extension String {
  /// All occurrences of a text.
  fileprivate func ranges(of part: String) -> [Range<String.Index>] {
    var found: [Range<String.Index>] = []
    var rest = self[...]
    while let place = rest.range(of: part) {
      found.append(place)
      rest = self[place.upperBound...]
    }
    return found
  }

  fileprivate func replacing(_ old: String, with new: String) -> String {
    components(separatedBy: old).joined(separator: new)
  }
}
