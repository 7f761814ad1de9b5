import JSON
import JupyterMessages

/// `comm_open`, to the clients: the kernel's end of a new comm.
struct CommOpen: MessageContent {
  static let type = "comm_open"
  var id: String
  var target: String
  var data: JSONValue

  var json: JSONValue { ["comm_id": .string(id), "target_name": .string(target), "data": data] }
}

/// `comm_msg`, to the clients.
struct CommUpdate: MessageContent {
  static let type = "comm_msg"
  var id: String
  var data: JSONValue

  var json: JSONValue { ["comm_id": .string(id), "data": data] }
}

/// `comm_close`: the kernel's end is closed. Also the answer to a `comm_open` for a target that is not known.
struct CommClose: MessageContent {
  static let type = "comm_close"
  var id: String

  var json: JSONValue { ["comm_id": .string(id), "data": [:]] }
}

/// `comm_info_reply`: the open comms and their targets.
struct CommInfoReply: MessageContent {
  static let type = "comm_info_reply"
  var targets: [String: String]

  var json: JSONValue {
    ["status": "ok", "comms": .object(targets.mapValues { ["target_name": .string($0)] })]
  }
}
