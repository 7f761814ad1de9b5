import Backprop

/// The state between cells and the machine that runs them. Owned by one thread; what others need of it is `snapshot`.
public final class Session {
  private var state = SessionState()

  public init() {}

  /// What completion and inspection need to know, as of the end of the last statement.
  public var snapshot: SessionSnapshot { SessionSnapshot(state: state) }

  /// Parses the whole cell, then runs its statements one by one until one fails or the host asks to stop.
  public func run(_ cell: String, host: CellHost) -> CellOutcome {
    .finished
  }
}
