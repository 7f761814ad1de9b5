/// `execute_request`: a cell to run. What is missing has the protocol's default.
struct ExecuteRequest: Sendable, Equatable, Decodable {
  var code: String
  var silent = false
  var storeHistory = true
  var userExpressions: [String: String] = [:]
  var allowStdin = true
  var stopOnError = true

  private enum CodingKeys: String, CodingKey {
    case code, silent
    case storeHistory = "store_history"
    case userExpressions = "user_expressions"
    case allowStdin = "allow_stdin"
    case stopOnError = "stop_on_error"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    code = try fields.decode(String.self, forKey: .code)
    silent = try fields.decodeIfPresent(Bool.self, forKey: .silent) ?? false
    storeHistory = try fields.decodeIfPresent(Bool.self, forKey: .storeHistory) ?? !silent
    userExpressions = try fields.decodeIfPresent([String: String].self, forKey: .userExpressions) ?? [:]
    allowStdin = try fields.decodeIfPresent(Bool.self, forKey: .allowStdin) ?? true
    stopOnError = try fields.decodeIfPresent(Bool.self, forKey: .stopOnError) ?? true
  }
}

/// `execute_reply` of a cell that ran well.
struct ExecuteReply: MessageContent {
  static let type = "execute_reply"
  let status = "ok"
  var executionCount: Int
  var userExpressions: [String: ExpressionReply]
  var payload: [PagePayload]

  private enum CodingKeys: String, CodingKey {
    case status, payload
    case executionCount = "execution_count"
    case userExpressions = "user_expressions"
  }
}

/// `execute_reply` of a cell that failed or was aborted.
struct ExecuteFailure: MessageContent {
  static let type = "execute_reply"
  var failure: FailureReply
  var executionCount: Int

  private enum CodingKeys: String, CodingKey {
    case executionCount = "execution_count"
    case payload
    case userExpressions = "user_expressions"
  }

  func encode(to encoder: any Encoder) throws {
    try failure.encode(to: encoder)
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(executionCount, forKey: .executionCount)
    try fields.encode([PagePayload](), forKey: .payload)
    try fields.encode([String: ExpressionReply](), forKey: .userExpressions)
  }
}

/// What one of the `user_expressions` came to, in an `execute_reply`.
struct ExpressionReply: Encodable, Sendable {
  var outcome: EvaluationOutcome

  private enum CodingKeys: String, CodingKey { case status, data, metadata }

  func encode(to encoder: any Encoder) throws {
    switch outcome {
    case .ok(let bundle):
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode("ok", forKey: .status)
      try fields.encode(bundle.data, forKey: .data)
      try fields.encode(bundle.metadata, forKey: .metadata)
    case .error(let error):
      try FailureReply(.error, error).encode(to: encoder)
    }
  }
}

/// A payload of an `execute_reply` that a console shows in its pager.
struct PagePayload: Encodable, Sendable {
  let source = "page"
  var data: [String: JSONValue]
  let start = 0
}

/// `execute_input`: tells every client what runs.
struct ExecuteInput: MessageContent {
  static let type = "execute_input"
  var code: String
  var executionCount: Int

  private enum CodingKeys: String, CodingKey {
    case code
    case executionCount = "execution_count"
  }
}
