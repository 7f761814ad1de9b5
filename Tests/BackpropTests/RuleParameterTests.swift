import Testing

@testable import Backprop

/// The parameters of the learning rules: declared once, with their bounds.
@Suite struct RuleParameterTests {
  @Test func namesAndSpellingsAreOfOneThing() {
    let names = LearningRule.all.map { $0.name }
    #expect(!names.isEmpty && Set(names).count == names.count)
    for rule in LearningRule.all {
      let spellings = rule.parameters.flatMap { [$0.name] + $0.synonyms }
      #expect(Set(spellings).count == spellings.count)
      #expect(rule.parameters.allSatisfy { $0.bounds.allows($0.standard) })
    }
  }

  /// A rule that reads a parameter that it does not list computes with NaN.
  @Test(arguments: LearningRule.all)
  func aRuleListsEveryParameterThatItReads(_ rule: LearningRule) {
    let options = TrainingOptions(learningRate: 0.1, momentum: 0.5, rule: rule)
    var memory = rule.kind.memoryAtFirst(options)
    for (update, s) in [0.5, 0.25, -0.25].enumerated() {
      #expect(rule.kind.change(options, WeightState(s, weight: 0.5), &memory, Int64(update + 1)).isFinite)
    }
  }

  @Test func theParameterOfAnotherRuleIsNoNumber() {
    #expect(LearningRule.gradient[Adam.beta1].isNaN)
    #expect(LearningRule.adam[Adam.beta1] == 0.9)
  }

  @Test func aParameterIsSetByItsNameOrAnotherSpelling() throws {
    let rule = try LearningRule.adam.setting("β1", to: 0.5)
    #expect(rule.values == [0.5, 0.999, 1e-8])
    #expect(try LearningRule.adam.setting("beta1", to: 0.5) == rule)
    #expect(rule != .adam)
  }

  @Test func anotherRulesParameterIsRefused() {
    #expect(throws: NetworkError.noSuchRuleParameter(rule: "gradient", "β1")) {
      try LearningRule.gradient.setting("β1", to: 0.5)
    }
  }

  @Test(arguments: [
    ("adam", "β1", 1.0), ("adam", "β2", -0.1), ("adam", "ε", 0), ("adam", "ε", .infinity),
    ("rprop", "increase", 0.9), ("rprop", "decrease", 1), ("rprop", "decrease", 0), ("rprop", "smallest", -1),
    ("quickprop", "growth", 0), ("quickprop", "growth", .nan),
  ])
  func aValueOutOfBoundsIsRefused(_ name: String, _ parameter: String, _ value: Double) throws {
    let rule = try #require(LearningRule.all.first { $0.name == name })
    let error = #expect(throws: NetworkError.self) { try rule.setting(parameter, to: value) }
    guard case .ruleParameterOutOfRange(parameter, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func theLargestStepIsNotLessThanTheSmallest() throws {
    let rule = try LearningRule.rprop.setting("largest", to: 1e-7)
    let network = try Network(layers: [Layer(name: "i", units: 1), Layer(name: "k", units: 1)])
    #expect(throws: NetworkError.ruleParameterOutOfRange("largest", 1e-7)) {
      try Trainer(network: network, options: TrainingOptions(rule: rule))
    }
  }
}
