/// Pairs an answer from the history with the request that waits for it.
typealias HistoryTicket = Int

/// One cell of the past.
struct HistoryEntry: Sendable, Equatable {
  /// Sessions count from 1, up from the oldest.
  var session: Int
  /// The number in the prompt.
  var line: Int
  var source: String
  /// The text of its result, where it had one.
  var output: String?
}

/// `history_request`: cells that were run, in this session and before.
struct HistoryRequest: Sendable, Equatable, Decodable {
  enum Access: String, Sendable, Decodable { case tail, range, search }

  var access: Access
  var output = false
  /// For `range`: a session, or with 0 and below one counted back from this.
  var session = 0
  var start = 0
  var stop: Int?
  /// For `tail` and `search`: how many of the last.
  var count: Int?
  /// For `search`: a glob with * and ?.
  var pattern = "*"
  var unique = false

  private enum CodingKeys: String, CodingKey {
    case access = "hist_access_type"
    case output, session, start, stop, pattern, unique
    case count = "n"
  }

  init(access: Access) { self.access = access }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    access = try fields.decode(Access.self, forKey: .access)
    output = try fields.decodeIfPresent(Bool.self, forKey: .output) ?? false
    session = try fields.decodeIfPresent(Int.self, forKey: .session) ?? 0
    start = try fields.decodeIfPresent(Int.self, forKey: .start) ?? 0
    stop = try fields.decodeIfPresent(Int.self, forKey: .stop)
    count = try fields.decodeIfPresent(Int.self, forKey: .count)
    pattern = try fields.decodeIfPresent(String.self, forKey: .pattern) ?? "*"
    unique = try fields.decodeIfPresent(Bool.self, forKey: .unique) ?? false
  }
}

/// `history_reply`.
struct HistoryReply: MessageContent {
  static let type = "history_reply"
  var entries: [HistoryEntry]
  /// Whether the request wanted the cells' results too.
  var withOutput: Bool

  private enum CodingKeys: String, CodingKey { case status, history }

  /// A cell is [session, line, source] or, with its result, [session, line, [source, result]].
  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode("ok", forKey: .status)
    var history = fields.nestedUnkeyedContainer(forKey: .history)
    for entry in entries {
      var cell = history.nestedUnkeyedContainer()
      try cell.encode(entry.session)
      try cell.encode(entry.line)
      if withOutput {
        var pair = cell.nestedUnkeyedContainer()
        try pair.encode(entry.source)
        try pair.encode(entry.output)
      } else {
        try cell.encode(entry.source)
      }
    }
  }
}
