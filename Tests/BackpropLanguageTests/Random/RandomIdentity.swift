import Backprop

@testable import BackpropLanguage

/// Random formulas of a network i, j, k, and identities made of them: rewritten by equations that hold, or
/// with a slip. Written without any knowledge of the algebra that is to decide them.
struct RandomIdentity {
  private var generator: RandomGenerator
  private var bound: [String: [String]] = [:]

  init(seed: UInt64) { generator = RandomGenerator(seed: seed) }

  private mutating func below(_ count: Int) -> Int { generator.below(count) }

  // MARK: - Formulas

  /// The letters of the layers: free ones, and those that sums have bound.
  private struct Scope {
    var letters: [[String]] = [["p"], ["q"], ["r"]]
    var next = 0
  }

  private static let sumLetters = [["i", "p"], ["j", "q"], ["k", "r"]]

  private mutating func letter(_ layer: Int, _ scope: Scope) -> Subscript {
    Subscript(scope.letters[layer][below(scope.letters[layer].count)])
  }

  private mutating func quantity(_ scope: Scope) -> Formula {
    switch below(13) {
    case 0, 1: return .quantity(.weight, [letter(0, scope), letter(1, scope)])
    case 2, 3: return .quantity(.weight, [letter(1, scope), letter(2, scope)])
    case 4: return .quantity(.output, [letter(0, scope)])
    case 5: return .quantity(.output, [letter(1, scope)])
    case 6: return .quantity(.output, [letter(2, scope)])
    case 7:
      let layer = 1 + below(2)
      return .quantity(.totalInput, [letter(layer, scope)])
    case 8: return .quantity(.target, [letter(2, scope)])
    case 9:
      let layer = 1 + below(2)
      return .quantity(.delta, [letter(layer, scope)])
    case 10:
      let layer = below(2)
      return .quantity(.weightChange, [letter(layer, scope), letter(layer + 1, scope)])
    case 11:
      let layer = below(3)
      let letters = scope.letters[layer]
      guard letters.count > 1 else { return .quantity(.output, [letter(layer, scope)]) }
      return .iverson(Subscript(letters[below(letters.count - 1)]), Subscript(letters[letters.count - 1]))
    default:
      let layer = 1 + below(2)
      let a = Formula.quantity(.totalInput, [letter(layer, scope)])
      return .call(below(2) == 0 ? .transfer : .transferDerivative, [a])
    }
  }

  private mutating func variable(_ scope: Scope) -> Formula {
    switch below(5) {
    case 0: return .quantity(.weight, [letter(0, scope), letter(1, scope)])
    case 1, 2: return .quantity(.weight, [letter(1, scope), letter(2, scope)])
    case 3: return .quantity(.totalInput, [letter(1 + below(2), scope)])
    default: return .quantity(.output, [letter(1, scope)])
    }
  }

  private mutating func number() -> Formula {
    switch below(4) {
    case 0: return .number(2, spelling: "2")
    case 1: return .number(3, spelling: "3")
    case 2: return .number(0.5, spelling: "0.5")
    default: return .quotient(.number(1, spelling: "1"), .number(4, spelling: "4"))
    }
  }

  private mutating func tree(_ depth: Int, _ scope: Scope) -> Formula {
    if depth == 0 { return below(6) == 0 ? number() : quantity(scope) }
    switch below(14) {
    case 0, 1: return .sum(tree(depth - 1, scope), tree(depth - 1, scope))
    case 2: return .difference(tree(depth - 1, scope), tree(depth - 1, scope))
    case 3, 4, 5, 6:
      return .product(tree(depth - 1, scope), tree(depth - 1, scope), sign: .juxtaposed)
    case 7: return .negated(tree(depth - 1, scope))
    case 8: return .power(quantity(scope), .number(2, spelling: "2"))
    case 9, 10, 11: return sum(scope) { $0.tree(depth - 1, $1) }
    case 12: return .partial(below(3) == 0 ? .quantity(.error, []) : tree(depth - 1, scope), variable(scope))
    default:
      let x = quantity(scope)
      return below(2) == 0
        ? .elementary(below(2) == 0 ? .tanh : .sin, x)
        : .quotient(tree(depth - 1, scope), .sum(.two, .power(x, .two)))
    }
  }

