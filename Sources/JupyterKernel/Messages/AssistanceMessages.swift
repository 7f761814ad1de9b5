/// `complete_request`.
struct CompleteRequest: Decodable {
  var code: String
  /// Code points before the cursor; the end where it is missing.
  var cursor: Int?

  private enum CodingKeys: String, CodingKey {
    case code
    case cursor = "cursor_pos"
  }
}

/// `complete_reply`.
struct CompleteReply: MessageContent {
  static let type = "complete_reply"
  var completion: Completion

  private enum CodingKeys: String, CodingKey {
    case status, matches, metadata
    case start = "cursor_start"
    case end = "cursor_end"
  }

  /// What JupyterLab shows beside a match.
  private struct Detail: Encodable {
    var text: String
    var start: Int
    var end: Int
    var type: String
    var signature: String
  }

  func encode(to encoder: any Encoder) throws {
    let range = completion.range
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode("ok", forKey: .status)
    try fields.encode(completion.matches.map(\.text), forKey: .matches)
    try fields.encode(range.lowerBound, forKey: .start)
    try fields.encode(range.upperBound, forKey: .end)
    let details = completion.matches.map {
      Detail(
        text: $0.text, start: range.lowerBound, end: range.upperBound, type: $0.type, signature: $0.signature)
    }
    try fields.encode(["_jupyter_types_experimental": details], forKey: .metadata)
  }
}

/// `inspect_request`.
struct InspectRequest: Decodable {
  var code: String
  var cursor: Int?
  var detail: Int?

  private enum CodingKeys: String, CodingKey {
    case code
    case cursor = "cursor_pos"
    case detail = "detail_level"
  }
}

/// `inspect_reply`.
struct InspectReply: MessageContent {
  static let type = "inspect_reply"
  let status = "ok"
  var found: Bool
  var data: [String: JSONValue]
  var metadata: [String: JSONValue]

  init(_ bundle: MIMEBundle?) {
    found = bundle != nil
    data = bundle?.data ?? [:]
    metadata = bundle?.metadata ?? [:]
  }
}

/// `is_complete_request`.
struct IsCompleteRequest: Decodable {
  var code: String
}

/// `is_complete_reply`.
struct IsCompleteReply: MessageContent {
  static let type = "is_complete_reply"
  var status: String
  var indent: String?

  init(_ completeness: Completeness) {
    switch completeness {
    case .complete: status = "complete"
    case .incomplete(let indent):
      status = "incomplete"
      self.indent = indent
    case .invalid: status = "invalid"
    case .unknown: status = "unknown"
    }
  }
}
