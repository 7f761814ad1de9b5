import Backprop

/// What E is made of: sums over the output units, each of one unit's t and y, and E as a formula of these
/// sums.
///
/// `sqrt(Σ_k (t_k - y_k)^2)` has the sum S = Σ_k (t - y)^2 and is sqrt(S). A sum within a sum, such as a mean
/// over the units, is a sum of its own. Names that no cell can have stand for the parts.
struct ErrorParts {
  /// t and y of the unit that a sum is at.
  static let target = Formula.name("t")
  static let output = Formula.name("y")
  /// Its total input, in what learning rules take in place of δ.
  static let totalInput = Formula.name("total input")
  /// The sum at a place in `terms`.
  static func sum(_ place: Int) -> Formula { .name("sum \(place)") }
  /// 1 at the unit of this number, else 0.
  static func isUnit(_ number: Int) -> Formula { .name("unit \(number)") }

  /// The variable that such a name stands for.
  static func variable(_ name: String) -> Expression.Variable? {
    if name == "t" { return .target }
    if name == "y" { return .output }
    if totalInput == .name(name) { return .totalInput }
    if name == "w" { return .weight }
    guard let space = name.lastIndex(of: " "), let number = Int(name[space...].dropFirst()) else {
      return nil
    }
    return name.hasPrefix("sum ") ? .sum(number) : .isUnit(number)
  }

  /// A part with the names of quantities as a cell has them, for a message.
  static func written(_ part: Formula, at unit: Subscript) -> Formula {
    guard case .name(let name) = part, let variable = variable(name) else {
      return part.with(part.children.map { written($0, at: unit) })
    }
    return switch variable {
    case .target: .quantity(.target, [unit])
    case .output: .quantity(.output, [unit])
    case .totalInput: .quantity(.totalInput, [unit])
    case .weight: .quantity(.weight, [Subscript("i"), Subscript("j")])
    case .logarithmOfSum, .sum, .isUnit: part
    }
  }

  /// What each sum adds for a unit; it may use the sums before it.
  private(set) var terms: [Formula] = []
  private(set) var total = Formula.zero
  /// -∂E/∂y of a unit, from its t and y and the sums.
  private(set) var descent = Formula.zero
  private let outputLetter: String

  /// source: a formula whose symbols are known to mean something, with names of quantities written out.
  init(_ source: SourceFormula, _ context: FormulaContext) throws(Diagnostic) {
    outputLetter = context.layerLetters.last ?? ""
    total = try part(source.formula, letter: nil, context, source.range)
    descent = descentFromTerms()
  }

  /// E = Σ_k term, with a derivative that is known in a shorter form.
  init(term: Formula, descent: Formula, outputLetter: String) {
    terms = [term]
    total = Self.sum(0)
    self.descent = descent
    self.outputLetter = outputLetter
  }

  /// A part of E with the sums in it replaced by their names. letter: that of the sum that it is in.
  private mutating func part(
    _ formula: Formula, letter: String?, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) -> Formula {
    let last = context.network.layers.count - 1
    switch formula {
    case .number, .constant, .name: return formula
    case .quantity(let quantity, let places):
      guard quantity == .target || quantity == .output, let place = places.first,
        context.layer(of: place) == last
      else { throw Diagnostic(.errorOf(formula.unicode), at: range) }
      let symbol = quantity == .target ? Self.target : Self.output
      guard let unit = place.unit else {
        if place.letter == letter { return symbol }
        throw Diagnostic(.errorOfPairs(formula.unicode), at: range)
      }
      return addSum(of: .product(Self.isUnit(unit), symbol, sign: .juxtaposed))
    case .summation(let own, let body):
      guard context.layer(of: Subscript(own)) == last else {
        throw Diagnostic(.errorOf(formula.unicode), at: range)
      }
      guard body.hasSum(with: own) else { return addSum(of: try part(body, letter: own, context, range)) }
      // `Σ_k Σ_r (y_k - y_r)^2`: each unit has a sum of its own.
      let units = context.network.outputUnits
      guard units <= Self.mostUnits else {
        throw Diagnostic(
          .tooLarge("units \(own) in a sum Σ_\(own) of sums", count: units, limit: Self.mostUnits), at: range)
      }
      var sum = Formula.zero
      for unit in 1...units {
        let place = Subscript(outputLetter, unit: unit)
        let term = try part(body.replacing(own, by: place), letter: letter, context, range)
        sum = sum.isZero ? term : .sum(sum, term)
      }
      return sum
    case .iverson(let a, let b):
      if a == b { return .one }
      if let (x, y) = Self.both(a.unit, b.unit) { return x == y ? .one : .zero }
      guard let unit = a.unit ?? b.unit, (a.unit == nil ? a : b).letter == letter else {
        throw Diagnostic(.errorOfPairs(formula.unicode), at: range)
      }
      return Self.isUnit(unit)
    case .partial, .call(.transfer, _), .call(.transferDerivative, _), .symbol:
      throw Diagnostic(.errorOf(formula.unicode), at: range)
    case .negated, .sum, .difference, .product, .quotient, .power, .call:
      var parts: [Formula] = []
      for child in formula.children { parts.append(try part(child, letter: letter, context, range)) }
      return formula.with(parts)
    }
  }

