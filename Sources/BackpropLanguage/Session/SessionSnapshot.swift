import Backprop

/// The state of a session at the end of a statement; it can be read on any thread while the next one runs.
public struct SessionSnapshot: Sendable {
  let state: SessionState

  init(state: SessionState) { self.state = state }

  /// The state of a new session.
  public init() { self.init(state: SessionState()) }

  /// The network in use, with the transfer functions and the E that cells gave it; nil if there is none.
  public var network: Network? { state.network?.core }

  /// How `update` changes the weights: the learning rule in force, its parameters, η, α and decay.
  public var trainingOptions: TrainingOptions { state.stepOptions }
}
