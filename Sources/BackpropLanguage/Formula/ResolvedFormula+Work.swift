/// What it takes to evaluate a formula with sums within sums.
extension ResolvedFormula {
  /// So deep sums are nested in no derivation: they are what may take for ever.
  private static let deepSums = 4
  /// What is more is counted as this, which fits into an `Int` of 32 bits four times.
  private static let most = 500_000_000
  /// About a second.
  static let mostWork = 20_000_000

  /// The parts that are looked at for one value, if sums are nested deeply in it; nil if they are not.
  var workOfDeepSums: Int? {
    let (work, depth) = sums
    return depth >= Self.deepSums ? work : nil
  }

  /// How many parts are looked at, and how deep sums are nested.
  private var sums: (work: Int, depth: Int) {
    switch self {
    case .summation(_, let units, let body):
      let (work, depth) = body.sums
      let (product, isTooLarge) = (work + 1).multipliedReportingOverflow(by: units.count)
      return (isTooLarge ? Self.most : min(product, Self.most), depth + 1)
    case .named(_, let a), .negated(let a), .transfer(_, let a, _), .softmax(_, let a, _, _, _),
      .partial(let a, _):
      return Self.together([a])
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
      .power(let a, let b), .apply(let a, let b, _):
      return Self.together([a, b])
    case .call(_, let arguments): return Self.together(arguments)
    case .number, .weight, .weightChange, .previousWeightChange, .remembered, .totalInput, .output, .delta,
      .target, .error, .totalError, .meanError, .accuracy, .epochs, .parameter, .iverson:
      return (1, 0)
    }
  }

  private static func together(_ parts: [ResolvedFormula]) -> (work: Int, depth: Int) {
    parts.reduce((1, 0)) { total, part in
      let (work, depth) = part.sums
      return (min(total.0 + work, Self.most), max(total.1, depth))
    }
  }
}
