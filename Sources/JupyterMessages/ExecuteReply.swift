import JSON

/// The outcome of a user expression.
public enum EvaluationOutcome: Sendable, Equatable {
  case ok(MIMEBundle)
  case error(ExecutionError)
}

extension EvaluationOutcome {
  package var json: JSONValue {
    switch self {
    case .ok(let bundle): bundle.content(["status": "ok"])
    case .error(let error): .object(FailureReply(.error, error).fields)
    }
  }
}

/// `execute_reply`.
package struct ExecuteReply: MessageContent {
  package static let type = "execute_reply"
  private let failure: FailureReply?
  private let executionCount: Int
  private let expressions: [String: EvaluationOutcome]
  private let pages: [MIMEBundle]

  /// - Parameters:
  ///   - failure: nil for a cell that succeeded.
  ///   - pages: long help for a console's pager.
  package init(
    failure: FailureReply? = nil, executionCount: Int, expressions: [String: EvaluationOutcome] = [:],
    pages: [MIMEBundle] = []
  ) {
    self.failure = failure
    self.executionCount = executionCount
    self.expressions = expressions
    self.pages = pages
  }

  package var json: JSONValue {
    var fields = failure?.fields ?? ["status": "ok"]
    fields["execution_count"] = .integer(executionCount)
    fields["user_expressions"] = .object(expressions.mapValues { $0.json })
    fields["payload"] = .array(pages.map { ["source": "page", "data": .object($0.data), "start": 0] })
    return .object(fields)
  }
}
