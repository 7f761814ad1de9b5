/// How a cell ended.
public enum CellOutcome: Equatable, Sendable {
  case finished
  /// The state is that before the failing command; the commands above it in the cell have taken effect.
  case failed(DiagnosticReport)
  /// The user interrupted it; the weights are consistent, those after the last completed update.
  case interrupted
}
