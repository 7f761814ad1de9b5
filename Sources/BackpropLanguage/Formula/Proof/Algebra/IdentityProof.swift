import Backprop
import IndexedAlgebra

/// Whether an equation holds for every weight and pattern.
struct IdentityProof {
  let equation: SourceEquation
  let verdict: Verdict

  enum Verdict {
    case proved(Proved)
    case refuted(CounterExample)
    case undecided(ProofObstacle)
  }

  /// What a proof rests on.
  struct Proved {
    /// Both sides in this form; nil if it is too long to be read, or has no symbols.
    let commonForm: Formula?
    let rules: [AlgebraRule]
    let laws: [ProofLaw]
    /// Whether g of some layer was anything but given.
    let isForEveryTransfer: Bool
  }

  /// Throws if a symbol is undefined, and when it is interrupted.
  init(
    _ equation: SourceEquation, in base: FormulaContext, isInterrupted: @escaping () -> Bool = { false }
  ) throws(Diagnostic) {
    let equation = try base.bounded(equation)
    self.equation = equation
    var prover = try IdentityProver(equation, in: base, isInterrupted)
    verdict = try prover.verdict()
  }
}

/// Why nothing is decided.
public enum ProofObstacle: Equatable, Sendable {
  case algebra(AlgebraProblem)
  /// Both sides agree on every network that was tried, and yet no rule shows why.
  case agreesWithoutProof
  /// The algebra finds them equal, and yet they differ on a network: its number of units matters.
  case dependsOnSizes
  /// On no network that was tried has either side a value that can be compared.
  case noValues
}

/// A proof in progress.
private struct IdentityProver {
  private let equation: SourceEquation
  private let left: SourceFormula
  private let right: SourceFormula
  private let base: FormulaContext
  private let small: FormulaContext
  private let isInterrupted: () -> Bool
  /// The names of numbers in the equation.
  private var names: Set<String> = []
  /// Those whose numbers may be anything when both sides are evaluated.
  private var freeNames: Set<String> = []
  private var translation: AlgebraTranslation
  private var sides: [NormalForm] = []
  private var usedBySides: Set<AlgebraRule> = []

  /// Networks on which both sides must agree before anything counts as proved.
  private static let samples = 4
  /// Some formulas have no value on some networks.
  private static let mostTries: UInt64 = 24
  /// The most weights of a network on which both sides are evaluated.
  private static let mostWeights = 60
  /// A network with more is not tried as it is: that would take long.
  private static let mostWeightsOfAll = 1_000
  /// A longer sum is not read.
  private static let mostTermsShown = 8

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
    left = SourceFormula(try Self.withRule(equation.left, rules), range: equation.left.range)
    right = SourceFormula(try Self.withRule(equation.right, rules), range: equation.right.range)
    let highest = base.highestUnits(in: [left.formula, right.formula])
    small = base.ofModestSize(units: highest, most: 3, Self.mostWeights)
    let used = Set((left.formula.names + right.formula.names))
    for name in used {
      guard let definition = base.definitions[name], base.isNumber(definition) else { continue }
      names.insert(name)
    }
    // E and functions keep the numbers that they were defined with.
    var fixed = Set(base.ownError.map { $0.formula.names } ?? [])
    for function in base.functions.values { fixed.formUnion(function.names) }
    freeNames = names.subtracting(fixed).filter { base.dependents(of: $0, among: fixed).isEmpty }
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

  // MARK: - By numbers

  /// How both sides compare on random networks.
  private func comparison(
    names: Set<String>, targetsSumToOne: Bool = false
  ) throws(Diagnostic) -> ProofSample.Comparison {
    var agreed = 0
    for seed in 1...Self.mostTries {
      guard
        let sample = ProofSample(small, seed: seed, names: names, targetsSumToOne: targetsSumToOne)
      else { continue }
      switch try sample.compare(left, right, isInterrupted: isInterrupted) {
      case .differ: return .differ
      case .agree:
        agreed += 1
        if agreed == Self.samples { return .agree }
      case .unclear: continue
      }
      if isInterrupted() { throw Diagnostic(.interrupted, at: equation.range) }
    }
    return .unclear
  }

