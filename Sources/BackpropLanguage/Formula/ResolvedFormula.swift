import Backprop

/// A formula whose symbols have been resolved in a network, ready to be evaluated for any units of its
/// indices.
indirect enum ResolvedFormula: Sendable {
  case number(Double)
  /// w, Δw and the previous Δw, by projection.
  case weight(projection: Int, Place, Place)
  case weightChange(projection: Int, Place, Place)
  case previousWeightChange(projection: Int, Place, Place)
  /// A number that the learning rule remembers about a weight: one matrix per projection.
  case remembered([Matrix], projection: Int, Place, Place)
  /// A name that stands for a number, where names are kept.
  case named(String, ResolvedFormula)
  case totalInput(layer: Int, Place)
  case output(layer: Int, Place)
  case delta(layer: Int, Place)
  case target(Place)
  case error, totalError, meanError
  case accuracy, epochs
  case negated(ResolvedFormula)
  case sum(ResolvedFormula, ResolvedFormula)
  case difference(ResolvedFormula, ResolvedFormula)
  case product(ResolvedFormula, ResolvedFormula)
  case quotient(ResolvedFormula, ResolvedFormula)
  case power(ResolvedFormula, ResolvedFormula)
  case call(ElementaryFunction, [ResolvedFormula])
  /// g(x) and g'(x) of a layer.
  case transfer(layer: Int, ResolvedFormula, isDerivative: Bool)
  /// The same if g is softmax: x is evaluated for every unit of the layer through the index in `slot`.
  case softmax(layer: Int, ResolvedFormula, slot: Int, at: Place, isDerivative: Bool)
  /// A user's own function, or its derivative, applied.
  case apply(ResolvedFormula, to: ResolvedFormula, isDerivative: Bool)
  /// The argument of a user's own function, in its body.
  case parameter
  case summation(slot: Int, Range<Int>, ResolvedFormula)
  case iverson(Place, Place)
  case partial(ResolvedFormula, Variable)

  /// The unit that a subscript names: a fixed one, or the current one of its index.
  enum Place: Equatable, Sendable {
    case unit(Int)
    case slot(Int)
  }

  /// The variable of a derivative.
  enum Variable: Sendable {
    case weight(projection: Int, Place, Place)
    case totalInput(layer: Int, Place)
    case output(layer: Int, Place)
  }
}

extension ResolvedFormula {
  /// Whether there is a logarithm in it.
  var hasLogarithm: Bool {
    switch self {
    case .call(.log, _): true
    case .call(_, let arguments): arguments.contains { $0.hasLogarithm }
    case .named(_, let a), .negated(let a), .summation(_, _, let a), .transfer(_, let a, _),
      .softmax(_, let a, _, _, _):
      a.hasLogarithm
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
      .power(let a, let b), .apply(let a, let b, _):
      a.hasLogarithm || b.hasLogarithm
    case .number, .weight, .weightChange, .previousWeightChange, .remembered, .totalInput, .output, .delta,
      .target, .error, .totalError, .meanError, .accuracy, .epochs, .parameter, .iverson, .partial:
      false
    }
  }

  /// `[j = j0]` or `1 - [j = j0]`, if it is one or a product that begins with one.
  var leadingBracket: ResolvedFormula? {
    switch self {
    case .iverson, .difference(.number(1), .iverson): self
    case .product(let first, _): first.leadingBracket
    default: nil
    }
  }
}
