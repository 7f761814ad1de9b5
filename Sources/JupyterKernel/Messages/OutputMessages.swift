import JSON
import JupyterMessages

/// `status`: what the kernel is doing, for one request.
struct Status: MessageContent {
  enum State: String, Sendable { case starting, busy, idle }

  static let type = "status"
  var state: State

  var json: JSONValue { ["execution_state": .string(state.rawValue)] }
}

/// `clear_output`.
struct ClearOutput: MessageContent {
  static let type = "clear_output"
  var wait: Bool

  var json: JSONValue { ["wait": .bool(wait)] }
}

/// `iopub_welcome`: a subscription has taken effect, and nothing published from here on is missed (JEP 65).
struct IOPubWelcome: MessageContent {
  static let type = "iopub_welcome"
  var subscription: String

  var json: JSONValue { ["subscription": .string(subscription)] }
}
