import JSON
import JupyterMessages

/// `connect_reply`: the ports.
struct ConnectReply: MessageContent {
  static let type = "connect_reply"
  var ports: ConnectionInfo.Ports

  var json: JSONValue {
    .object(ports.fields.mapValues { .integer($0) }.merging(["status": "ok"]) { port, _ in port })
  }
}

/// `shutdown_reply`.
struct ShutdownReply: MessageContent {
  static let type = "shutdown_reply"
  var restart: Bool

  var json: JSONValue { ["status": "ok", "restart": .bool(restart)] }
}

/// `interrupt_reply`.
struct InterruptReply: MessageContent {
  static let type = "interrupt_reply"

  var json: JSONValue { ["status": "ok"] }
}

/// `input_request`: asks a client's user for a line.
struct InputRequest: MessageContent {
  static let type = "input_request"
  var prompt: String
  var password: Bool

  var json: JSONValue { ["prompt": .string(prompt), "password": .bool(password)] }
}