  /// A sum over a letter that occurs in its body.
  private mutating func sum(
    _ scope: Scope, _ body: (inout RandomIdentity, Scope) -> Formula
  ) -> Formula {
    let layer = below(3)
    let free = Self.sumLetters[layer].filter { !scope.letters[layer].contains($0) }
    guard let name = free.first else { return quantity(scope) }
    var inner = scope
    inner.letters[layer].append(name)
    let factor: Formula =
      switch layer {
      case 0: .quantity(.weight, [Subscript(name), letter(1, scope)])
      case 1: .quantity(below(2) == 0 ? .totalInput : .delta, [Subscript(name)])
      default: .quantity(below(2) == 0 ? .delta : .output, [Subscript(name)])
      }
    return .summation(name, .product(factor, body(&self, inner), sign: .juxtaposed))
  }

  mutating func formula() -> Formula { tree(2 + below(2), Scope()) }

  // MARK: - What equals it

  /// The same value, written otherwise at a few random places.
  mutating func rewritten(_ formula: Formula) -> Formula {
    var result = formula
    for _ in 0..<(2 + below(4)) { result = rewrittenSomewhere(result) }
    return result
  }

  private mutating func rewrittenSomewhere(_ formula: Formula) -> Formula {
    let parts = formula.children
    // ∂ by a variable: the variable stays.
    if !parts.isEmpty, below(3) > 0 {
      var changed = parts
      var place = below(parts.count)
      if case .partial = formula { place = 0 }
      changed[place] = rewrittenSomewhere(parts[place])
      return formula.with(changed)
    }
    return equal(formula)
  }

  private mutating func equal(_ formula: Formula) -> Formula {
    switch formula {
    case .sum(let a, let b): return below(2) == 0 ? .sum(b, a) : .difference(b, .negated(a))
    case .difference(let a, let b): return .sum(.negated(b), a)
    case .product(.sum(let a, let b), let c, let sign):
      return .sum(.product(a, c, sign: sign), .product(b, c, sign: sign))
    case .product(let c, .sum(let a, let b), let sign):
      return .sum(.product(c, a, sign: sign), .product(c, b, sign: sign))
    case .product(let a, .summation(let letter, let body), let sign) where !a.letters.contains(letter):
      return .summation(letter, .product(body, a, sign: sign))
    case .product(let a, let b, let sign): return .product(b, a, sign: sign)
    case .negated(let a): return .product(.number(1, spelling: "1"), .negated(a), sign: .juxtaposed)
    case .power(let a, .number(2, _)): return .product(a, a, sign: .juxtaposed)
    case .summation(let letter, .sum(let a, let b))
    where a.letters.contains(letter) && b.letters.contains(letter):
      return .sum(.summation(letter, a), .summation(letter, b))
    case .quantity(.totalInput, let places):
      guard let unit = places.first, let layer = Self.layer(unit), layer > 0,
        let letter = unused(layer - 1, formula)
      else { return formula }
      return .summation(
        letter,
        .product(
          .quantity(.weight, [Subscript(letter), unit]), .quantity(.output, [Subscript(letter)]),
          sign: .juxtaposed))
    case .quantity(.output, let places):
      guard let unit = places.first, let layer = Self.layer(unit), layer > 0 else { return formula }
      return .call(.transfer, [.quantity(.totalInput, [unit])])
    case .quantity(.delta, let places):
      guard let unit = places.first, let layer = Self.layer(unit) else { return formula }
      let slope = Formula.call(.transferDerivative, [.quantity(.totalInput, [unit])])
      if below(3) == 0 { return .negated(.partial(.quantity(.error, []), .quantity(.totalInput, [unit]))) }
      if layer == 2 {
        return .product(
          .difference(.quantity(.target, [unit]), .quantity(.output, [unit])), slope, sign: .juxtaposed)
      }
      return .product(
        slope,
        .summation(
          "k",
          .product(
            .quantity(.delta, [Subscript("k")]), .quantity(.weight, [unit, Subscript("k")]),
            sign: .juxtaposed)), sign: .juxtaposed)
    case .quantity(.weightChange, let places):
      return .product(
        .name("η"),
        .product(.quantity(.delta, [places[1]]), .quantity(.output, [places[0]]), sign: .juxtaposed),
        sign: .juxtaposed)
    case .iverson(let a, let b):
      return below(2) == 0 ? .iverson(b, a) : .power(formula, .number(2, spelling: "2"))
    case .partial(.quantity(.weight, let left), .quantity(.weight, let right))
    where Self.layer(left[0]) == Self.layer(right[0]):
      return .product(.iverson(left[0], right[0]), .iverson(left[1], right[1]), sign: .juxtaposed)
    case .call(.transfer, let arguments):
      if case .quantity(.totalInput, let places)? = arguments.first { return .quantity(.output, places) }
      return formula
    case .partial(.sum(let a, let b), let x): return .sum(.partial(a, x), .partial(b, x))
    case .partial(.product(let a, let b, let sign), let x):
      return .sum(
        .product(.partial(a, x), b, sign: sign), .product(a, .partial(b, x), sign: sign))
    case .partial(.quantity(.error, _), .quantity(.weight, let places)):
      return .negated(
        .product(.quantity(.delta, [places[1]]), .quantity(.output, [places[0]]), sign: .juxtaposed))
    case .partial(.quantity(.error, _), .quantity(.totalInput, let places)):
      return .negated(.quantity(.delta, places))
    default:
      return below(2) == 0
        ? .difference(.sum(formula, .two), .two) : .quotient(.product(.two, formula, sign: .dot), .two)
    }
  }

