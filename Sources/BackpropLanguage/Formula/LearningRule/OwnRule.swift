import Backprop

/// A learning rule as the user defined it: `rule mine: Δw_ij = η δ_j y_i + α Δw_ij(n-1)`.
struct OwnRule: Sendable {
  let name: String
  /// In the order in which they are computed: those for every weight, and those for biases alone.
  var lines: [Line]
  /// The letters of the units that the weight w_ij leads from and to.
  let from: String
  let to: String

  /// `m_ij = β1 m_ij(n-1) + (1 - β1) ∂E/∂w_ij`
  struct Line: Sendable {
    let symbol: Symbol
    var formula: SourceFormula
    /// The right side as it was typed, if that is the weight after the update.
    var typed: Formula?
    /// Whether it is about biases alone: `Δw_i0j = η δ_j`.
    var isOfBias = false
  }

  /// What a line computes.
  enum Symbol: Hashable, Sendable {
    /// Δw_ij
    case change
    /// A quantity of the rule's own, one number per weight: the m of m_ij.
    case own(String)
    /// A number of the rule's own, the same for every weight, by its whole name: `s`, `η_n`.
    case number(String)

    /// `m_ij`, `η_n`
    func written(_ from: String, _ to: String) -> String {
      switch self {
      case .change: "Δw_\(from)\(to)"
      case .own(let name): "\(name)_\(from)\(to)"
      case .number(let name): name
      }
    }
  }

  /// The lines as equations.
  var equations: [Equation] {
    lines.map { line in
      let source = line.isOfBias ? Subscript.bias(from) : Subscript(from)
      let left: Formula =
        switch line.symbol {
        case .change: .quantity(.weightChange, [source, Subscript(to)])
        case .own, .number: .name(line.symbol.written(source.text, to))
        }
      return Equation(left, line.formula.formula)
    }
  }

  /// The m of each line `m_ij = …`.
  var quantities: [String] {
    lines.compactMap { line in
      if case .own(let name) = line.symbol { name } else { nil }
    }
  }

  /// The name of each line that computes one number for all weights.
  var numbers: [String] {
    lines.compactMap { line in
      if case .number(let name) = line.symbol { name } else { nil }
    }
  }

  /// As a cell has it.
  var text: String {
    let lines = equations.map { $0.unicode }
    return "rule \(name):" + (lines.count == 1 ? " \(lines[0])" : lines.map { "\n  \($0)" }.joined())
  }

  /// Its place in the session, in one line.
  var summary: String { equations.map { $0.unicode }.joined(separator: ", ") }

  /// The quantity of its own that a name such as `m_ij` or `η_n` stands for.
  func symbol(_ name: String) -> Symbol? {
    if lines.contains(where: { $0.symbol == .number(name) }) { return .number(name) }
    let ending = "_\(from)\(to)"
    guard name.hasSuffix(ending), name.utf8.count > ending.utf8.count else { return nil }
    return .own(String(name.dropLast(ending.count)))
  }
}

/// What is wrong with a learning rule.
public enum RuleProblem: Equatable, Sendable {
  /// No line computes Δw.
  case withoutChange(last: String)
  /// Two lines compute the same.
  case computedTwice(String)
  /// A line needs the value that it computes.
  case needsItself(String)
  /// A line needs what only a later line computes.
  case computedLater(String)
  /// No line computes what another one needs.
  case notComputed(String, weight: String)
  /// Subscripts other than those of the weight.
  case otherLetters(String, weight: String)
  /// Something else than the weights, the gradient, and what the rule computes.
  case place(String, weight: String)
  /// δ_j or y_i without the other: sums over patterns are known of the product only.
  case incomplete(String, from: String, to: String)
  /// `Δw_ji = η δ_j y_i`: of the weight that leads the other way.
  case otherWay(from: String, to: String)
  /// `g'(a_j)`, which is in δ_j.
  case slope(String, from: String, to: String)
  /// `x_i`, which only input units have.
  case inputOnly(String, output: String)
  /// A unit that the weight neither leads from nor to: the `y_k` of `Δw_ij = η δ_j y_k`.
  case otherUnit(String, weight: String)
  /// Two formulas in the place of δ_j.
  case twoDeltas(String, String)
  /// A value of an earlier update that is not remembered: `y_i(n-1)`.
  case notRemembered(String)
  /// A value of the update before the last: `m_ij(n-2)`. own: whether the rule computes it.
  case tooEarly(String, from: String, to: String)
  /// `η_1`, `η^l`
  case rateOfLayer(String)
  /// `η_n`, without a line that computes it.
  case rateOfUpdate(String)
  /// `η_0`, which nothing defines.
  case firstRate(String)
  /// `b`, in a rule with weights of such letters.
  case bias(String, from: String, to: String)
  /// `Δw` that is no number at the first update.
  case noNumber
  /// A unit i, in a line about the weights from bias units alone.
  case notOfBias(String, letter: String, bias: String)
  /// A line about the matrix of one layer.
  case ofOneLayer(String)
  /// A line computes what the session or the training has already: `η = …`.
  case givenNumber(String)
  /// A number for all weights, `s = …`, by a part that each weight has its own of.
  case differsByWeight(String, part: String, instead: String)
}
