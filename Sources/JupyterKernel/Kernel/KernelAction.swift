import JSON

/// The sockets on which messages leave, and on which requests arrive.
enum Channel: String, Sendable {
  case shell, control, stdin, iopub
}

/// What a request's answers need of it: the way back, and its header to echo.
struct RequestOrigin: Sendable, Equatable {
  var channel: Channel
  var identities: [[UInt8]]
  /// As JSON; `{}` for what no request caused.
  var header: [UInt8]

  static let none = RequestOrigin(channel: .iopub, identities: [], header: Array("{}".utf8))
}

/// A message to send.
struct OutgoingMessage: Sendable {
  var channel: Channel
  /// The way to the client; for iopub the topic, where it is not the usual one.
  var identities: [[UInt8]]
  var parent: [UInt8]
  var type: String
  var content: JSONValue
}

/// A cell for the thread of its shell.
struct CellJob: Sendable, Equatable {
  var id: ExecutionID
  var shell: ShellName
  var cell: Cell
  var expressions: [String: String]
  var allowsInput: Bool
}

/// What the server is to do, in this order.
enum KernelAction: Sendable {
  case send(OutgoingMessage)
  /// Hands a cell to the thread of its shell, which is at rest.
  case execute(CellJob)
  case interrupt(ExecutionID)
  /// Gives a line to the cell that asked for it.
  case answer(ExecutionID, String)
  /// Tells a cell that one of its displays has been sent.
  case acknowledge(ExecutionID)
  case remember(ShellName, line: Int, source: String)
  case rememberOutput(ShellName, line: Int, String)
  case findHistory(HistoryTicket, ShellName, HistoryRequest)
  case assist(AssistanceTicket, AssistanceQuestion)
  case measureUsage(RequestOrigin)
  case openShell(ShellName)
  case closeShell(ShellName)
  case exit(restart: Bool)
}
