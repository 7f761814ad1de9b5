import JSON

/// An error in the protocol's terms.
public struct ExecutionError: Error, Sendable, Equatable {
  /// The kind of error (`ename`).
  public var name: String
  /// One line (`evalue`).
  public var value: String
  /// The text that a client shows, line by line; ANSI colours are allowed.
  public var traceback: [String]

  /// - Parameter traceback: by default, `name: value`.
  public init(name: String, value: String, traceback: [String]? = nil) {
    self.name = name
    self.value = value
    self.traceback = traceback ?? ["\(name): \(value)"]
  }

  /// The error of a cell that was interrupted.
  public static let interrupted = ExecutionError(name: "Interrupted", value: "The cell was stopped.")
}

extension ExecutionError {
  /// `ename`, `evalue` and `traceback`.
  var fields: [String: JSONValue] {
    ["ename": .string(name), "evalue": .string(value), "traceback": .array(traceback.map { .string($0) })]
  }
}

/// `error`: a cell failed.
package struct ErrorOutput: MessageContent {
  package static let type = "error"
  private let error: ExecutionError

  package init(_ error: ExecutionError) { self.error = error }

  package var json: JSONValue { .object(error.fields) }
}

/// A reply saying that a request failed or was aborted. It has the type of the reply that it replaces.
package struct FailureReply: Sendable, Equatable {
  package enum Status: String, Sendable { case error, aborted }

  private let status: Status
  private let error: ExecutionError

  package init(_ status: Status, _ error: ExecutionError) {
    self.status = status
    self.error = error
  }

  package var fields: [String: JSONValue] {
    var fields = error.fields
    fields["status"] = .string(status.rawValue)
    return fields
  }
}
