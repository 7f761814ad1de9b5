import Backprop

/// Looks for the slip in a typed formula: the usual slips are undone one at a time, then in pairs, until the
/// equation holds in random networks.
struct SlipSearch {
  private let live: FormulaContext
  private let typed: SourceFormula
  private let other: SourceFormula
  private let isInterrupted: () -> Bool

  /// The most parts of formulas that are computed: a bound on the time that a failing check takes.
  static let mostWork = 250_000
  /// Longer formulas are no lines of a derivation.
  private static let mostParts = 120
  private static let seeds: [UInt64] = [11, 12, 13]
  private static let mostPoints = 10
  /// Of the network in use, so many cases are enough: the random ones have been tried in all.
  private static let mostLiveCases = 100

  init(
    _ typed: SourceFormula, other: SourceFormula, in context: FormulaContext,
    isInterrupted: @escaping () -> Bool
  ) {
    self.typed = typed
    self.other = other
    live = context
    self.isInterrupted = isInterrupted
  }

  /// nil if nothing is found, or if several slips are equally likely.
  func finding() -> SlipFinding? {
    guard typed.formula.partCount <= Self.mostParts, other.formula.partCount <= Self.mostParts else {
      return nil
    }
    let setting = RepairSetting(live, typed: typed.formula, other: other.formula)
    for shape in shapes {
      guard var trials = Trials(setting, shape, isInterrupted) else { continue }
      let singles = Self.repairs(setting)
      var values: [[Double]?] = []
      var holding: [[Repair]] = []
      for repair in singles {
        guard let tested = trials.test(repair.formula) else { return nil }
        if tested.holds { holding.append([repair]) }
        values.append(tested.values)
      }
      switch confirmed(holding, trials) {
      case .found(let finding): return finding
      case .unclear: return nil
      case .nothing: break
      }
      switch confirmed(trials.pairs(of: singles, values, setting), trials) {
      case .found(let finding): return finding
      case .unclear: return nil
      case .nothing: break
      }
    }
    return nil
  }

  /// Numbers of units say how wide layers are; letters do not.
  private var shapes: [TrialWorld.Shape] {
    let places = typed.formula.allPlaces + other.formula.allPlaces
    if places.contains(where: { ($0.unit ?? 0) > 0 }) || !live.pins.isEmpty { return [.same] }
    return live.network.layers.allSatisfy { $0.units == 3 || $0.units == 4 } ? [.same] : [.wide, .same]
  }

  /// Every slip undone at every place.
  static func repairs(_ setting: RepairSetting) -> [Repair] {
    let sites = setting.typed.sites
    // Whoever leaves a term out does not write a ∂ that is 0 for it.
    let mayVanish = setting.typed.hasVanishingPartial(setting)
    var repairs: [Repair] = []
    for rule in SlipRule.all {
      for site in sites {
        for repair in rule.repairs(setting, site) where repair.formula != setting.typed {
          if !mayVanish, repair.formula.hasVanishingPartial(setting) { continue }
          repairs.append(repair)
        }
      }
    }
    return repairs
  }

  private enum Outcome {
    case nothing
    /// Several slips are equally likely.
    case unclear
    case found(SlipFinding)
  }

  /// The most plausible of the repairs that hold for all units, in the random networks and in the one in use.
  private func confirmed(_ holding: [[Repair]], _ trials: Trials) -> Outcome {
    let sorted = holding.sorted { Self.cost($0) < Self.cost($1) }
    var best: [[Repair]] = []
    for repairs in sorted {
      if let first = best.first, Self.cost(first) < Self.cost(repairs) { break }
      // What is asked for is no part of it; a number may be.
      let asked = other.formula.withoutSign
      let isCircular = repairs.last.map { $0.formula.contains(asked) } ?? false
      if isCircular, !asked.isArithmetic, !typed.formula.contains(asked) { continue }
      guard best.count < 6, let formula = repairs.last?.formula, trials.holds(formula, typed, other),
        holdsLive(formula)
      else { continue }
      best.append(repairs)
    }
    guard var first = best.first else { return .nothing }
    if !Self.haveOneMeaning(best) {
      // What is the same for an identity may differ for another g.
      let setting = RepairSetting(live, typed: typed.formula, other: other.formula)
      guard let others = trials.withOtherFunctions(setting) else { return .unclear }
      best = best.filter { $0.last.map { others.holds($0.formula, typed, other) } ?? false }
      guard let left = best.first, Self.haveOneMeaning(best) else { return .unclear }
      first = left
    }
    return .found(SlipFinding(first, isWhole: typed.formula.withoutSign.children.isEmpty))
  }

  private static func haveOneMeaning(_ all: [[Repair]]) -> Bool {
    guard let first = all.first else { return true }
    let meaning = meaning(first)
    return all.allSatisfy { Self.meaning($0) == meaning }
  }

