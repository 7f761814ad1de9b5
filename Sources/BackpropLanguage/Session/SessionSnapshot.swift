/// The state of a session at the end of a statement; it can be read on any thread while the next one runs.
public struct SessionSnapshot: Sendable {
  let state: SessionState

  init(state: SessionState) { self.state = state }

  /// The state of a new session.
  public init() { self.init(state: SessionState()) }
}
