import Backprop
import IndexedAlgebra

/// A proof in progress: both sides are compared on random networks, then by algebra.
struct IdentityProver {
  private let equation: SourceEquation
  private let left: SourceFormula
  private let right: SourceFormula
  private let base: FormulaContext
  private let small: FormulaContext
  private let isInterrupted: () -> Bool
  /// The names of numbers in the equation, and in functions.
  private var names: Set<String>
  /// Those whose numbers may be anything when both sides are evaluated.
  private var freeNames: Set<String> = []
  /// How far from 0 values are to be tried, too.
  private let reach: Double?
  private var translation: AlgebraTranslation

  /// Networks on which both sides must agree before anything counts as proved.
  private static let samples = 4
  /// Some formulas have no value on some networks.
  private static let mostTries: UInt64 = 24
  /// The most weights of a network on which both sides are evaluated.
  private static let mostWeights = 60
  /// The most parts of both sides times the units of their letters: a line on paper has a thousandth.
  private static let mostParts = 60_000
  /// A network with more is not tried as it is: that would take long.
  private static let mostWeightsOfAll = 1_000
  /// Nor with more, if there is only one case to try.
  private static let mostWeightsOfOneCase = 20_000
  /// Of random weights, not all give a total input exactly.
  private static let mostKinkTries: UInt64 = 4

  init(
    _ equation: SourceEquation, in base: FormulaContext, _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    self.equation = equation
    self.isInterrupted = isInterrupted
    self.base = base
    for side in [equation.left, equation.right] {
      if let symbol = side.formula.firstOfSet {
        throw Diagnostic(.unprovable(.notOfOnePattern(symbol)), at: side.range, example: "prove y_k = g(a_k)")
      }
    }
    let rules = DerivationRules(base)
    func read(_ side: SourceFormula) throws(Diagnostic) -> SourceFormula {
      SourceFormula(base.countingUnits(try Self.withRule(side, rules)), range: side.range)
    }
    left = try read(equation.left)
    right = try read(equation.right)
    reach = base.kinkReach(for: [left.formula, right.formula])
    let highest = base.highestUnits(in: [left.formula, right.formula])
    // One unit more than are named, so that what leaves it out is seen.
    small = base.ofModestSize(units: highest.map { $0 + 1 }, most: 3, Self.mostWeights)
    names = base.numbersInFunctions(of: [left.formula, right.formula])
    for name in left.formula.names + right.formula.names {
      guard let definition = base.definitions[name], base.isNumber(definition) else { continue }
      names.insert(name)
    }
    freeNames = base.freeNumbers(among: names)
    guard let sample = ProofSample(base, seed: 1) else {
      throw Diagnostic(.notFinite("E"), at: equation.range)
    }
    // Written bounds are those of this network; what is proved is for networks of any size.
    for side in [equation.left, equation.right] where !side.sumBounds.isEmpty {
      var resolver = FormulaResolver(sample.context)
      _ = try resolver.resolve(side)
    }
    translation = AlgebraTranslation(sample.context, keptNames: names, isInterrupted: isInterrupted)
  }

  /// With Δw replaced by what the learning rule says.
  private static func withRule(
    _ side: SourceFormula, _ rules: DerivationRules
  ) throws(Diagnostic) -> Formula {
    var problem: Diagnostic?
    let formula = side.formula.replacingChanges { change in
      if let right = rules.rule(for: change)?.right { return right }
      problem =
        problem
        ?? Diagnostic(
          .unprovable(.ruleWithoutFormula(change.unicode)), at: side.range, example: "rule gradient")
      return change
    }
    if let problem { throw problem }
    return formula
  }

  /// Throws if a side cannot be read.
  func checkReading() throws(Diagnostic) {
    var translation = translation
    _ = try translation.read([left, right])
  }

  // MARK: - By numbers

  /// How both sides compare on random networks.
  private func comparison(
    names: Set<String>, targetsSumToOne: Bool = false
  ) throws(Diagnostic) -> ProofSample.Comparison {
    var agreed = 0
    var isUnclear = false
    for seed in 1...Self.mostTries {
      guard
        let sample = ProofSample(
          small, seed: seed, names: names, targetsSumToOne: targetsSumToOne, reach: reach)
      else { continue }
      switch try sample.compare(left, right, isInterrupted: isInterrupted) {
      case .differ: return .differ
      case .agree:
        agreed += 1
        if agreed == Self.samples { return .agree }
      case .unclear: isUnclear = true
      case .noValue: break
      }
      if isInterrupted() { throw Diagnostic(.interrupted, at: equation.range) }
    }
    return isUnclear ? .unclear : .noValue
  }

  /// Whether only networks with fewer units than that in use are tried.
  private var isTooLargeToTry: Bool {
    let most = translation.freeLetters.isEmpty ? Self.mostWeightsOfOneCase : Self.mostWeightsOfAll
    return !small.network.hasSameShape(as: base.network)
      && base.network.projections.reduce(0, { $0 + $1.weights.elements.count }) > most
  }

  /// Whether it holds in the network in use, although not in one with fewer units: `Σ_j 1 = 10`.
  private func holdsWithAllUnits() throws(Diagnostic) -> Bool {
    guard !small.network.hasSameShape(as: base.network), !isTooLargeToTry else { return false }
    for seed in 1...2 as ClosedRange<UInt64> {
      guard let whole = ProofSample(base, seed: seed, names: freeNames, reach: reach),
        try whole.compare(left, right, isInterrupted: isInterrupted) == .agree
      else { return false }
    }
    return true
  }

