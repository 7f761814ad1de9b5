/// The header of a message that arrived. Only what the kernel acts on: replies echo its raw bytes.
struct MessageHeader: Sendable, Equatable, Decodable {
  var id: String
  var type: String
  var session: String
  /// The subshell that the request is for; nil for the main shell.
  var subshell: String?

  private enum CodingKeys: String, CodingKey {
    case id = "msg_id"
    case type = "msg_type"
    case session
    case subshell = "subshell_id"
  }

  init(id: String, type: String, session: String = "", subshell: String? = nil) {
    self.id = id
    self.type = type
    self.session = session
    self.subshell = subshell
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(String.self, forKey: .id)
    type = try fields.decode(String.self, forKey: .type)
    session = try fields.decodeIfPresent(String.self, forKey: .session) ?? ""
    subshell = try fields.decodeIfPresent(String.self, forKey: .subshell)
  }
}
