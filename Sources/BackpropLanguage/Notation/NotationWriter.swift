/// Writes the handout's formulas in a course's notation.
struct NotationWriter {
  let notation: Notation
  /// The letter of each layer of the network in use.
  let letters: [String]
  /// The letters that the two units of a weight may have: those of rules too, which are for any layers.
  private(set) var ofPairs: [String]
  /// nil: each layer numbers its own units.
  var numberedUnits: NumberedUnits?
  /// Whether the network has bias units, which are a row of its matrices in the handout's notation.
  var hasBias = false
  /// In a rule for all layers: the level that each of its letters is written with, l or l-1.
  var levels: [String: String] = [:]
  /// Whether everything stays in the handout's symbols, and only the marks of quotations go.
  private(set) var isPlain = false

  init(
    notation: Notation, letters: [String], ofRules: [String] = [], numberedUnits: NumberedUnits? = nil,
    hasBias: Bool = false
  ) {
    self.notation = notation
    (self.letters, ofPairs) = (letters, letters + ofRules)
    self.numberedUnits = numberedUnits
    self.hasBias = hasBias
  }

  /// What shows the handout's notation.
  static let plain: NotationWriter = {
    var writer = NotationWriter(notation: .handout, letters: [])
    writer.isPlain = true
    return writer
  }()

  /// The formula with the course's symbols. With δ of the opposite sign, signs are collected in front.
  func formula(_ formula: Formula) -> Formula {
    if isPlain { return formula }
    switch formula {
    case .number, .constant, .symbol: return formula
    case .iverson(let a, let b): return .iverson(unit(a), unit(b))
    case .quantity(let quantity, let places): return symbol(quantity, places)
    case .difference(.name(OwnRule.layer), .number(1, _)) where countsLayersFrom0:
      return .name(OwnRule.layer)
    case .name(OwnRule.layer) where countsLayersFrom0: return .sum(formula, .one)
    case .name(Notation.freeLetter) where notation.leavesAFree: return .symbol(CourseSymbol("a", []), [])
    case .name(let name): return ofWeight(name) ?? written(own(name), [])
    case .call(.named(let name), let arguments):
      if let update = formula.ofUpdate {
        let suffix = update.isEarlier ? "(n-1)" : "(n)"
        if let numbered = ofWeight(name, suffix: suffix) { return numbered }
        let (bare, places) = OtherCourses.parts(of: name)
        if bare == "w", case .symbol(var symbol, let none) = weight(.weight, places) {
          symbol.suffix = suffix
          return .symbol(symbol, none)
        }
        return .symbol(CourseSymbol(own(name), [], suffix: suffix), [])
      }
      // The n of `m_ij(n-1)` is no symbol.
      let written = formula.ofUpdate == nil ? arguments.map { self.formula($0) } : arguments
      return .call(.named(own(name)), written)
    case .call(.transfer, let arguments), .call(.transferDerivative, let arguments):
      let primes = if case .call(.transfer, _) = formula { "" } else { "'" }
      return .symbol(CourseSymbol(notation.symbol("g") + primes, []), arguments.map { self.formula($0) })
    case .negated(let inner):
      let inside = self.formula(inner)
      return isTurned(inner, inside) ? inside.withoutSign : .negated(inside)
    case .sum(let a, let b):
      let (left, right) = (self.formula(a), self.formula(b))
      if isTurned(a, left), isTurned(b, right) { return .negated(.sum(left.withoutSign, right.withoutSign)) }
      return isTurned(b, right) ? .difference(left, right.withoutSign) : .sum(left, right)
    case .difference(let a, let b):
      let (left, right) = (self.formula(a), self.formula(b))
      return isTurned(b, right) ? .sum(left, right.withoutSign) : .difference(left, right)
    case .summation(let letter, _) where formula.bodyWithoutBias != nil:
      // The letter is only shown.
      return self.formula(.summation(Formula.fromOne(letter), formula.bodyWithoutBias ?? formula))
    case .product, .quotient, .summation, .partial:
      var isNegative = false
      let parts = formula.children.map { part in
        let written = self.formula(part)
        guard isTurned(part, written) else { return written }
        isNegative.toggle()
        return written.withoutSign
      }
      return isNegative ? .negated(formula.with(parts)) : formula.with(parts)
    case .power(let base, .number(let exponent, let spelling)) where exponent / 2 == (exponent / 2).rounded():
      // `(-δ_j)^2` is `δ_j^2`.
      let written = self.formula(base)
      let power = Formula.number(exponent, spelling: spelling)
      return .power(isTurned(base, written) ? written.withoutSign : written, power)
    case .power, .call: return formula.with(formula.children.map { self.formula($0) })
    }
  }

