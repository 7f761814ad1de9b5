/// `create_subshell_reply`. Source: JEP 91.
struct CreateSubshellReply: MessageContent {
  static let type = "create_subshell_reply"
  let status = "ok"
  var id: String

  private enum CodingKeys: String, CodingKey {
    case status
    case id = "subshell_id"
  }
}

/// `delete_subshell_request`.
struct DeleteSubshellRequest: Decodable {
  var id: String

  private enum CodingKeys: String, CodingKey { case id = "subshell_id" }
}

/// `delete_subshell_reply`.
struct DeleteSubshellReply: MessageContent {
  static let type = "delete_subshell_reply"
  let status = "ok"
}

/// `list_subshell_reply`.
struct ListSubshellReply: MessageContent {
  static let type = "list_subshell_reply"
  let status = "ok"
  var ids: [String]

  private enum CodingKeys: String, CodingKey {
    case status
    case ids = "subshell_id"
  }
}