  /// Whether what agrees to many digits differs by more than rounding errors, wherever it has values.
  private func differsByLittle() throws(Diagnostic) -> Bool {
    var count = 0
    for seed in 1...Self.mostTries where count < Self.samples {
      guard
        let sample = ProofSample(small, seed: seed, names: freeNames, reach: reach),
        let excess = try sample.exceedsRounding(left, right, isInterrupted: isInterrupted)
      else { continue }
      guard excess else { return false }
      count += 1
    }
    return count > 0
  }

  /// Whether both sides differ where total inputs are at a kink, or where all of them are 0. A slope there is
  /// a matter of convention, which the rules of derivatives do not know.
  private func differsAtKink() throws(Diagnostic) -> Bool {
    guard small.hasKinks else { return false }
    if let sample = ProofSample(small, seed: 1, .zeroInputs),
      try sample.comesToDifferentNumbers(left, right, isInterrupted: isInterrupted)
    {
      return true
    }
    for layer in small.network.layers.indices.dropFirst() {
      for place in small.kinks(ofLayer: layer) {
        for way in ProofSample.Way.allCases {
          for seed in 1...Self.mostKinkTries {
            guard let sample = ProofSample(small, seed: seed, totalInput: place, ofLayer: layer, way) else {
              continue
            }
            if try sample.comesToDifferentNumbers(left, right, isInterrupted: isInterrupted) { return true }
            break
          }
        }
      }
    }
    return false
  }

  // MARK: - The verdict

  mutating func verdict() throws(Diagnostic) -> IdentityProof.Verdict {
    // Mistakes in the formulas come first.
    let resolved = try translation.read([left, right])
    let cases = translation.freeLetters.reduce(1) { cases, free in
      let units = small.layer(of: Subscript(free.letter)).map { small.network.layers[$0].units } ?? 1
      let (product, isTooLarge) = cases.multipliedReportingOverflow(by: units)
      return isTooLarge ? .max : product
    }
    if translation.parts > Self.mostParts / max(cases, 1) { return .undecided(.algebra(.tooManyTerms)) }
    var general = try comparison(names: freeNames)
    var allowed: [ProofLaw] = []
    /// Why it cannot be more than undecided if the algebra does not help.
    var obstacle = ProofObstacle.agreesWithoutProof
    if general == .differ {
      if !freeNames.isEmpty, try comparison(names: []) == .agree {
        allowed = freeNames.sorted().map { .name($0) }
        obstacle = .agreesWithTheseNumbers
      } else if base.network.outputUnits > 1 || base.network.outputTransfer.isSoftmax,
        try comparison(names: freeNames, targetsSumToOne: true) == .agree
      {
        allowed = [.targetsSumToOne]
        obstacle = .agreesIfTargetsSumToOne
      } else if try holdsWithAllUnits() {
        general = .agree
        obstacle = .dependsOnSizes
      }
    } else if general != .agree {
      obstacle = general == .unclear ? .tooCloseToTell : .noValues
    }
    let isRefuted = general == .differ && allowed.isEmpty
    do throws(Diagnostic) {
      try translation.readError(isInterrupted: isInterrupted)
    } catch {
      if case .interrupted = error.problem { throw Diagnostic(.interrupted, at: equation.range) }
      translation.calculus.error = nil
    }
    let proved: IdentityProof.Proved?
    var differsByNumber = false
    do throws(AlgebraProblem) {
      var sides: [NormalForm] = []
      for formula in resolved { sides.append(try translation.form(formula)) }
      var search = LawSearch(sides, translation, base, names: names)
      if isRefuted {
        // Only rounding can make what is equal look different.
        guard try !search.isEqualWithoutLaws() else { return .undecided(.tooCloseToTell) }
        if isTooLargeToTry, try search.needsSizes() { return .undecided(.dependsOnSizes) }
        proved = nil
      } else {
        proved = try search.proved(allowed)
        differsByNumber = proved == nil && search.differsByNumber()
      }
    } catch {
      if error == .interrupted { throw Diagnostic(.interrupted, at: equation.range) }
      // What differs on a network is wrong, whether or not the algebra can follow it.
      return isRefuted ? try refutation() : .undecided(.algebra(error))
    }
    if isRefuted { return try refutation() }
    guard let proved else {
      if obstacle == .agreesWithoutProof {
        if try differsAtKink() { return .undecided(.differsAtKink) }
        let differs = differsByNumber ? true : try differsByLittle()
        if differs { obstacle = .differsByLittle }
      }
      return .undecided(obstacle)
    }
    guard !base.hasInexactNumber(in: [left.formula, right.formula], laws: proved.laws) else {
      return .undecided(.tooManyDigits)
    }
    if allowed.isEmpty, obstacle != .dependsOnSizes, try differsAtKink() { return .undecided(.differsAtKink) }
    let usesKinks = proved.laws.contains { law in
      if case .body(let layer) = law { base.hasBuiltInKink(ofLayer: layer) } else { false }
    }
    if usesKinks, left.formula.hasSlopeElsewhere || right.formula.hasSlopeElsewhere {
      return .undecided(.untriedAtKink)
    }
    // What is proved must hold on the networks tried, too.
    switch general {
    case .agree, .unclear: return .proved(proved)
    case .differ:
      // The numbers have shown that it does not hold without what the proof must rest on.
      return proved.laws.contains(where: { allowed.contains($0) })
        ? .proved(proved) : .undecided(.tooCloseToTell)
    case .noValue: return .undecided(.noValues)
    }
  }

  private func refutation() throws(Diagnostic) -> IdentityProof.Verdict {
    let example = try CounterExample(
      SourceEquation(left, right), typed: equation, in: base, reach: reach,
      isInterrupted: isInterrupted)
    return example.map { .refuted($0) } ?? .undecided(.tooCloseToTell)
  }
}