  // MARK: - The verdict

  mutating func verdict() throws(Diagnostic) -> IdentityProof.Verdict {
    // Mistakes in the formulas come first.
    let resolved = try translation.read([left, right])
    let general = try comparison(names: freeNames)
    var allowed: [ProofLaw] = []
    if general == .differ {
      if !freeNames.isEmpty, try comparison(names: []) == .agree {
        allowed = freeNames.sorted().map { .name($0) }
      } else if base.network.outputUnits > 1 || base.network.outputTransfer.isSoftmax,
        try comparison(names: freeNames, targetsSumToOne: true) == .agree
      {
        allowed = [.targetsSumToOne]
      } else {
        return try refutation()
      }
    }
    do throws(Diagnostic) { try translation.readError() } catch { translation.calculus.error = nil }
    do throws(AlgebraProblem) {
      for formula in resolved { sides.append(try translation.form(formula)) }
    } catch { return try obstacle(error, general) }
    usedBySides = translation.calculus.used
    let proved: IdentityProof.Proved?
    do throws(AlgebraProblem) { proved = try self.proved(allowed) } catch {
      return try obstacle(error, general)
    }
    guard let proved else {
      return general == .differ
        ? try refutation() : .undecided(general == .unclear ? .noValues : .agreesWithoutProof)
    }
    // What is proved must hold on the networks tried, too.
    switch general {
    case .agree: return .proved(proved)
    case .differ:
      // The numbers have shown that it does not hold without what the proof must rest on.
      return proved.laws.contains(where: { allowed.contains($0) })
        ? .proved(proved) : .undecided(.dependsOnSizes)
    case .unclear: return .undecided(.noValues)
    }
  }

  private func obstacle(
    _ problem: AlgebraProblem, _ general: ProofSample.Comparison
  ) throws(Diagnostic) -> IdentityProof.Verdict {
    if problem == .interrupted { throw Diagnostic(.interrupted, at: equation.range) }
    // What differs on a network is wrong, whether or not the algebra can follow it.
    return general == .differ ? try refutation() : .undecided(.algebra(problem))
  }

  private func refutation() throws(Diagnostic) -> IdentityProof.Verdict {
    // `Σ_j 1 = 10` is false where it was tried, with fewer units, and true in the network in use.
    if !small.network.hasSameShape(as: base.network),
      base.network.projections.reduce(0, { $0 + $1.weights.elements.count }) <= Self.mostWeightsOfAll,
      let whole = ProofSample(base, seed: 1, names: freeNames),
      try whole.compare(left, right, isInterrupted: isInterrupted) == .agree
    {
      return .undecided(.dependsOnSizes)
    }
    let example = try CounterExample(
      SourceEquation(left, right), typed: equation, in: base, isInterrupted: isInterrupted)
    return example.map { .refuted($0) } ?? .undecided(.noValues)
  }

  // MARK: - By algebra

  private mutating func proved(_ allowed: [ProofLaw]) throws(AlgebraProblem) -> IdentityProof.Proved? {
    // Without any law: as it is, then with total inputs, or E and δ, or all of them by their definitions.
    for (delta, totalInput) in [(false, false), (false, true), (true, false), (true, true)] {
      translation.calculus.used = usedBySides
      var forms: [NormalForm] = []
      for side in sides {
        forms.append(
          try translation.calculus.unfolded(side, delta: delta, error: delta, totalInput: totalInput))
      }
      let difference = try translation.calculus.difference(forms[0], forms[1])
      if try translation.calculus.vanishes(difference) { return result(forms, []) }
    }
    translation.calculus.used = usedBySides
    let laws = self.laws(allowed)
    var light = laws.filter { $0.isLight }
    if try vanishes(light) { return try minimal(&light) }
    // A formula says more than a law about g', and takes longer. First that of one layer, so that what the
    // others compute keeps its symbols.
    for case .body(let layer) in laws {
      var own = light.filter { $0 != .slope(layer: layer) } + [.body(layer: layer)]
      if try vanishes(own) { return try minimal(&own) }
    }
    var all = laws.filter { law in
      if case .slope = law { false } else { law != .sizes }
    }
    if try vanishes(all) { return try minimal(&all) }
    var withSizes = laws.filter { $0.isLight } + [.sizes]
    if base.network.weightCount <= 2000, try vanishes(withSizes) { return try minimal(&withSizes) }
    return nil
  }

