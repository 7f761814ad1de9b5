import JSON
import JupyterMessages

/// `create_subshell_reply`. Source: JEP 91.
struct CreateSubshellReply: MessageContent {
  static let type = "create_subshell_reply"
  var id: String

  var json: JSONValue { ["status": "ok", "subshell_id": .string(id)] }
}

/// `delete_subshell_reply`.
struct DeleteSubshellReply: MessageContent {
  static let type = "delete_subshell_reply"

  var json: JSONValue { ["status": "ok"] }
}

/// `list_subshell_reply`.
struct ListSubshellReply: MessageContent {
  static let type = "list_subshell_reply"
  var ids: [String]

  var json: JSONValue { ["status": "ok", "subshell_id": .array(ids.map { .string($0) })] }
}