  private static func cost(_ repairs: [Repair]) -> Int {
    repairs.reduce(repairs.count > 1 ? 10 : 0) { $0 + $1.cost }
  }

  /// y - t for t - y is a wrong sign, too.
  private static func meaning(_ repairs: [Repair]) -> String {
    let slips = repairs.map { $0.slip == .exchangedTarget ? Slip.sign : $0.slip }
    return slips.map { $0.rawValue }.sorted().joined(separator: " ")
  }

  private func holdsLive(_ formula: Formula) -> Bool {
    let sides = [SourceFormula(formula, range: typed.range), other]
    guard
      let table = try? FormulaEvaluator(live, isInterrupted: isInterrupted).values(
        of: sides, measuresSize: true, most: Self.mostLiveCases), table.columns.count == 2
    else { return false }
    let tolerance = Tolerance.rounding(size: table.size)
    return zip(table.columns[0], table.columns[1]).allSatisfy { tolerance.allows($0, $1) }
  }

  // MARK: - Trials

  /// Random networks, and the values of the other side at some of their units.
  struct Trials {
    private var evaluators: [TrialEvaluator] = []
    private var points: [(world: Int, units: [(letter: String, unit: Int)])] = []
    private(set) var asked: [Double] = []
    private var budget: Int
    private let shape: TrialWorld.Shape
    private let isInterrupted: () -> Bool

    /// nil if the equation has no values in networks of this shape.
    init?(_ setting: RepairSetting, _ shape: TrialWorld.Shape, _ isInterrupted: @escaping () -> Bool) {
      self.shape = shape
      self.isInterrupted = isInterrupted
      budget = SlipSearch.mostWork
      for seed in SlipSearch.seeds {
        if isInterrupted() { return nil }
        guard let world = TrialWorld.context(like: setting.context, shape, seed: seed) else { continue }
        var evaluator = TrialEvaluator(world)
        let number = evaluators.count
        for units in Self.units(of: setting, in: world) {
          let value = evaluator.value(of: setting.other, units)
          guard value.isFinite else { continue }
          points.append((number, units))
          asked.append(value)
        }
        evaluators.append(evaluator)
      }
      guard evaluators.count > 1, asked.contains(where: { $0.magnitude > 1e-9 }) else { return nil }
    }

    /// The units of the letters of the other side: all the first ones, all the last ones, and some others.
    private static func units(
      of setting: RepairSetting, in world: FormulaContext
    ) -> [[(letter: String, unit: Int)]] {
      let letters = setting.asked.filter { $0.unit == nil && world.pins[$0.letter] == nil }
      let counts = letters.map { letter in
        world.layer(of: letter).map { world.network.layers[$0].units } ?? 1
      }
      var all: [[(letter: String, unit: Int)]] = []
      for number in 0..<SlipSearch.mostPoints {
        var units: [(letter: String, unit: Int)] = []
        var rest = number
        for (letter, count) in zip(letters, counts) {
          let step = number < 3 ? number : rest
          units.append((letter: letter.letter, unit: 1 + step % max(count, 1)))
          rest = rest / max(count, 1) + number % 3
        }
        if !all.contains(where: { $0.map { $0.unit } == units.map { $0.unit } }) { all.append(units) }
      }
      return all
    }

    /// The same with another function in the place of the identity, whose slope does not depend on a; nil if
    /// there is none.
    func withOtherFunctions(_ setting: RepairSetting) -> Trials? {
      var context = setting.context
      var isChanged = false
      for (place, layer) in context.network.layers.enumerated().dropFirst()
      where layer.transfer == .identity {
        guard (try? context.network.setTransfer(.softplus, ofLayer: place)) != nil else { continue }
        isChanged = true
      }
      guard isChanged else { return nil }
      if setting.context.presentation?.network == setting.context.network {
        context.presentation?.network = context.network
      }
      return Trials(RepairSetting(context, typed: setting.typed, other: setting.other), shape, isInterrupted)
    }

    private static func agree(_ a: Double, _ b: Double) -> Bool {
      (a - b).magnitude <= max(1e-9 * max(a.magnitude, b.magnitude), 1e-13)
    }

    /// Whether a formula has the values of the other side, and its own, as far as they are numbers; nil if
    /// the work is done or was interrupted.
    mutating func test(_ formula: Formula) -> (holds: Bool, values: [Double]?)? {
      guard budget > 0 else { return nil }
      var values: [Double] = []
      var holds = true
      for (place, point) in points.enumerated() {
        // The first points of the first network are enough to rule most formulas out.
        if !holds, place >= 4 { break }
        let before = evaluators[point.world].work
        let value = evaluators[point.world].value(of: formula, point.units)
        spend(evaluators[point.world].work - before)
        guard value.isFinite else { return (false, nil) }
        if !Self.agree(value, asked[place]) { holds = false }
        values.append(value)
      }
      return (holds, values)
    }