  /// Whether l, in a rule for all layers, is one less here than in the handout.
  private var countsLayersFrom0: Bool { !levels.isEmpty && notation.layers?.first == 0 }

  /// Both sides, with the sign of the left side moved to the right one: δ = -(t - y) g' for -δ = (t - y) g'.
  func equation(_ equation: Equation) -> Equation {
    if isPlain { return equation }
    if levels.isEmpty, let rule = ruleWriter(equation.left) { return rule.equation(equation) }
    let left = formula(equation.left)
    let right = formula(equation.right)
    guard isTurned(equation.left, left) else { return Equation(left, right, relation: equation.relation) }
    return Equation(left.withoutSign, right.turned, relation: equation.relation.turned)
  }

  /// Whether writing a formula has put a minus sign in front of it.
  func isTurned(_ formula: Formula, _ written: Formula) -> Bool {
    if case .negated = formula { return false }
    if case .negated = written { return true }
    return false
  }

  /// What writes a learning rule, in which letters stand for units of any two neighbouring layers, if they
  /// cannot be those of the layers with these letters: w_kj leads from layer k to layer j.
  private func ruleWriter(_ left: Formula) -> NotationWriter? {
    let places: [Subscript]
    switch left {
    case .quantity(.weightChange, let given): places = given
    case .name(let name):
      guard let line = name.firstRange(of: "_") else { return nil }
      places = name[line.upperBound...].unicodeScalars.map { Subscript(String($0)) }
    default: return nil
    }
    guard notation.layers != nil, places.count == 2, places.allSatisfy({ $0.unit == nil }) else { return nil }
    let layers = places.map { letters.firstIndex(of: $0.letter) }
    if let from = layers[0], let to = layers[1], from < to { return nil }
    guard layers.contains(where: { $0 != nil }) else { return nil }
    var writer = self
    writer.levels = [places[1].letter: "l", places[0].letter: "l-1"]
    return writer
  }

  /// A rule's own `m_ij`, which belongs to w_ij, with its subscripts in the order of those of weights.
  private func own(_ name: String) -> String {
    if notation.bias != nil {
      let (bare, places) = OtherCourses.parts(of: name)
      if places.count == 2, places[0].unit == 0, places[1].unit == nil {
        return "\(bare)_\(places[1].letter)"
      }
    }
    guard notation.receivesFirst, let line = name.firstRange(of: "_") else { return name }
    let places = name[line.upperBound...].unicodeScalars.map { Subscript(String($0)) }
    guard places.arePair(of: ofPairs) else { return name }
    return name[..<line.upperBound] + places[1].letter + places[0].letter
  }

  /// A rule's own `m_i1j1`, as `w_i1j1` is written; nil for other names.
  private func ofWeight(_ name: String, suffix: String = "") -> Formula? {
    let (bare, places) = OtherCourses.parts(of: name)
    guard notation.receivesFirst || notation.layers != nil || numberedUnits != nil,
      places.arePair(of: letters), places.allSatisfy({ $0.unit != nil })
    else { return nil }
    return written(as: bare, notation.receivesFirst ? places.reversed() : places, suffix: suffix)
  }

  /// One of the units that `[k = k2]` compares: `[k = 7]` where units are numbered through the network, and
  /// `[k = 2]` where layers are.
  private func unit(_ place: Subscript) -> Subscript {
    if let numberedUnits { return numberedUnits.number(of: place).map { Subscript("\($0)") } ?? place }
    guard notation.layers != nil, let unit = place.unit else { return place }
    return Subscript("\(unit)")
  }

  // MARK: - Symbols

