import Backprop
import IndexedAlgebra

/// What a rule comes to where the numbers on the way are rounded: y, a, δ, g', brackets and products, each
/// kind to some digits or not at all.
struct EarlyRounding {
  private let context: FormulaContext
  /// Without sums.
  private let formula: Formula
  private let right: Double
  private let isInterrupted: () -> Bool

  /// Numbers further from the right one come from something else.
  private static let mostChange = 0.25
  private static let mostParts = 400

  /// right: what the formula comes to without rounding.
  init(
    _ formula: Formula, right: Double, in context: FormulaContext, isInterrupted: @escaping () -> Bool
  ) {
    self.context = context
    self.isInterrupted = isInterrupted
    self.right = right
    self.formula = Self.withoutSums(formula, context)
  }

  // MARK: - What rounding comes to

  /// The numbers that are rounded together.
  private enum Kind: Int, CaseIterable { case output, totalInput, delta, slope, bracket, product }

  /// How many decimals each kind keeps; nil for all of them.
  private typealias Decimals = [Int?]

  /// Whether one of the ways to round leads to a number that `isNear`.
  func leads(to isNear: (Double) -> Bool) -> Bool {
    guard formula.partCount <= Self.mostParts else { return false }
    let kinds = occurring
    var evaluator = TrialEvaluator(context)
    guard isWhole(evaluator.value(of: formula, [])) else { return false }
    for decimals in Self.ways(kinds, [nil, 2, 3]) + Self.ways(kinds, [nil, 4]) {
      if isInterrupted() { return false }
      let rounded = value(formula, decimals, isWhole: true, &evaluator)
      guard rounded.isFinite, rounded != 0,
        (rounded - right).magnitude <= Self.mostChange * right.magnitude
      else { continue }
      if isNear(rounded) { return true }
    }
    return false
  }

  private static func ways(_ kinds: [Kind], _ choices: [Int?]) -> [Decimals] {
    var ways: [Decimals] = [Decimals(repeating: nil, count: Kind.allCases.count)]
    for kind in kinds {
      ways = ways.flatMap { way in
        choices.map { choice in
          var way = way
          way[kind.rawValue] = choice
          return way
        }
      }
    }
    return ways
  }

  private var occurring: [Kind] {
    var kinds: Set<Kind> = []
    collectKinds(formula, isWhole: true, &kinds)
    return Kind.allCases.filter { kinds.contains($0) }
  }

  private func collectKinds(_ formula: Formula, isWhole: Bool, _ kinds: inout Set<Kind>) {
    switch formula {
    case .quantity(let quantity, let places):
      if let kind = kind(quantity, places) { kinds.insert(kind) }
      return
    case .call(.transferDerivative, _):
      kinds.formUnion([.slope, .output])
      return
    case .sum, .difference: if !isWhole { kinds.insert(.bracket) }
    case .product, .quotient, .power: if !isWhole { kinds.insert(.product) }
    default: break
    }
    for child in formula.children { collectKinds(child, isWhole: false, &kinds) }
  }

  /// nil for what is given: inputs, weights, targets.
  private func kind(_ quantity: Quantity, _ places: [Subscript]) -> Kind? {
    switch quantity {
    case .output:
      guard let place = places.first, place.unit != 0, (context.layer(of: place) ?? 0) > 0 else { return nil }
      return .output
    case .totalInput: return .totalInput
    case .delta: return .delta
    default: return nil
    }
  }

  private static func rounded(_ value: Double, _ kind: Kind, _ decimals: Decimals) -> Double {
    guard let count = decimals[kind.rawValue] else { return value }
    let power = [1, 10, 100, 1_000, 10_000.0][min(count, 4)]
    return (value * power).rounded() / power
  }

