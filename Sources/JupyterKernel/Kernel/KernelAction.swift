import JSON

/// The sockets on which messages leave, and on which requests arrive.
enum Channel: String, Sendable {
  case shell, control, stdin, iopub
}

/// What answering a request requires: the way back, and its header to echo.
struct RequestOrigin: Sendable, Equatable {
  var channel: Channel
  var identities: [[UInt8]]
  /// JSON; `{}` for messages that no request caused.
  var header: [UInt8]

  static let none = RequestOrigin(channel: .iopub, identities: [], header: Array("{}".utf8))
}

/// A message to send.
struct OutgoingMessage: Sendable {
  var channel: Channel
  /// The route to the client; for iopub, the topic if it is not the usual one.
  var identities: [[UInt8]]
  var parent: [UInt8]
  var type: String
  var content: JSONValue
  var metadata: [String: JSONValue] = [:]
}

/// A cell for the thread of its shell.
struct CellJob: Sendable, Equatable {
  var id: ExecutionID
  var shell: ShellName
  var cell: Cell
  var expressions: [String: String]
  var allowsInput: Bool
}

/// What the server has to do, in this order.
enum KernelAction: Sendable {
  case send(OutgoingMessage)
  /// Passes a cell to the thread of its shell, which is idle.
  case execute(CellJob)
  case interrupt(ExecutionID)
  /// Passes a line to the cell that asked for it.
  case answer(ExecutionID, String)
  /// Tells a cell that one of its displays has been sent.
  case acknowledge(ExecutionID)
  case remember(ShellName, line: Int, source: String)
  case rememberOutput(ShellName, line: Int, String)
  case findHistory(HistoryTicket, ShellName, HistoryRequest)
  case assist(AssistanceTicket, AssistanceQuestion)
  /// Passes on what a client says through a comm.
  case deliver(CommTicket, CommMessage)
  /// Stops what is done for comms.
  case interruptComms
  case measureUsage(RequestOrigin)
  case openShell(ShellName)
  case closeShell(ShellName)
  case exit(restart: Bool)
}
