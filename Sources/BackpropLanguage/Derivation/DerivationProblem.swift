/// Why a formula cannot be derived.
public enum DerivationProblem: Error, Equatable, Sendable {
  /// It has neither a ∂ nor a quantity that the network computes.
  case nothingToDerive(Formula)
  /// The derivative of a ∂, of δ or of g', for which there is no symbol.
  case hasNoSlope(Formula)
  /// A quantity of a whole pattern set.
  case isOfSet(Formula)
  /// A learning rule that no formula expresses.
  case noFormula(rule: String)
  /// Softmax where g is of one unit.
  case tooLong(parts: Int, limit: Int)
  case tooManyLines(limit: Int)
  /// The two sides of a line differ in a random network, which would be a mistake in the derivation itself.
  case lineFails(Equation)
  /// No random network was found in which both sides are numbers.
  case lineNotChecked(Equation)
}
