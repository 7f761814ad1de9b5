import JSON

/// Whether a text is ready to run.
public enum Completeness: Sendable, Equatable {
  case complete
  /// More is expected; the next line is indented by this text.
  case incomplete(indent: String)
  case invalid
  case unknown
}

/// `is_complete_reply`.
package struct IsCompleteReply: MessageContent {
  package static let type = "is_complete_reply"
  private let completeness: Completeness

  package init(_ completeness: Completeness) { self.completeness = completeness }

  package var json: JSONValue {
    switch completeness {
    case .complete: ["status": "complete"]
    case .incomplete(let indent): ["status": "incomplete", "indent": .string(indent)]
    case .invalid: ["status": "invalid"]
    case .unknown: ["status": "unknown"]
    }
  }
}