  /// Everything that may be assumed about this network.
  private func laws(_ allowed: [ProofLaw]) -> [ProofLaw] {
    var laws: [ProofLaw] = names.sorted().map { .name($0) }
    if base.network.bias.flatMap({ Rational(decimal: $0) }) != nil { laws.append(.biasOutput) }
    if allowed.contains(.targetsSumToOne) { laws.append(.targetsSumToOne) }
    for layer in base.network.layers.indices.dropFirst() {
      let g = base.network.layers[layer].transfer
      if g.isSoftmax {
        laws.append(.softmax)
        continue
      }
      if g.slopePolynomial != nil { laws.append(.slope(layer: layer)) }
      laws.append(.body(layer: layer))
    }
    return laws + [.exponentials, .sizes]
  }

  /// The fewest laws of these with which both sides are equal.
  private mutating func minimal(_ laws: inout [ProofLaw]) throws(AlgebraProblem) -> IdentityProof.Proved {
    for law in laws.reversed() {
      let fewer = laws.filter { $0 != law }
      if try vanishes(fewer) { laws = fewer }
    }
    translation.calculus.used = usedBySides
    var forms: [NormalForm] = []
    for side in sides { forms.append(try applied(laws, to: side)) }
    return result(forms, laws)
  }

  private mutating func vanishes(_ laws: [ProofLaw]) throws(AlgebraProblem) -> Bool {
    do throws(AlgebraProblem) {
      let difference = try translation.calculus.difference(sides[0], sides[1])
      for part in try cases(difference) {
        let rest = try applied(laws, to: part)
        if try !translation.calculus.vanishes(rest) { return false }
      }
      return true
    } catch {
      switch error {
      case .interrupted, .tooManyTerms: throw error
      case .numbersTooLarge, .divisionByZero, .unknown: return false
      }
    }
  }

  /// For each letter that may be the bias unit of a hidden layer: that unit, and any other.
  private mutating func cases(_ form: NormalForm) throws(AlgebraProblem) -> [NormalForm] {
    var parts = [form]
    for index in form.freeIndices where index.kind == .freeOrBias && index.layer > 0 {
      var next: [NormalForm] = []
      for part in parts {
        let narrow = UnitIndex(.free, layer: index.layer, number: index.number)
        next.append(try translation.calculus.substituted(part, index, by: .unit(0, layer: index.layer)))
        next.append(try translation.calculus.substituted(part, index, by: narrow))
      }
      parts = next
    }
    return parts
  }

  private mutating func applied(_ laws: [ProofLaw], to form: NormalForm) throws(AlgebraProblem) -> NormalForm
  {
    var form = try translation.calculus.unfolded(form, delta: true, error: true)
    for law in laws { form = try applied(law, to: form) }
    form = try translation.calculus.unfolded(form, totalInput: true)
    // What the laws of sums say may only now be seen, and what a bias unit gives once they are written out.
    if laws.contains(.sizes) { form = try applied(.sizes, to: form) }
    for law in laws where law == .targetsSumToOne || law == .biasOutput {
      form = try applied(law, to: form)
    }
    if laws.contains(.exponentials) { form = try applied(.exponentials, to: form) }
    return form
  }

