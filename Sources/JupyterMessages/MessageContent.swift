import JSON

/// The content of a message that a kernel sends; one type per message.
package protocol MessageContent: Sendable {
  static var type: String { get }
  var json: JSONValue { get }
}

/// Jupyter's messaging protocol.
package enum JupyterProtocol {
  package static let version = "5.5"
}
