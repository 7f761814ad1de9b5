/// Why a network cannot be written for other programs.
public enum ExportProblem: Error, Equatable, Sendable {
  /// The user asked for it to stop.
  case interrupted
  /// A weight of these layers, by their letters, is infinite or not a number.
  case notFinite(from: String, to: String)
  /// More bytes than the format can hold.
  case tooLarge(most: Int)
  /// The user's own transfer function uses what the format has no operation for.
  case noOperation(String, function: String)
}
