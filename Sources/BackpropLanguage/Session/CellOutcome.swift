/// How a cell ended.
public enum CellOutcome: Equatable, Sendable {
  case finished
  /// The state is as before the command that failed; the commands above it in the cell have run.
  case failed(DiagnosticReport)
  /// The user stopped it; weights are whole, those of the last completed update.
  case interrupted
}
