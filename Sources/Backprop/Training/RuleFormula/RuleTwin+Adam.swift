/// Adam's rule among those that divide by the root of a mean of squares.
extension RuleTwin {
  /// Returns nil if the rule is another one. calculation: that of the rule.
  ///
  /// Applied as it is written, it would be Adam's but for rounding. That is not nothing: the mean that is
  /// divided by has the factor 1 / (1 - β2ⁿ), where an error of one unit in the last place of β2ⁿ becomes one
  /// of up to 1 / (1 - β2) units, a thousand; and training enlarges every difference.
  init?(adam rule: NormalizedRule, _ calculation: RuleCalculation, parameters: [RuleParameter]) {
    guard rule.recollections.count == 2, !calculation.uses(.momentum), calculation.isSmooth,
      calculation.hasUpdateOnlyAsExponent
    else { return nil }
    let samples = Self.samples(parameters)
    // n is only an exponent, so that no number keeps its value in all of these and loses it in between.
    let points = samples.flatMap { sample in
      [1.0, 2, 3, 8, 41, 100, 1e3, 1e5, 1e7].map { update in
        AdamNumbers(rule.numbers([sample.rate, 0, update] + sample.values), update)
      }
    }
    let numbers = calculation.numbers
    func setting(_ name: String?, _ number: (AdamNumbers) -> Double) -> Setting? {
      var possible = numbers.map { Setting.number($0) }
      if let name {
        possible += parameters.indices.filter { parameters[$0].name == name }.map { .parameter($0) }
      } else {
        possible.append(.rate)
      }
      return possible.first { setting in
        points.indices.allSatisfy { place in
          let sample = samples[place * samples.count / points.count]
          guard let point = points[place] else { return false }
          let value = setting.value(sample.rate, sample.values)
          return value > 0 && (number(point) - value).magnitude <= 1e-11 * value
        }
      }
    }
    guard let first = points.first??.sign, points.allSatisfy({ $0?.sign == first }),
      let rate = setting(nil, { $0.rate }), let beta1 = setting(Adam.beta1.name, { $0.beta1 }),
      let beta2 = setting(Adam.beta2.name, { $0.beta2 }),
      let epsilon = setting(Adam.epsilon.name, { $0.epsilon })
    else { return nil }
    var recollections = rule.recollections
    for place in recollections.indices where recollections[place].row == 0 {
      recollections[place] = Recollection(row: 0, sign: first)
    }
    self.init(
      builtIn: .adam, rate: rate, settings: [beta1, beta2, epsilon], recollections: recollections)
  }
}

/// The numbers with which Adam's rule is one of `NormalizedDescent`, in an update.
private struct AdamNumbers {
  let rate: Double
  let beta1: Double
  let beta2: Double
  let epsilon: Double
  /// -1 if the mean is that of the gradient, not of s.
  let sign: Double

  /// Returns nil if there are none.
  init?(_ numbers: NormalizedRule.Numbers, _ update: Double) {
    func isSame(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-12 * (a.magnitude + b.magnitude) }
    let n = numbers
    sign = n.b < 0 ? -1 : 1
    guard n.f == 0, n.q == 0, isSame(n.b, sign * (1 - n.a)), isSame(n.d, 1 - n.c) else { return nil }
    (beta1, beta2) = (n.a, n.c)
    let root = n.h * (n.p * (1 - Elementary.power(beta2, update))).squareRoot()
    rate = sign * n.e * (1 - Elementary.power(beta1, update)) / root
    epsilon = n.r / root
  }
}

extension RuleCalculation {
  /// Whether no step asks how large a number is, or comes back to the same, as comparisons and sines do.
  fileprivate var isSmooth: Bool {
    steps.needed(for: [change] + remembered).allSatisfy { place in
      switch steps.operation(Calculation.Value(place: place)) {
      case .number, .input, .negative, .sum, .difference, .product, .quotient, .multiplyAdd, .power,
        .exponential, .logarithm, .squareRoot:
        true
      default: false
      }
    }
  }

  /// Whether the number of the update occurs only as the exponent of what does not depend on it.
  fileprivate var hasUpdateOnlyAsExponent: Bool {
    var updates: Set<Int> = []
    var dependent: Set<Int> = []
    for place in steps.needed(for: [change] + remembered) {
      let value = Calculation.Value(place: place)
      if input(value) == .update {
        updates.insert(place)
        continue
      }
      let operands = steps.operands(value).map { $0.place }
      if operands.contains(where: { updates.contains($0) }) {
        guard steps.operation(value) == .power, let base = operands.first, !updates.contains(base),
          !dependent.contains(base)
        else { return false }
        dependent.insert(place)
      } else if operands.contains(where: { dependent.contains($0) }) {
        dependent.insert(place)
      }
    }
    return true
  }
}
