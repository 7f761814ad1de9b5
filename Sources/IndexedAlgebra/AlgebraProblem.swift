/// Why the algebra gives up. It never guesses instead.
public enum AlgebraProblem: Error, Equatable, Sendable {
  /// A number no longer fits 64 bits.
  case numbersTooLarge
  /// More terms than the limit.
  case tooManyTerms
  case divisionByZero
  /// Something that it has no rules for.
  case unknown(UnknownTerm)
  case interrupted
}

/// What the algebra has no rules for.
public enum UnknownTerm: Equatable, Sendable {
  /// A power that is not a whole number, of something that may be negative.
  case power
  /// The derivative of a function that has none by formula.
  case derivative
  /// Something at a bias unit, which has no total input.
  case biasUnit
  /// A transfer function that couples the units of a layer, of something other than their total inputs.
  case coupledFunction
}
