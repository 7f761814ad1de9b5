import JSON
import JupyterMessages

/// Pairs an answer from the history with the request that is waiting for it.
typealias HistoryTicket = Int

/// One cell of the history.
struct HistoryEntry: Sendable, Equatable {
  /// Sessions are counted from 1, starting with the oldest.
  var session: Int
  /// The number in the prompt.
  var line: Int
  var source: String
  /// The text of its result, if it had one.
  var output: String?
}

/// `history_request`: cells that were run in this session and in earlier ones.
struct HistoryRequest: Sendable, Equatable {
  enum Access: String, Sendable { case tail, range, search }

  var access: Access
  var output = false
  /// For `range`: a session; 0 and negative numbers count back from this session.
  var session = 0
  var start = 0
  var stop: Int?
  /// For `tail` and `search`: the number of latest cells.
  var count: Int?
  /// For `search`: a glob with * and ?.
  var pattern = "*"
  var unique = false

  init(access: Access) { self.access = access }

  init(_ fields: JSONFields) throws(MalformedContent) {
    guard let access = Access(rawValue: try fields.string("hist_access_type")) else {
      throw MalformedContent(field: "hist_access_type", expected: "tail, range or search")
    }
    self.access = access
    output = try fields.bool("output") ?? false
    session = try fields.integer("session") ?? 0
    start = try fields.integer("start") ?? 0
    stop = try fields.integer("stop")
    count = try fields.integer("n")
    pattern = try fields.optionalString("pattern") ?? "*"
    unique = try fields.bool("unique") ?? false
  }
}

/// `history_reply`.
struct HistoryReply: MessageContent {
  static let type = "history_reply"
  var entries: [HistoryEntry]
  /// Whether the request also asks for the cells' results.
  var withOutput: Bool

  /// A cell is [session, line, source] or, with its result, [session, line, [source, result]].
  var json: JSONValue {
    let cells = entries.map { entry -> JSONValue in
      let source = JSONValue.string(entry.source)
      let output = entry.output.map { JSONValue.string($0) } ?? .null
      return [.integer(entry.session), .integer(entry.line), withOutput ? [source, output] : source]
    }
    return ["status": "ok", "history": .array(cells)]
  }
}
