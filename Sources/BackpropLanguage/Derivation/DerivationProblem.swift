/// Why a formula cannot be derived.
public enum DerivationProblem: Error, Equatable, Sendable {
  /// It has neither a ∂ nor a quantity that the network computes.
  case nothingToDerive(Formula)
  /// The derivative of a ∂, of δ or of g', for which there is no symbol.
  case hasNoSlope(Formula)
  /// g' of a transfer function that no formula expresses, in words.
  case slopeInWords(Formula, transfer: String, words: String)
  /// g' of a softmax unit, whose output depends on the total inputs of all units.
  case slopeOfSoftmax(Formula, unit: Subscript)
  /// A quantity of a whole pattern set.
  case isOfSet(Formula)
  /// A learning rule that no formula expresses.
  case noFormula(rule: String)
  case tooLong(parts: Int, limit: Int)
  case tooManyLines(limit: Int)
  /// More symbols in all lines, or more to compute in one, than is reasonable.
  case tooMuch
  /// The two sides of a line differ in a random network, which would be a mistake in the derivation itself.
  case lineFails(Equation)
  /// No random network was found in which both sides are numbers.
  case lineNotChecked(Equation)
}
