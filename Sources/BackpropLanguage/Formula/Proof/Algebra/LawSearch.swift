import Backprop
import IndexedAlgebra

/// The fewest laws with which the algebra finds two formulas equal.
struct LawSearch {
  private let sides: [NormalForm]
  private let base: FormulaContext
  private let names: Set<String>
  private var translation: AlgebraTranslation
  private let usedBySides: Set<AlgebraRule>
  /// Whether a proof went by the signs in a formula.
  private var distinguishesCases = false
  /// Whether laws took more terms than they may.
  private var isCutShort = false

  /// A longer sum is not read.
  private static let mostTermsShown = 8
  private static let mostPartsShown = 60
  /// Of a network with more, sums are not written out.
  private static let mostWeightsWrittenOut = 2_000

  /// sides: as the translation has read them. names: of numbers that stay symbols in them.
  init(
    _ sides: [NormalForm], _ translation: AlgebraTranslation, _ base: FormulaContext, names: Set<String>
  ) {
    self.sides = sides
    self.translation = translation
    self.base = base
    self.names = names
    usedBySides = translation.calculus.used
  }

  /// Whether both sides are the same by the equations of every network, read one way or another.
  mutating func isEqualWithoutLaws() throws(AlgebraProblem) -> Bool {
    let isEqual = try formsWithoutLaws() != nil
    if !isEqual, isCutShort { throw .tooManyTerms }
    return isEqual
  }

  /// As it is, then with total inputs, or E and δ, or all of them by their definitions.
  private mutating func formsWithoutLaws() throws(AlgebraProblem) -> [NormalForm]? {
    for (delta, totalInput) in [(false, false), (false, true), (true, false), (true, true)] {
      let forms = try inTrial { (search) throws(AlgebraProblem) -> [NormalForm]? in
        search.translation.calculus.used = search.usedBySides
        var forms: [NormalForm] = []
        for side in search.sides {
          forms.append(
            try search.translation.calculus.unfolded(
              side, delta: delta, error: delta, totalInput: totalInput))
        }
        let difference = try search.translation.calculus.difference(forms[0], forms[1])
        return try search.translation.calculus.vanishes(difference) ? forms : nil
      }
      if let forms { return forms }
    }
    return nil
  }

  /// What one trial finds, with a share of the work of its own; nil, too, if that is not enough.
  private mutating func inTrial<Found>(
    _ find: (inout LawSearch) throws(AlgebraProblem) -> Found?
  ) throws(AlgebraProblem) -> Found? {
    translation.calculus.beginTrial()
    do throws(AlgebraProblem) {
      return try find(&self)
    } catch {
      guard error == .tooManyTerms else { throw error }
      isCutShort = true
      return nil
    }
  }

  /// Whether both sides differ by a number other than 0, however small.
  mutating func differsByNumber() -> Bool {
    do throws(AlgebraProblem) {
      let difference = try translation.calculus.difference(sides[0], sides[1])
      return try translation.calculus.unfolded(difference, delta: true, error: true).isNonzeroNumber
    } catch {
      return false
    }
  }

  /// nil if no laws help. allowed: what may be assumed besides what is true of the network.
  mutating func proved(_ allowed: [ProofLaw]) throws(AlgebraProblem) -> IdentityProof.Proved? {
    let proved = try fewestLaws(allowed)
    // What was not tried to the end may have helped.
    if proved == nil, isCutShort { throw .tooManyTerms }
    return proved
  }

  private mutating func fewestLaws(_ allowed: [ProofLaw]) throws(AlgebraProblem) -> IdentityProof.Proved? {
    if let forms = try formsWithoutLaws() { return result(forms, []) }
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
    if base.network.weightCount <= Self.mostWeightsWrittenOut, try vanishes(withSizes) {
      return try minimal(&withSizes)
    }
    return nil
  }

  /// Whether both sides are the same for the numbers of units that the network has, and only then.
  mutating func needsSizes() throws(AlgebraProblem) -> Bool {
    let light = laws([]).filter { $0.isLight }
    if try vanishes(light) { return true }
    if base.network.weightCount <= Self.mostWeightsWrittenOut, try vanishes(light + [.sizes]) { return true }
    if isCutShort { throw .tooManyTerms }
    return false
  }

