import JSON
import JupyterMessages

/// Identifies a shell: the main one, or a subshell by the name that its client was given.
struct ShellName: Hashable, Sendable {
  static let main = ShellName("")
  var text: String
  init(_ text: String) { self.text = text }

  /// The subshell's name; nil for the main shell.
  var subshell: String? { self == .main ? nil : text }
}

/// A sequence of cells that run one after another: the main shell or a subshell.
struct Shell {
  /// The number of the last counted cell.
  var count = 0
  var running: RunningCell?
  var waiting: ArraySlice<(origin: RequestOrigin, request: ExecuteRequest)> = []
}

/// A running cell.
struct RunningCell {
  let id: ExecutionID
  let origin: RequestOrigin
  let request: ExecuteRequest
  let count: Int
  /// What the cell has reported but clients have not yet received.
  var outbox = Outbox()
  var pages: [MIMEBundle] = []
  /// Of the reply.
  var metadata: [String: JSONValue] = [:]
  /// The text of its result, for the history.
  var result: String?
  var awaitsInput = false
  /// How many cells were queued after it when it was interrupted.
  var behindAtInterrupt = 0
}
