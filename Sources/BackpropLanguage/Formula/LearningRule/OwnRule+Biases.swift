/// What a rule says of biases in lines of their own. They are weights like others, from a unit whose output
/// is constant; such lines may change them in another way.
extension OwnRule {
  /// Whether some lines are about biases alone.
  var treatsBiasesApart: Bool { lines.contains { $0.isOfBias } }

  /// The lines that say what happens to a weight, or to a bias: those for every weight, unless there is one
  /// for biases that computes the same.
  func lines(ofBias: Bool) -> [Line] {
    lines.filter { line in
      guard ofBias else { return !line.isOfBias }
      return line.isOfBias || !lines.contains { $0.isOfBias && $0.symbol == line.symbol }
    }
  }

  /// A line with the letters of every weight: `Δw_ij = η δ_j` for `Δw_i0j = η δ_j`.
  func general(_ line: Line) -> Formula {
    line.isOfBias ? line.formula.formula.general(from, to) : line.formula.formula
  }

  /// Whether the lines for biases agree with those for every weight, term by term; true if there are none.
  ///
  /// bias: the output of bias units. hasPenalty: whether E has one, which δ_j y_i leaves out.
  func agreesOnBiases(bias: Double, hasPenalty: Bool = false) -> Bool {
    let place = BiasPlace(from: from, to: to, bias: bias, hasPenalty: hasPenalty)
    return lines.filter { $0.isOfBias }.allSatisfy { line in
      guard let other = lines.first(where: { !$0.isOfBias && $0.symbol == line.symbol }) else { return false }
      let (ours, theirs) = (place.terms(other.formula.formula), place.terms(line.formula.formula))
      return Set(ours.keys).union(theirs.keys).allSatisfy { key in
        let (a, b) = (ours[key] ?? 0, theirs[key] ?? 0)
        return abs(a - b) <= 1e-12 * max(abs(a), abs(b))
      }
    }
  }
}

extension Formula {
  /// With w_i0j, y_i0 and the m_i0j of a rule as w_ij, y_i and m_ij.
  fileprivate func general(_ from: String, _ to: String) -> Formula {
    func named(_ name: String) -> String {
      let ending = "_\(from)0\(to)"
      return name.hasSuffix(ending) ? String(name.dropLast(ending.count)) + "_\(from)\(to)" : name
    }
    switch self {
    case .name(let name): return .name(named(name))
    case .quantity(let quantity, let places):
      return .quantity(quantity, places.map { $0 == .bias(from) ? Subscript(from) : $0 })
    case .call(.named(let name), let arguments):
      return .call(.named(named(name)), arguments.map { $0.general(from, to) })
    default: return with(children.map { $0.general(from, to) })
    }
  }
}

/// Formulas of a rule at a bias unit, as sums of products.
private struct BiasPlace {
  let from: String
  let to: String
  let bias: Double
  let hasPenalty: Bool

  /// More are not multiplied out.
  private static let mostTerms = 200

  /// The number in front of each product of its parts, which are sorted, as text.
  func terms(_ formula: Formula) -> [String: Double] { terms(products(formula)) }

  private func terms(_ products: [(number: Double, factors: [String])]) -> [String: Double] {
    var terms: [String: Double] = [:]
    for term in products {
      terms[term.factors.sorted().joined(separator: " · "), default: 0] += term.number
    }
    return terms
  }

  private func text(_ formula: Formula) -> String { text(products(formula)) }

  private func text(_ products: [(number: Double, factors: [String])]) -> String {
    let terms = terms(products)
    return terms.keys.sorted().map { "\(terms[$0] ?? 0) \($0)" }.joined(separator: " + ")
  }

  private func products(_ formula: Formula) -> [(number: Double, factors: [String])] {
    switch formula {
    case .number(let value, _): return [(value, [])]
    case .negated(let a): return products(a).map { (-$0.number, $0.factors) }
    case .sum(let a, let b): return products(a) + products(b)
    case .difference(let a, let b): return products(a) + products(.negated(b))
    case .product(let a, let b, _):
      let (left, right) = (products(a), products(b))
      guard left.count * right.count <= Self.mostTerms else {
        return [(1, ["(\(text(left)))", "(\(text(right)))"])]
      }
      return left.flatMap { one in
        right.map { (one.number * $0.number, one.factors + $0.factors) }
      }
    case .quotient(let a, .number(let divisor, _)) where divisor != 0:
      return products(a).map { ($0.number / divisor, $0.factors) }
    case .quotient(let a, let b):
      return products(a).map { ($0.number, $0.factors + ["1/(\(text(b)))"]) }
    case .power(let a, let b): return [(1, ["(\(text(a)))^(\(text(b)))"])]
    case .call(.named(let name), let arguments) where formula.ofUpdate != nil:
      return [(1, ["\(ofBias(name))(\(arguments.map { text($0) }.joined(separator: ", ")))"])]
    case .call(let function, let arguments):
      return [(1, ["\(function)(\(arguments.map { text($0) }.joined(separator: ", ")))"])]
    case .name(let name): return [(1, [ofBias(name)])]
    case .quantity(.output, [Subscript(from)]): return [(bias, [])]
    case .quantity(.output, let places) where places.first?.unit == 0: return [(bias, [])]
    case .quantity(let quantity, let places) where isBias(places): return [(1, [quantity.rawValue])]
    // ∂E/∂w is -δ y.
    case .partial(.quantity(.error, _), .quantity(.weight, let places)) where isBias(places):
      if hasPenalty { return [(1, ["∂E/∂w"])] }
      return [(-bias, [Formula.quantity(.delta, [Subscript(to)]).unicode])]
    default: return [(1, [formula.unicode])]
    }
  }

  /// Whether these are the subscripts of the weight in the line for every weight, or of a bias.
  private func isBias(_ places: [Subscript]) -> Bool {
    places.count == 2 && places[1] == Subscript(to) && (places[0].unit == 0 || places[0] == Subscript(from))
  }

  /// `v` for `v_ij`, which belongs to a weight.
  private func ofBias(_ name: String) -> String {
    let (bare, places) = OtherCourses.parts(of: name)
    return isBias(places) ? bare : name
  }
}
