/// The content of a message that the kernel sends; one type a message.
protocol MessageContent: Encodable, Sendable {
  static var type: String { get }
}

/// A reply that says that a request failed or was aborted. It takes the type of the reply that it stands for.
struct FailureReply: Encodable, Sendable, Equatable {
  enum Status: String, Encodable, Sendable { case error, aborted }

  var status: Status
  var ename: String
  var evalue: String
  var traceback: [String]

  init(_ status: Status, _ error: ExecutionError) {
    self.status = status
    ename = error.name
    evalue = error.value
    traceback = error.traceback
  }
}
