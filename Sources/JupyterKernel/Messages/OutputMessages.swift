/// `status`: what the kernel is about, for one request.
struct Status: MessageContent {
  enum State: String, Encodable, Sendable { case starting, busy, idle }

  static let type = "status"
  var state: State

  private enum CodingKeys: String, CodingKey { case state = "execution_state" }
}

/// `stream`: text that a cell printed.
struct StreamOutput: MessageContent {
  static let type = "stream"
  var name: String
  var text: String
}

/// `display_data`.
struct DisplayData: MessageContent {
  static let type = "display_data"
  var content: DisplayContent
  func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }
}

/// `update_display_data`.
struct UpdateDisplayData: MessageContent {
  static let type = "update_display_data"
  var content: DisplayContent
  func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }
}

/// `execute_result`: the value of a cell.
struct ExecuteResult: MessageContent {
  static let type = "execute_result"
  var content: DisplayContent
  func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }
}

/// What the three messages above have in common.
struct DisplayContent: Encodable, Sendable {
  var bundle: MIMEBundle
  var displayID: String?
  var executionCount: Int?

  private enum CodingKeys: String, CodingKey {
    case data, metadata, transient
    case executionCount = "execution_count"
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(bundle.data, forKey: .data)
    try fields.encode(bundle.metadata, forKey: .metadata)
    try fields.encode(displayID.map { ["display_id": $0] } ?? [:], forKey: .transient)
    try fields.encodeIfPresent(executionCount, forKey: .executionCount)
  }
}

/// `clear_output`.
struct ClearOutput: MessageContent {
  static let type = "clear_output"
  var wait: Bool
}

/// `error`: a cell failed.
struct ErrorOutput: MessageContent {
  static let type = "error"
  var ename: String
  var evalue: String
  var traceback: [String]

  init(_ error: ExecutionError) {
    ename = error.name
    evalue = error.value
    traceback = error.traceback
  }
}

/// `iopub_welcome`: a subscription has come into force, and nothing published from here on is missed (JEP 65).
struct IOPubWelcome: MessageContent {
  static let type = "iopub_welcome"
  var subscription: String
}
