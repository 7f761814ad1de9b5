/// `comm_open` and `comm_close`, of which a kernel without targets needs the name alone.
struct CommReference: Decodable {
  var id: String

  private enum CodingKeys: String, CodingKey { case id = "comm_id" }
}

/// `comm_close`: the answer to a `comm_open` for a target that is not known.
struct CommClose: MessageContent {
  static let type = "comm_close"
  var id: String
  let data: [String: JSONValue] = [:]

  private enum CodingKeys: String, CodingKey {
    case id = "comm_id"
    case data
  }
}

/// `comm_info_reply`: no comm is ever open.
struct CommInfoReply: MessageContent {
  static let type = "comm_info_reply"
  let status = "ok"
  let comms: [String: JSONValue] = [:]
}
