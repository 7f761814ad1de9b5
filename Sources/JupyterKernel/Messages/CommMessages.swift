import JSON
import JupyterMessages

/// `comm_close`: the answer to a `comm_open` for a target that is not known.
struct CommClose: MessageContent {
  static let type = "comm_close"
  var id: String

  var json: JSONValue { ["comm_id": .string(id), "data": [:]] }
}

/// `comm_info_reply`: no comm is ever open.
struct CommInfoReply: MessageContent {
  static let type = "comm_info_reply"

  var json: JSONValue { ["status": "ok", "comms": [:]] }
}
