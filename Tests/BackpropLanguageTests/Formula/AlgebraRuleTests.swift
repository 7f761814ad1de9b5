import Backprop
import IndexedAlgebra
import Testing

@testable import BackpropLanguage

/// Each rule of the algebra has identities that need it; they hold on random networks, in doubles and, where
/// their values are rational, exactly.
@Suite struct AlgebraRuleTests {
  /// A network that identities are about.
  enum Subject: Equatable {
    case handout, softmax, rectifiers

    func context(bias: Double?, seed: UInt64) throws -> FormulaContext {
      switch self {
      case .handout: try .presented([2, 3, 2], bias: bias, seed: seed)
      case .softmax:
        try .presented(
          [2, 3, 3], transfer: [.identity, .sigmoid, .softmax], bias: bias, error: .crossEntropy,
          target: [0, 1, 0], seed: seed)
      case .rectifiers:
        try .presented([2, 3, 2], transfer: [.identity, .relu, .relu], bias: bias, seed: seed)
      }
    }
  }

  /// Rules that the handout's network does not show by themselves.
  private static func others(_ rule: AlgebraRule) -> [(Subject, String)] {
    switch rule {
    case .softmaxSlope:
      [
        (.softmax, "∂y_k/∂a_r = y_k ([k = r] - y_r)"), (.softmax, "∂y_k/∂w_qr = y_k ([k = r] - y_r) y_q"),
        (.softmax, "Σ_k ∂y_k/∂a_r = y_r (1 - Σ_k y_k)"), (.softmax, "δ_k = t_k - y_k Σ_r t_r"),
      ]
    case .cases:
      [
        (.handout, "abs(a_j) = max(a_j, -a_j)"), (.handout, "abs(a_j w_jk) = abs(a_j) abs(w_jk)"),
        (.handout, "max(a_j, a_k) = (a_j + a_k + abs(a_j - a_k))/2"),
        (.handout, "Σ_j max(w_jk, 0) + Σ_j min(w_jk, 0) = Σ_j w_jk"),
        (.rectifiers, "y_j = max(a_j, 0)"), (.rectifiers, "y_j = a_j g'(a_j)"),
        (.rectifiers, "y_j^2 = a_j y_j"),
      ]
    default: []
    }
  }

  static func examples(_ rule: AlgebraRule) -> [(subject: Subject, text: String)] {
    rule.examples.map { (.handout, $0) } + others(rule).map { (subject: $0.0, text: $0.1) }
  }

  /// The rules that the algebra applies to both sides and their difference.
  private func used(_ equation: SourceEquation, _ context: FormulaContext) throws -> Set<AlgebraRule> {
    var translation = AlgebraTranslation(context, keptNames: [], isInterrupted: { false })
    let sides = try translation.read([equation.left, equation.right])
    try translation.readError(isInterrupted: { false })
    translation.calculus.used = []
    let (left, right) = (try translation.form(sides[0]), try translation.form(sides[1]))
    _ = try translation.calculus.vanishes(translation.calculus.difference(left, right))
    return translation.calculus.used
  }

  @Test("each rule has an identity", arguments: AlgebraRule.all)
  func hasAnExample(_ rule: AlgebraRule) { #expect(!Self.examples(rule).isEmpty) }

  @Test("a proof of an identity of each rule uses the rule", arguments: AlgebraRule.all)
  func isNeeded(_ rule: AlgebraRule) throws {
    var using: [String] = []
    for (subject, text) in Self.examples(rule) {
      let equation = try #require(try equations(text).first)
      let context = try subject.context(bias: 1, seed: 1)
      guard case .proved(let proved) = try IdentityProof(equation, in: context).verdict else {
        Issue.record("\(text) is not proved")
        continue
      }
      if try proved.rules.contains(rule) || used(equation, context).contains(rule) { using.append(text) }
    }
    #expect(!using.isEmpty)
  }

  @Test("each rule's identities hold on random networks", arguments: AlgebraRule.all)
  func holds(_ rule: AlgebraRule) throws {
    for (subject, text) in Self.examples(rule) {
      for seed in 1...6 as ClosedRange<UInt64> {
        let context = try subject.context(bias: seed % 2 == 0 ? nil : 1, seed: seed)
        #expect(try context.difference(text) < 1e-13, "\(text)")
      }
      guard subject != .softmax else { continue }
      let equation = try #require(try equations(text).first)
      for bias in [nil, 1.0] {
        let exact = try ExactJudge(equation, bias: bias, transfer: subject == .rectifiers ? .relu : nil)
        #expect(exact.differing == 0, "\(text)")
      }
    }
  }

  @Test("no two rules have the same name")
  func names() {
    #expect(Set(AlgebraRule.all.map { $0.name }).count == AlgebraRule.all.count)
  }
}