  private func value(
    _ formula: Formula, _ decimals: Decimals, isWhole: Bool, _ evaluator: inout TrialEvaluator
  ) -> Double {
    func part(_ formula: Formula, isWhole: Bool = false) -> Double {
      value(formula, decimals, isWhole: isWhole, &evaluator)
    }
    func rounded(_ value: Double, _ kind: Kind) -> Double {
      isWhole ? value : Self.rounded(value, kind, decimals)
    }
    switch formula {
    case .quantity(let quantity, let places):
      let exact = evaluator.value(of: formula, [])
      return kind(quantity, places).map { Self.rounded(exact, $0, decimals) } ?? exact
    case .negated(let a): return -part(a, isWhole: isWhole)
    // A longer sum is rounded once.
    case .sum(let a, let b): return rounded(part(a, isWhole: a.isSum) + part(b, isWhole: b.isSum), .bracket)
    case .difference(let a, let b):
      return rounded(part(a, isWhole: a.isSum) - part(b, isWhole: b.isSum), .bracket)
    case .product(let a, let b, _):
      return rounded(part(a, isWhole: a.isProduct) * part(b, isWhole: b.isProduct), .product)
    case .quotient(let a, let b):
      // 1/2 is no number that anybody rounds.
      return formula.numericValue ?? rounded(part(a) / part(b), .product)
    case .power(let a, let b):
      return rounded(Dual.power(.real(part(a)), .real(part(b))).value, .product)
    case .call(.transferDerivative, _):
      return Self.rounded(slope(formula, decimals, &evaluator), .slope, decimals)
    case .call(.transfer, let arguments):
      guard let argument = arguments.first, let g = transfer(of: argument) else {
        return evaluator.value(of: formula, [])
      }
      let y = Dual.transfer(g, .real(part(argument))).value
      return rounded(y, .output)
    default: return evaluator.value(of: formula, [])
    }
  }

  /// g' by the rounded y where it can be computed from that.
  private func slope(
    _ formula: Formula, _ decimals: Decimals, _ evaluator: inout TrialEvaluator
  ) -> Double {
    guard case .call(_, let arguments) = formula, case .quantity(.totalInput, let places)? = arguments.first,
      let g = transfer(of: .quantity(.totalInput, places)), let slope = g.slopePolynomial
    else { return evaluator.value(of: formula, []) }
    let y = Self.rounded(evaluator.value(of: .quantity(.output, places), []), .output, decimals)
    return slope.reversed().reduce(0) { $0 * y + $1.double }
  }

  private func transfer(of argument: Formula) -> TransferFunction? {
    guard let layer = argument.freeSubscripts.compactMap({ context.layer(of: $0) }).max(), layer > 0,
      !context.network.layers[layer].transfer.isSoftmax
    else { return nil }
    return context.network.layers[layer].transfer
  }

  // MARK: - How far rounding may lead

  /// Whether a number may come from rounding to two digits or more, in whichever way.
  func mayLead(to value: Double) -> Bool {
    guard (value - right).magnitude <= 0.15 * right.magnitude else { return false }
    var parts: [Formula] = []
    Self.collectRounded(formula, &parts)
    var evaluator = TrialEvaluator(context)
    let exact = evaluator.value(of: formula, [])
    guard isWhole(exact) else { return false }
    var bound = 0.0
    for part in parts.prefix(40) {
      let number = evaluator.value(of: part, [])
      guard number.isFinite else { continue }
      let moved = formula.replacing(part, by: .of(number + Self.half))
      let change = (evaluator.value(of: moved, []) - exact).magnitude
      if change.isFinite { bound += change }
    }
    // Each part may have come from rounded ones.
    return (value - right).magnitude <= 2 * bound + Self.half
  }

  /// Whether the formula without sums comes to the right number, so that no unit has been left out of it.
  private func isWhole(_ exact: Double) -> Bool { (exact - right).magnitude <= 1e-9 * right.magnitude }

  private static let half = 0.005

  /// The numbers that a reader works out on the way: quantities, g and g'.
  private static func collectRounded(_ formula: Formula, _ parts: inout [Formula]) {
    switch formula {
    case .quantity, .call(.transferDerivative, _), .call(.transfer, _):
      if !parts.contains(formula) { parts.append(formula) }
    default: for child in formula.children { collectRounded(child, &parts) }
    }
  }

  // MARK: - Sums

  private static let mostUnits = 12

  /// With each sum written out, but only so many units of a wider layer, of whose numbers nothing is said.
  private static func withoutSums(_ formula: Formula, _ context: FormulaContext) -> Formula {
    guard case .summation(let letter, let body) = formula, let layer = context.layer(of: Subscript(letter))
    else { return formula.with(formula.children.map { withoutSums($0, context) }) }
    let first = context.takesBias(letter, in: body) ? 0 : 1
    let last = max(first, min(context.network.layers[layer].units, mostUnits))
    let terms = (first...last).map { unit in
      withoutSums(body.replacing(letter, by: Subscript(context.layerLetters[layer], unit: unit)), context)
    }
    return terms.dropFirst().reduce(terms.first ?? .zero) { .sum($0, $1) }
  }
}

extension Formula {
  fileprivate var isSum: Bool {
    switch self {
    case .sum, .difference: true
    default: false
    }
  }

  fileprivate var isProduct: Bool { if case .product = self { true } else { false } }
}
