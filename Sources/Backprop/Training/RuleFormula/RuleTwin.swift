/// A built-in rule that a rule given by formulas is, however it is spelt: then it is applied as fast.
///
/// Both are compared in every case of the signs that they depend on, where they are quotients of polynomials:
/// so nothing that differs anywhere is taken for the same.
struct RuleTwin: Sendable {
  private let builtIn: LearningRule
  /// The learning rate, and the parameters of the built-in rule in their order.
  private let rate: Setting
  private let settings: [Setting]
  let recollections: [Recollection]

  /// Where a number of the built-in rule comes from.
  enum Setting: Sendable {
    case rate
    case parameter(Int)
    case number(Double)

    func value(_ rate: Double, _ parameters: [Double]) -> Double {
      switch self {
      case .rate: rate
      case .parameter(let place): parameters[place]
      case .number(let number): number
      }
    }
  }

  init(builtIn: LearningRule, rate: Setting, settings: [Setting], recollections: [Recollection]) {
    (self.builtIn, self.rate, self.settings) = (builtIn, rate, settings)
    self.recollections = recollections
  }

  /// The options with which the built-in rule does the same.
  func options(_ options: TrainingOptions) -> TrainingOptions {
    var result = options
    result.rule = builtIn.setting(settings.map { $0.value(options.learningRate, options.rule.values) })
    result.learningRate = rate.value(options.learningRate, options.rule.values)
    return result
  }

  /// Which number of the built-in rule a remembered number of the rule is, or the negative of which.
  private struct Correspondence {
    let places: [Int]
    let signs: [Double]

    /// Those of two numbers.
    static let all: [Correspondence] = [[0, 1], [1, 0]].flatMap { places in
      [[1.0, 1.0], [-1, 1], [1, -1], [-1, -1]].map { Correspondence(places: places, signs: $0) }
    }
  }

  /// Returns nil if the rule is another one. parameters: those of the rule.
  init?<Rule: UpdateRule>(
    _: Rule.Type, _ calculation: RuleCalculation, parameters: [RuleParameter]
  ) {
    guard calculation.remembered.count == 2, Rule.memories == 2, calculation.steps.steps.count <= 500,
      !calculation.uses(.momentum), !calculation.uses(.weight),
      !calculation.tellsWeightsApart, calculation.asksOnlyForFirstUpdates
    else { return nil }
    let builtIn = LearningRule(Rule.self)
    let numbers = calculation.numbers
    let rates: [Setting] =
      calculation.uses(.learningRate) ? [.rate] : numbers.filter { $0 > 0 }.map { .number($0) }
    var choices: [[Setting]] = [[]]
    for parameter in builtIn.parameters {
      let place = parameters.firstIndex { $0.name == parameter.name }
      let possible: [Setting] =
        place.map { [.parameter($0)] }
        ?? numbers.filter { parameter.bounds.allows($0) }.map { .number($0) }
      choices = choices.flatMap { choice in possible.map { choice + [$0] } }
      guard choices.count <= 2_000 else { return nil }
    }
    let samples = Self.samples(parameters)
    let checks = samples.map { RuleCheck(calculation, rate: $0.rate, parameters: $0.values) }
    for rate in rates {
      for choice in choices {
        let rules = samples.map { sample in
          var options = TrainingOptions(learningRate: rate.value(sample.rate, sample.values))
          options.rule = builtIn.setting(choice.map { $0.value(sample.rate, sample.values) })
          return Rule(options)
        }
        for one in Correspondence.all
        where !calculation.remembersChange || one.places[0] == 0 && one.signs[0] == 1 {
          let pairs = zip(checks, rules)
          guard pairs.allSatisfy({ $0.isLikely($1, one.places, one.signs) }),
            pairs.allSatisfy({ $0.isSame($1, one.places, one.signs) })
          else { continue }
          self.init(
            builtIn: builtIn, rate: rate, settings: choice,
            recollections: zip(one.places, one.signs).map { Recollection(row: $0, sign: $1) })
          return
        }
      }
    }
    return nil
  }

  /// Values of η and of the parameters, by which rules are compared; which ones does not matter.
  static func samples(_ parameters: [RuleParameter]) -> [(rate: Double, values: [Double])] {
    [1.0, 0.61803398875].map { size in
      let values = parameters.enumerated().map { place, parameter in
        let step = size * 0.1357911 * Double((place + 1) * (place + 1))
        return switch parameter.bounds {
        case .atLeast(let bound), .above(let bound): bound + step
        case .from(let lower, let upper), .between(let lower, let upper):
          lower + (upper - lower) * step / (1 + step)
        }
      }
      return (0.3141592 * size, values)
    }
  }
}

extension RuleCalculation {
  /// The numbers in it, each once.
  var numbers: [Double] {
    var numbers: [Double] = []
    for place in steps.needed(for: [change] + remembered) {
      guard let number = steps.number(Calculation.Value(place: place)), number.isFinite,
        !numbers.contains(number)
      else { continue }
      numbers.append(number)
    }
    return numbers
  }

  /// Whether the number of the update is only compared with numbers up to 2: it is the same in all updates
  /// from the third on.
  fileprivate var asksOnlyForFirstUpdates: Bool {
    guard let update = inputs.firstIndex(of: .update) else { return true }
    return steps.needed(for: [change] + remembered).allSatisfy { place in
      let value = Calculation.Value(place: place)
      let operands = steps.operands(value)
      guard operands.contains(where: { steps.inputNumber($0) == update }) else { return true }
      guard steps.operation(value) == .whereGreater || steps.operation(value) == .whereNotLess else {
        return false
      }
      let (x, y, a, b) = (operands[0], operands[1], operands[2], operands[3])
      func isSmall(_ value: Calculation.Value) -> Bool { steps.number(value).map { $0 <= 2 } ?? false }
      return steps.inputNumber(a) != update && steps.inputNumber(b) != update && (isSmall(x) || isSmall(y))
    }
  }
}
