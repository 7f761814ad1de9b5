import Backprop

@testable import BackpropLanguage

/// Random formulas of the form that the parser produces: every kind of node, no negative numbers.
struct RandomFormula {
  var generator: RandomGenerator

  init(seed: UInt64) { generator = RandomGenerator(seed: seed) }

  mutating func choice<Value>(_ options: [Value]) -> Value { options[generator.below(options.count)] }

  mutating func place(_ letters: String) -> Subscript {
    let letter = String(choice(Array(letters)))
    return Subscript(letter, unit: choice([nil, nil, 1, 2, 13]))
  }

  mutating func variable() -> Formula {
    choice([
      .quantity(.weight, [place("iq"), place("jr")]), .quantity(.output, [place("ijk")]),
      .quantity(.totalInput, [place("jk")]),
    ])
  }

  mutating func leaf() -> Formula {
    switch generator.below(9) {
    case 0:
      let spelling = choice(["2", "0.5", "0.10", "3", "1.25"])
      return .number(Double(spelling) ?? 0, spelling: spelling)
    case 1: return .constant(choice([.pi, .e]))
    case 2: return .name(choice(["η", "α", "rate", "my_rate", "c", "λ"]))
    case 3: return .quantity(choice([.error, .totalError, .meanError]), [])
    case 4: return .quantity(choice([.delta, .target]), [place("jkr")])
    case 5: return .quantity(.weightChange, [place("i"), place("jq")])
    case 6: return .iverson(place("kr"), place("kr"))
    default: return variable()
    }
  }

  mutating func tree(_ depth: Int) -> Formula {
    if depth == 0 || generator.below(8) == 0 { return leaf() }
    let next = depth - 1
    switch generator.below(12) {
    case 0: return .negated(tree(next))
    case 1: return .sum(tree(next), tree(next))
    case 2: return .difference(tree(next), tree(next))
    case 3, 4, 5:
      return .product(tree(next), tree(next), sign: choice([.juxtaposed, .juxtaposed, .dot, .cross]))
    case 6: return .quotient(tree(next), tree(next))
    case 7: return .power(tree(next), tree(next))
    case 8:
      let elementary = ElementaryFunction.allCases.filter { !$0.takesSeveral }
      let function = choice(
        [Function.transfer, .transferDerivative] + elementary.map { .elementary($0) }
          + [.named("swish"), .named("half'")])
      return .call(function, [tree(next)])
    case 9:
      return .elementary(
        choice(ElementaryFunction.allCases.filter { $0.takesSeveral }), tree(next), tree(next))
    case 10: return .summation(choice(["i", "j", "k"]), tree(next))
    default: return .partial(tree(next), variable())
    }
  }
}

extension Formula {
  /// With `·` in place of `×`: ASCII has one sign for both.
  var withOneSign: Formula {
    if case .product(let a, let b, .cross) = self {
      return .product(a.withOneSign, b.withOneSign, sign: .dot)
    }
    return with(children.map { $0.withOneSign })
  }
}
