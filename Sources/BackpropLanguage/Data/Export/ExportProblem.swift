/// Why a network cannot be written for other programs.
public enum ExportProblem: Error, Equatable, Sendable {
  /// The user interrupted it.
  case interrupted
  /// A weight between these layers, given by their letters, is infinite or not a number.
  case notFinite(from: String, to: String)
  /// More bytes than the format can hold.
  case tooLarge(most: Int)
  /// The user's own transfer function uses something for which the format has no operation.
  case noOperation(String, function: String)
}