    private mutating func spend(_ work: Int) {
      budget -= work + 10
      if budget & 0xFFF < work + 10, isInterrupted() { budget = 0 }
    }

    /// Whether the equation holds for all units of every random network.
    func holds(_ formula: Formula, _ typed: SourceFormula, _ other: SourceFormula) -> Bool {
      var count = 0
      for evaluator in evaluators {
        let sides = [
          SourceFormula(formula, range: typed.range), SourceFormula(other.formula, range: other.range),
        ]
        guard
          let table = try? FormulaEvaluator(evaluator.context, isInterrupted: isInterrupted).values(
            of: sides, measuresSize: true), table.columns.count == 2
        else { continue }
        let tolerance = Tolerance.rounding(size: table.size)
        guard zip(table.columns[0], table.columns[1]).allSatisfy({ tolerance.allows($0, $1) }) else {
          return false
        }
        count += 1
      }
      return count > 1
    }

    // MARK: Pairs

    /// Two slips undone, one after the other.
    mutating func pairs(
      of singles: [Repair], _ values: [[Double]?], _ setting: RepairSetting
    ) -> [[Repair]] {
      var holding: [[Repair]] = []
      // What multiplies the whole formula is known by its values.
      let whole = singles.indices.filter { singles[$0].slip.occursInPairs && singles[$0].isOfWhole }
      guard let tested = test(setting.typed) else { return [] }
      let typed = tested.values
      for first in singles.indices where singles[first].slip.occursWithFactors {
        guard let own = values[first], let typed else { continue }
        let mayRepeat = singles[first].slip == .twice || singles[first].slip == .half
        for second in whole where second != first || mayRepeat {
          guard let factors = values[second] else { continue }
          let count = min(own.count, factors.count, typed.count, asked.count)
          let fits = (0..<count).allSatisfy { place in
            Self.agree(own[place] * factors[place], asked[place] * typed[place])
          }
          guard fits, count > 0, singles[second].slip != singles[first].slip.inverseFactor else { continue }
          guard let both = Self.combined(singles[first], singles[second]),
            let tested = test(both.formula)
          else { continue }
          if tested.holds { holding.append([singles[first], both]) }
          if holding.count >= 12 { return holding }
        }
      }
      if !holding.isEmpty { return holding }
      let likely = singles.filter { $0.slip.occursInPairs && !$0.isOfWhole && $0.cost <= 12 }
      for first in likely {
        let after = RepairSetting(setting.context, typed: first.formula, other: setting.other)
        for second in SlipSearch.repairs(after)
        where second.slip.occursInPairs && (!second.isOfWhole || typed == nil) && second.cost <= 12
          && second.formula != setting.typed && second.slip != first.slip.inverseFactor
        {
          guard let tested = test(second.formula) else { return holding }
          if tested.holds { holding.append([first, second]) }
          if holding.count >= 12 { return holding }
        }
      }
      return holding
    }

    /// A repair, and then one of the whole formula.
    private static func combined(_ first: Repair, _ second: Repair) -> Repair? {
      let formula: Formula
      switch second.slip {
      case .sign: formula = .negated(first.formula)
      case .twice: formula = .times(.quotient(.one, .two), first.formula)
      case .half: formula = .times(.two, first.formula)
      case .missingSlope, .missingRate:
        guard let factor = second.new else { return nil }
        formula = .times(factor, first.formula)
      default: return nil
      }
      return Repair(
        slip: second.slip, formula: formula, old: second.old, new: second.new, site: nil, cost: second.cost)
    }
  }
}

extension Repair {
  /// Whether it multiplies the whole formula by something.
  fileprivate var isOfWhole: Bool {
    guard site == nil else { return false }
    switch slip {
    case .sign, .twice, .half, .missingSlope, .missingRate: return true
    default: return false
    }
  }
}

extension Formula {
  /// Whether there is a ∂ of what comes earlier in the network than what it is by.
  fileprivate func hasVanishingPartial(_ setting: RepairSetting) -> Bool {
    if case .partial(let above, let below) = self, case .quantity(let top, let later) = above,
      case .quantity(let bottom, let earlier) = below, top == .totalInput || top == .output,
      bottom == .totalInput || bottom == .output,
      let first = later.first.flatMap({ setting.layer(of: $0) }),
      let last = earlier.first.flatMap({ setting.layer(of: $0) })
    {
      return first < last || first == last && top == .totalInput && bottom == .output
    }
    return children.contains { $0.hasVanishingPartial(setting) }
  }

  /// All subscripts in it, of sums too.
  fileprivate var allPlaces: [Subscript] {
    switch self {
    case .quantity(_, let places): places
    case .iverson(let a, let b): [a, b]
    default: children.flatMap { $0.allPlaces }
    }
  }
}