  private static func layer(_ unit: Subscript) -> Int? {
    sumLetters.firstIndex { $0.contains(unit.letter) }
  }

  private mutating func unused(_ layer: Int, _ formula: Formula) -> String? {
    Self.sumLetters[layer].first { !formula.letters.contains($0) }
  }

  // MARK: - Slips

  /// With a slip somewhere: a sign, a factor, a letter, another quantity. It may still be right by accident.
  mutating func withSlip(_ formula: Formula) -> Formula {
    let parts = formula.children
    if !parts.isEmpty, below(4) > 0 {
      var changed = parts
      var place = below(parts.count)
      if case .partial = formula { place = 0 }
      changed[place] = withSlip(parts[place])
      return formula.with(changed)
    }
    switch formula {
    case .sum(let a, let b): return .difference(a, b)
    case .difference(let a, let b): return below(2) == 0 ? .sum(a, b) : .difference(b, a)
    case .product(let a, let b, let sign): return below(2) == 0 ? a : .product(a, .sum(b, .one), sign: sign)
    case .negated(let a): return a
    case .quantity(.weight, let places): return .quantity(.output, [places[below(2)]])
    case .quantity(.output, let places):
      return .product(.quantity(.output, places), .quantity(.output, places), sign: .juxtaposed)
    case .quantity(.totalInput, let places): return .quantity(.output, places)
    case .quantity(.delta, let places): return .negated(.quantity(.delta, places))
    case .quantity(.target, let places): return .quantity(.output, places)
    case .call(.transferDerivative, let arguments): return .call(.transfer, arguments)
    case .call(.transfer, let arguments): return .call(.transferDerivative, arguments)
    case .number(let value, _): return .number(value + 1, spelling: "\(value + 1)")
    default: return .product(.two, formula, sign: .dot)
    }
  }
}

extension Formula {
  /// Every letter in it.
  var letters: Set<String> {
    var letters: Set<String> = []
    for child in children { letters.formUnion(child.letters) }
    switch self {
    case .quantity(_, let places): letters.formUnion(places.map { $0.letter })
    case .iverson(let a, let b): letters.formUnion([a.letter, b.letter])
    case .summation(let letter, _): letters.insert(letter)
    default: break
    }
    return letters
  }
}
