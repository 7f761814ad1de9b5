import JSON

/// `kernel_info_reply`.
struct KernelInfoReply: MessageContent {
  static let type = "kernel_info_reply"
  var info: InterpreterInfo

  var json: JSONValue {
    [
      "status": "ok", "protocol_version": .string(MessageStamp.protocolVersion),
      "implementation": .string(info.implementation),
      "implementation_version": .string(info.implementationVersion), "banner": .string(info.banner),
      "language_info": info.language.json,
      "help_links": .array(info.helpLinks.map { ["text": .string($0.text), "url": .string($0.url)] }),
      "debugger": false, "supported_features": info.supportsSubshells ? ["kernel subshells"] : [],
    ]
  }
}

extension InterpreterInfo.Language {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = [
      "name": .string(name), "version": .string(version), "mimetype": .string(mimetype),
      "file_extension": .string(fileExtension),
    ]
    fields["pygments_lexer"] = pygmentsLexer.map { .string($0) }
    fields["codemirror_mode"] = codemirrorMode.map { .string($0) }
    fields["nbconvert_exporter"] = nbconvertExporter.map { .string($0) }
    return .object(fields)
  }
}

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