  /// The formulas of so many units' sums, and their slopes, are worked out fast.
  private static let mostUnits = 16

  private static func both(_ a: Int?, _ b: Int?) -> (Int, Int)? {
    guard let a, let b else { return nil }
    return (a, b)
  }

  private mutating func addSum(of term: Formula) -> Formula {
    if let place = terms.firstIndex(of: term) { return Self.sum(place) }
    terms.append(term)
    return Self.sum(terms.count - 1)
  }

  // MARK: - The derivative

  /// With A_n = ∂E/∂S_n, -∂E/∂y = -Σ_n A_n ∂term_n/∂y.
  private mutating func descentFromTerms() -> Formula {
    let values = terms
    let adjoints = SumAdjoints.adjoints(of: total, values) { slope, _ in addSum(of: slope) }
    var slope = Formula.zero
    for (adjoint, value) in zip(adjoints, values) {
      slope = Algebra.sum(slope, Algebra.product(adjoint, SymbolicDerivative.derivative(of: value, by: "y")))
    }
    let descent = Algebra.negated(slope.simplified).simplified
    if case .negated(.quotient(.difference(let a, let b), let divisor)) = descent {
      return .quotient(.difference(b, a), divisor)
    }
    return descent
  }

  /// Whether single units are named in it by their numbers.
  var namesUnits: Bool {
    (terms + [total]).contains { term in
      term.names.contains { if case .isUnit? = Self.variable($0) { true } else { false } }
    }
  }

  /// -∂E/∂y of a unit as a cell has it: `2 (t_k - y_k)`. other: a letter for the sums in it.
  func descent(at unit: Subscript, other: Subscript) -> Formula { written(descent, at: unit, other: other) }

  /// `y_k2` for the sum of [k = k2] y_k.
  private func ofOneUnit(_ term: Formula) -> Formula? {
    guard case .product(.name(let name), let symbol, _) = term,
      case .isUnit(let number)? = Self.variable(name)
    else { return nil }
    let unit = Subscript(outputLetter, unit: number)
    if symbol == Self.target { return .quantity(.target, [unit]) }
    return symbol == Self.output ? .quantity(.output, [unit]) : nil
  }

  private func written(_ part: Formula, at unit: Subscript, other: Subscript) -> Formula {
    if part == Self.target { return .quantity(.target, [unit]) }
    if part == Self.output { return .quantity(.output, [unit]) }
    for (place, term) in terms.enumerated() where part == Self.sum(place) {
      if let quantity = ofOneUnit(term) { return quantity }
      return .summation(other.letter, written(term, at: other, other: unit))
    }
    if case .name(let name) = part, case .isUnit(let number)? = Self.variable(name) {
      return .iverson(unit, Subscript(outputLetter, unit: number))
    }
    return part.with(part.children.map { written($0, at: unit, other: other) })
  }
}

extension Formula {
  /// Whether there is a sum in it, over another letter, in which this one is free: `Σ_k w_jk^2` has j.
  func hasSum(with letter: String) -> Bool {
    if case .summation(let own, let body) = self {
      if own == letter { return false }
      if body.freeSubscripts.contains(Subscript(letter)) { return true }
    }
    return children.contains { $0.hasSum(with: letter) }
  }
}

extension FormulaContext {
  /// The layer of a unit; nil if there is none.
  func layer(of place: Subscript) -> Int? {
    layerLetters.firstIndex(of: place.layerLetter) ?? particularLetters[place.letter]
  }

  /// With names of quantities written out, and letters that `let` pins replaced by their units. Names of
  /// numbers stay.
  func written(out formula: Formula) -> Formula {
    switch formula {
    case .name(let name):
      guard let definition = definitions[name] else { return formula }
      let written = written(out: definition)
      return written.isArithmetic ? formula : written
    case .quantity, .iverson: return pinned(formula)
    default: return formula.with(formula.children.map { written(out: $0) })
    }
  }

  /// With letters that `let` pins replaced by their units.
  func pinned(_ formula: Formula) -> Formula {
    switch formula {
    case .quantity(let quantity, let places): .quantity(quantity, places.map { pinned($0) })
    case .iverson(let a, let b): .iverson(pinned(a), pinned(b))
    default: formula.with(formula.children.map { pinned($0) })
    }
  }

  private func pinned(_ place: Subscript) -> Subscript {
    guard place.unit == nil, let unit = pins[place.letter] else { return place }
    return Subscript(layer(of: place).map { layerLetters[$0] } ?? place.letter, unit: unit)
  }
}
