extension Wording {
  static func sentence(_ problem: RuleProblem) -> String {
    switch problem {
    case .withoutChange:
      "the rule does not say what Δw_ij is, in a line `Δw_ij = …`"
    case .computedTwice(let symbol): "`\(symbol)` is computed twice; each line computes something else"
    case .needsItself(let symbol):
      "`\(symbol)` needs its own value here; `\(symbol)(n-1)` is its value at the update before, 0 at first"
    case .computedLater(let symbol):
      "`\(symbol)` is computed only in a line below; lines are computed in their order, and "
        + "`\(symbol)(n-1)` is the value at the update before"
    case .notComputed(let symbol, let weight):
      "no line of this rule computes `\(symbol)`; a rule has \(given(weight))"
    case .otherLetters(let found, let weight):
      "`\(found)` belongs to another weight than the rule's `\(weight)`"
    case .place(let found, let weight):
      "`\(found)` has no place in a learning rule, which has \(given(weight))"
    case .incomplete(let found, let from, let to):
      "`\(found)` belongs to one pattern, and an update sums over patterns: a rule has `δ_\(to) y_\(from)`, "
        + "or a formula of t_\(to), y_\(to) and a_\(to) in the place of δ_\(to), such as "
        + "`(t_\(to) - y_\(to)) y_\(from)`; a line by itself, `w_\(from)\(to) = w_\(from)\(to) + …`, is "
        + "one step by any formula of the presented pattern"
    case .otherWay(let from, let to):
      "`δ_\(from) y_\(to)` is for the weight from unit \(to) to unit \(from), `w_\(to)\(from)`, but the rule "
        + "is for `w_\(from)\(to)`, which leads from unit \(from) to unit \(to)"
    case .slope(let found, let from, let to):
      "`\(found)` has no place in a learning rule, since `δ_\(to)` has it already: for the squares as E, "
        + "`δ_\(to) = (t_\(to) - y_\(to)) g'(a_\(to))` at an output unit, and so the delta rule is "
        + "`Δw_\(from)\(to) = η δ_\(to) y_\(from)`"
    case .inputOnly(let found, let output):
      "only input units have an `\(found)`, and a rule is for the weights of every layer: `\(output)` is "
        + "what the unit sends, and that of an input unit is its input"
    case .otherUnit(let found, let weight):
      "`\(found)` is of a unit that `\(weight)` neither leads from nor to"
    case .twoDeltas(let first, let second):
      "a rule has one formula in the place of δ_j, but this one has `\(first)` and `\(second)`"
    case .notRemembered(let found):
      "the `\(found)` of the update before is not remembered: `w_ij(n-1)`, `Δw_ij(n-1)`, `∂E/∂w_ij(n-1)` and "
        + "the `m_ij(n-1)` of a line `m_ij = …` are"
    case .tooEarly(let found, let from, let to):
      "only the value at the update before is remembered: a line `u_\(from)\(to) = \(found)(n-1)` keeps it, "
        + "and `u_\(from)\(to)(n-1)` is what `\(found)` was two updates ago"
    case .rateOfLayer(let found):
      "`\(found)` means nothing: a rule has one η for the weights of every layer; `l` is the number of the "
        + "layer that a weight leads to, as in `η (0.5 [l = 2] + 0.1 [l = 3])`"
    case .rateOfUpdate(let found):
      "`\(found)` means nothing: a line `\(found) = …` above this one computes the rate of each update, with "
        + "the number n of the update and η, as in `\(found) = η / (1 + n/100)`"
    case .firstRate(let found):
      "`\(found)` means nothing: `let \(found) = 0.5` defines it; the learning rate of the session is `η`"
    case .bias(let found, let from, let to):
      "`\(found)` means nothing in a rule: biases are weights `w_\(from)0\(to)`, and change as the others do "
        + "unless a line `Δw_\(from)0\(to) = …` says what happens to them alone; "
        + "`let \(found) = 0.5` defines a number"
    case .noNumber:
      "Δw is no number at the first update, when every value with (n-1) is 0 and n is 1; "
        + "`[n > 1]` in front of a product makes it 0 at the first update"
    case .notOfBias(let found, let letter, let bias):
      "`\(found)` has no place in a line about `\(bias)`: it leads from the bias unit `\(letter)0`, and "
        + "there is no other unit \(letter)"
    case .givenNumber(let found):
      "`\(found)` has a meaning in every rule already; a number that the rule computes has a name of its own"
    case .differsByWeight(let name, let part, let instead):
      "`\(name)` is one number for all weights, and `\(part)` is not the same for all, or belongs to no "
        + "rule; `\(instead) = …` computes one for each weight"
    case .ofOneLayer(let found):
      "a rule is for the weights of every layer, but `\(found)` is of one; `l` stands for any layer"
    }
  }

  /// What a rule may use.
  private static func given(_ weight: String) -> String {
    "the weight `\(weight)`, `∂E/∂\(weight)`, η, α, n, and what its own lines compute"
  }
}
