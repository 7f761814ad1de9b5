/// The header of a received message. It has only what the kernel acts on: replies echo its raw bytes.
struct MessageHeader: Sendable, Equatable {
  var id: String
  var type: String
  var session = ""
  /// The subshell that the request is for; nil for the main shell.
  var subshell: String?
}

extension MessageHeader {
  init(_ fields: JSONFields) throws(MalformedContent) {
    id = try fields.string("msg_id")
    type = try fields.string("msg_type")
    session = try fields.optionalString("session") ?? ""
    subshell = try fields.optionalString("subshell_id")
  }
}