  /// Everything that may be assumed about this network.
  private func laws(_ allowed: [ProofLaw]) -> [ProofLaw] {
    // What a name stands for may have the next one in it.
    let inOrder = names.sorted().map { (name: $0, depth: base.dependents(of: $0, among: names).count) }
      .sorted { ($0.depth, $0.name) < ($1.depth, $1.name) }
    var laws: [ProofLaw] = inOrder.map { .name($0.name) }
    laws.append(.counts)
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
      // A name may take more terms than its number.
      if try vanishes(fewer) { laws = fewer }
    }
    // What has been found is written down, whatever the search has cost.
    translation.calculus.restart()
    translation.calculus.used = usedBySides
    // Numbers alone need no definition to be written out.
    if laws.allSatisfy({ if case .name = $0 { true } else { false } }) {
      var forms: [NormalForm] = []
      for side in sides { forms.append(try appliedInTurn(laws, to: side)) }
      let difference = try translation.calculus.difference(forms[0], forms[1])
      if try translation.calculus.vanishes(difference) { return result(forms, laws) }
      translation.calculus.used = usedBySides
    }
    var forms: [NormalForm] = []
    for side in sides { forms.append(try applied(laws, to: side)) }
    return result(forms, laws)
  }

  private mutating func vanishes(_ laws: [ProofLaw]) throws(AlgebraProblem) -> Bool {
    do throws(AlgebraProblem) {
      let isZero = try inTrial { (search) throws(AlgebraProblem) -> Bool? in
        let difference = try search.translation.calculus.difference(search.sides[0], search.sides[1])
        for part in try search.cases(difference) {
          let rest = try search.applied(laws, to: part)
          if try search.translation.calculus.vanishes(rest) { continue }
          guard try search.vanishesInEachCase(part, laws) else { return false }
        }
        return true
      }
      return isZero ?? false
    } catch {
      switch error {
      case .interrupted, .tooManyTerms: throw error
      case .numbersTooLarge, .divisionByZero, .unknown: return false
      }
    }
  }

  /// Whether it is 0 whatever the signs of total inputs, and of what |x|, max and min are taken of, are.
  private mutating func vanishesInEachCase(
    _ part: NormalForm, _ laws: [ProofLaw]
  ) throws(AlgebraProblem) -> Bool {
    var linear: [PiecewiseLinear] = []
    for case .body(let layer) in laws {
      if let pieces = base.network.layers[layer].transfer.pieces(ofLayer: layer) { linear.append(pieces) }
    }
    let others = laws.filter { law in !linear.contains { law == .body(layer: $0.layer) } }
    let form = try appliedInTurn(
      others, to: try translation.calculus.unfolded(part, delta: true, error: true))
    let hasCases =
      !linear.isEmpty
      || form.contains { head in
        [.call(.magnitude), .call(.sign), .call(.least), .call(.greatest)].contains(head)
      }
    guard hasCases, try translation.calculus.vanishesInEachCase(form, linear: linear) else { return false }
    distinguishesCases = true
    return true
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
    var form = try appliedInTurn(
      laws, to: try translation.calculus.unfolded(form, delta: true, error: true))
    form = try translation.calculus.unfolded(form, totalInput: true)
    // What the laws of sums say may only now be seen, and what a bias unit gives once they are written out.
    if laws.contains(.counts) { form = try applied(.counts, to: form) }
    if laws.contains(.sizes) { form = try writtenOut(form, knowsBias: laws.contains(.biasOutput)) }
    for law in laws where law == .targetsSumToOne || law == .biasOutput {
      form = try applied(law, to: form)
    }
    if laws.contains(.exponentials) { form = try applied(.exponentials, to: form) }
    return form
  }

  private mutating func appliedInTurn(
    _ laws: [ProofLaw], to form: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    var form = form
    for law in laws {
      form =
        law == .sizes
        ? try writtenOut(form, knowsBias: laws.contains(.biasOutput)) : try applied(law, to: form)
    }
    // The formula of g may have names in it.
    for case .name(let name) in laws { form = try applied(.name(name), to: form) }
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
    case .pin: return form
    case .counts: return try translation.calculus.counted(form)
    case .sizes: return try writtenOut(form, knowsBias: false)
    }
  }

  /// Unit by unit. knowsBias: whether the output of the bias units is a number in the form.
  private mutating func writtenOut(
    _ form: NormalForm, knowsBias: Bool
  ) throws(AlgebraProblem) -> NormalForm {
    var form = form
    // A letter of a layer with one unit is that unit.
    for index in form.freeIndices where index.kind == .free && base.network.layers[index.layer].units == 1 {
      form = try translation.calculus.substituted(form, index, by: .unit(1, layer: index.layer))
    }
    let bias = knowsBias ? base.network.bias.flatMap { Rational(decimal: $0) } : nil
    return try translation.calculus.expanded(try translation.calculus.counted(form), bias: bias)
  }

  private func result(_ forms: [NormalForm], _ laws: [ProofLaw]) -> IdentityProof.Proved {
    var used = translation.calculus.used
    if distinguishesCases { used.insert(.cases) }
    let shown = forms.min { $0.terms.count < $1.terms.count }
    var common: Formula?
    // Nobody wants to read tanh as exponentials; and a slope at a kink is not what its sign says there.
    let hasSigns = distinguishesCases && shown?.contains { $0 == .call(.sign) } == true
    if let shown, !hasSigns, shown.terms.count <= Self.mostTermsShown, !laws.contains(.exponentials) {
      common = NormalFormWriter(base, letters: translation.freeLetters).formula(shown)
      if base.hasBiasApart { common = common.map { base.shown($0).withoutBiasOutputs } }
      if (common?.partCount ?? 0) > Self.mostPartsShown { common = nil }
    }
    return IdentityProof.Proved(
      commonForm: common, rules: AlgebraRule.all.filter { $0.isTold && used.contains($0) }, laws: laws,
      isForEveryTransfer: !used.contains(.softmaxSlope)
        && !laws.contains {
          switch $0 {
          case .slope, .body, .softmax: true
          case .name, .pin, .biasOutput, .targetsSumToOne, .exponentials, .counts, .sizes: false
          }
        })
  }
}

extension ProofLaw {
  /// Whether it leaves formulas about as long as they are.
  fileprivate var isLight: Bool {
    switch self {
    case .name, .pin, .biasOutput, .targetsSumToOne, .slope, .softmax, .counts: true
    case .body, .exponentials, .sizes: false
    }
  }
}
