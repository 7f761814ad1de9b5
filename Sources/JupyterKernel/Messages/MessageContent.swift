import JSON

/// The content of a message that the kernel sends; one type per message.
protocol MessageContent: Sendable {
  static var type: String { get }
  var json: JSONValue { get }
}

/// A reply saying that a request failed or was aborted. It has the type of the reply that it replaces.
struct FailureReply: Sendable, Equatable {
  enum Status: String, Sendable { case error, aborted }

  var status: Status
  var error: ExecutionError

  init(_ status: Status, _ error: ExecutionError) {
    self.status = status
    self.error = error
  }

  var fields: [String: JSONValue] {
    error.fields.merging(["status": .string(status.rawValue)]) { _, status in status }
  }
}

extension ExecutionError {
  /// `ename`, `evalue` and `traceback`.
  var fields: [String: JSONValue] {
    ["ename": .string(name), "evalue": .string(value), "traceback": .array(traceback.map { .string($0) })]
  }
}