  private mutating func applied(_ law: ProofLaw, to form: NormalForm) throws(AlgebraProblem) -> NormalForm {
    switch law {
    case .name(let name):
      guard let value = translation.values[name] else { return form }
      return try translation.calculus.replacing(form) { (_, atom) throws(AlgebraProblem) -> NormalForm? in
        atom.head == .symbol(name) ? value : nil
      }
    case .biasOutput:
      guard let value = base.network.bias.flatMap({ Rational(decimal: $0) }) else { return form }
      return try translation.calculus.applying(value, to: .output, in: form)
    case .targetsSumToOne: return try translation.calculus.applying(sumIsOne: .target, to: form)
    case .slope(let layer):
      guard let slope = base.network.layers[layer].transfer.slopePolynomial else { return form }
      return try translation.calculus.applying(slope: slope, ofLayer: layer, to: form)
    case .body(let layer):
      guard let body = translation.body(ofLayer: layer) else { return form }
      return try translation.calculus.applying(
        body: body, of: AlgebraTranslation.argument, toLayer: layer, in: form)
    case .softmax:
      let summed = try translation.calculus.applying(sumIsOne: .output, to: form)
      guard form.contains({ $0 == .call(.exponential) || $0 == .call(.logarithm) }) else { return summed }
      return try translation.calculus.applyingSoftmax(to: summed)
    case .exponentials: return try translation.calculus.applyingExponentials(to: form)
    case .sizes:
      var form = form
      // A letter of a layer with one unit is that unit.
      for index in form.freeIndices where index.kind == .free && base.network.layers[index.layer].units == 1 {
        form = try translation.calculus.substituted(form, index, by: .unit(1, layer: index.layer))
      }
      return try translation.calculus.expanded(form)
    }
  }

  private func result(_ forms: [NormalForm], _ laws: [ProofLaw]) -> IdentityProof.Proved {
    let used = translation.calculus.used
    let shown = forms.min { $0.terms.count < $1.terms.count }
    var common: Formula?
    // Nobody wants to read tanh as exponentials.
    if let shown, shown.terms.count <= Self.mostTermsShown, !laws.contains(.exponentials) {
      common = NormalFormWriter(base, letters: translation.freeLetters).formula(shown)
    }
    return IdentityProof.Proved(
      commonForm: common, rules: AlgebraRule.all.filter { $0.isTold && used.contains($0) }, laws: laws,
      isForEveryTransfer: !used.contains(.softmaxSlope)
        && !laws.contains {
          switch $0 {
          case .slope, .body, .softmax: true
          case .name, .biasOutput, .targetsSumToOne, .exponentials, .sizes: false
          }
        })
  }
}

extension ProofLaw {
  /// Whether it leaves formulas about as long as they are.
  fileprivate var isLight: Bool {
    switch self {
    case .name, .biasOutput, .targetsSumToOne, .slope, .softmax: true
    case .body, .exponentials, .sizes: false
    }
  }
}

extension FormulaContext {
  /// Whether a definition is a number, perhaps by way of others.
  fileprivate func isNumber(_ formula: Formula, _ depth: Int = 0) -> Bool {
    guard formula.isArithmetic, depth < 20 else { return false }
    return formula.names.allSatisfy { name in
      definitions[name].map { isNumber($0, depth + 1) } ?? false
    }
  }

  /// The names among some whose definitions lead to this one.
  fileprivate func dependents(of name: String, among others: Set<String>) -> [String] {
    others.filter { leads($0, to: name, 0) }
  }

  private func leads(_ from: String, to name: String, _ depth: Int) -> Bool {
    guard depth < 20, let definition = definitions[from] else { return false }
    return definition.names.contains { $0 == name || leads($0, to: name, depth + 1) }
  }
}

extension Formula {
  /// A quantity of a whole pattern set or training.
  var firstOfSet: String? {
    if case .quantity(let quantity, _) = self {
      switch quantity {
      case .totalError, .meanError, .accuracy, .epochs: return quantity.rawValue
      case .weight, .weightChange, .previousWeightChange, .totalInput, .output, .input, .target, .delta,
        .error:
        return nil
      }
    }
    for child in children {
      if let found = child.firstOfSet { return found }
    }
    return nil
  }

  /// The units that it names by their numbers.
  var namedUnits: [Subscript] { freeSubscripts.filter { ($0.unit ?? 0) > 0 } }

  /// With each Δw replaced.
  fileprivate func replacingChanges(_ replacement: (Formula) -> Formula) -> Formula {
    if case .quantity(.weightChange, _) = self { return replacement(self) }
    let parts = children.map { $0.replacingChanges(replacement) }
    return parts.isEmpty ? self : with(parts)
  }
}
