import JSON

/// `status`: what the kernel is doing, for one request.
struct Status: MessageContent {
  enum State: String, Sendable { case starting, busy, idle }

  static let type = "status"
  var state: State

  var json: JSONValue { ["execution_state": .string(state.rawValue)] }
}

/// `stream`: text that a cell printed.
struct StreamOutput: MessageContent {
  static let type = "stream"
  var name: String
  var text: String

  var json: JSONValue { ["name": .string(name), "text": .string(text)] }
}

/// `display_data`.
struct DisplayData: MessageContent {
  static let type = "display_data"
  var bundle: MIMEBundle
  var displayID: String?

  var json: JSONValue { bundle.json(displayID: displayID) }
}

/// `update_display_data`.
struct UpdateDisplayData: MessageContent {
  static let type = "update_display_data"
  var bundle: MIMEBundle
  var displayID: String

  var json: JSONValue { bundle.json(displayID: displayID) }
}

/// `execute_result`: the value of a cell.
struct ExecuteResult: MessageContent {
  static let type = "execute_result"
  var bundle: MIMEBundle
  var executionCount: Int

  var json: JSONValue {
    [
      "data": .object(bundle.data), "metadata": .object(bundle.metadata),
      "execution_count": .integer(executionCount),
    ]
  }
}

extension MIMEBundle {
  fileprivate func json(displayID: String?) -> JSONValue {
    [
      "data": .object(data), "metadata": .object(metadata),
      "transient": .object(displayID.map { ["display_id": .string($0)] } ?? [:]),
    ]
  }
}

/// `clear_output`.
struct ClearOutput: MessageContent {
  static let type = "clear_output"
  var wait: Bool

  var json: JSONValue { ["wait": .bool(wait)] }
}

/// `error`: a cell failed.
struct ErrorOutput: MessageContent {
  static let type = "error"
  var error: ExecutionError

  var json: JSONValue { .object(error.fields) }
}

/// `iopub_welcome`: a subscription has taken effect, and nothing published from here on is missed (JEP 65).
struct IOPubWelcome: MessageContent {
  static let type = "iopub_welcome"
  var subscription: String

  var json: JSONValue { ["subscription": .string(subscription)] }
}