  /// `total C` is C of the whole set.
  private func symbol(_ quantity: Quantity, _ places: [Subscript]) -> Formula {
    switch quantity {
    case .weight, .weightChange, .previousWeightChange: return weight(quantity, places)
    case .totalInput: return written("a", places)
    case .input: return written("x", places)
    case .target: return written("t", places)
    case .output:
      let isLast =
        places.first.map { $0.layerLetter == letters.last || $0.layerLetter == ParticularLetter.r.rawValue }
        ?? false
      if isLast, let last = notation.lastOutput { return written(as: last, places) }
      return written("y", places)
    case .delta:
      let delta = written("δ", places)
      return notation.hasOppositeDelta ? .negated(delta) : delta
    case .error: return written("E", [])
    case .totalError: return .symbol(CourseSymbol(notation.symbol("E"), [], words: "total "), [])
    case .meanError: return .symbol(CourseSymbol(notation.symbol("E"), [], words: "mean "), [])
    case .accuracy, .epochs: return .quantity(quantity, places)
    }
  }

  private func weight(_ quantity: Quantity, _ places: [Subscript]) -> Formula {
    var places = places
    var name = notation.symbol("w")
    if let bias = notation.bias, places.count == 2, places[0].unit == 0 {
      name = bias
      places.removeFirst()
    } else if notation.receivesFirst {
      places.reverse()
      // `w_j0`, for every j
      if notation.layers == nil, places.count == 2, places[0].unit == nil, places[1].unit == 0 {
        places[1] = Subscript("0")
      }
    }
    if quantity != .weight { name = "Δ" + name }
    return written(as: name, places, suffix: quantity == .previousWeightChange ? "(n-1)" : "")
  }

  private func written(_ handout: String, _ places: [Subscript]) -> Formula {
    // Inputs and targets need no layer.
    written(as: notation.symbol(handout), places, isNumbered: handout != "x" && handout != "t")
  }

  /// A symbol with the number of its layer, the highest of those of its subscripts.
  private func written(
    as name: String, _ places: [Subscript], suffix: String = "", isNumbered: Bool = true
  ) -> Formula {
    if let numberedUnits {
      return .symbol(CourseSymbol(name, numberedUnits.written(places), suffix: suffix), [])
    }
    if let numbers = notation.layers, isNumbered {
      let levels = places.compactMap { self.levels[$0.letter] }
      if let level = levels.min(by: { $0.utf8.count < $1.utf8.count }) {
        return .symbol(
          CourseSymbol(name, places, superscript: numbers.enclosed(level), suffix: suffix), [])
      }
    }
    let layers = places.compactMap { place in
      letters.firstIndex(of: place.layerLetter)
        ?? ParticularLetter(rawValue: place.letter)?.layer(of: letters.count)
    }
    guard let numbers = notation.layers, let layer = layers.max(), layers.count == places.count else {
      return .symbol(CourseSymbol(name, places, suffix: suffix), [])
    }
    let isWide = places.contains { ($0.unit ?? 0) > 9 }
    let below = places.enumerated().map { number, place in
      Subscript((isWide && number > 0 ? "," : "") + (place.unit.map { "\($0)" } ?? place.letter))
    }
    let isSkip = layers.count == 2 && abs(layers[0] - layers[1]) != 1
    let superscript = !isNumbered ? "" : isSkip ? numbers.text(layers) : numbers.text(layer)
    return .symbol(CourseSymbol(name, below, superscript: superscript, suffix: suffix), [])
  }
}

extension Formula {
  /// What follows its leading minus sign.
  var withoutSign: Formula { if case .negated(let inner) = self { inner } else { self } }

  /// The formula with the opposite sign, with as few minus signs as possible.
  var turned: Formula {
    switch self {
    case .negated(let inner): return inner
    case .number(let value, let spelling):
      let isNegative = spelling.utf8.first == UInt8(ascii: "-")
      return .number(-value, spelling: isNegative ? String(spelling.dropFirst()) : "-" + spelling)
    case .difference(let a, let b): return .difference(b, a)
    case .product(let a, let b, let sign):
      if case .difference = b { return .product(a, b.turned, sign: sign) }
      if case .difference = a { return .product(a.turned, b, sign: sign) }
      if case .product = a, a.turned.isShorterSigned { return .product(a.turned, b, sign: sign) }
      return .negated(self)
    default: return .negated(self)
    }
  }

  private var isShorterSigned: Bool { if case .negated = self { false } else { true } }
}

extension Relation {
  /// The relation between the two sides with their signs turned.
  fileprivate var turned: Relation {
    switch self {
    case .equal, .approximately: self
    case .less: .greater
    case .atMost: .atLeast
    case .greater: .less
    case .atLeast: .atMost
    }
  }
}
