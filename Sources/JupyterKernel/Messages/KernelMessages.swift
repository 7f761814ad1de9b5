/// `kernel_info_reply`.
struct KernelInfoReply: MessageContent {
  static let type = "kernel_info_reply"
  var info: InterpreterInfo

  private enum CodingKeys: String, CodingKey {
    case status, implementation, banner, debugger
    case protocolVersion = "protocol_version"
    case implementationVersion = "implementation_version"
    case language = "language_info"
    case helpLinks = "help_links"
    case features = "supported_features"
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode("ok", forKey: .status)
    try fields.encode(MessageStamp.protocolVersion, forKey: .protocolVersion)
    try fields.encode(info.implementation, forKey: .implementation)
    try fields.encode(info.implementationVersion, forKey: .implementationVersion)
    try fields.encode(info.banner, forKey: .banner)
    try fields.encode(info.language, forKey: .language)
    try fields.encode(info.helpLinks, forKey: .helpLinks)
    try fields.encode(false, forKey: .debugger)
    try fields.encode(info.supportsSubshells ? ["kernel subshells"] : [], forKey: .features)
  }
}

/// `connect_reply`: the ports.
struct ConnectReply: MessageContent {
  static let type = "connect_reply"
  let status = "ok"
  var ports: ConnectionInfo.Ports

  private enum CodingKeys: String, CodingKey {
    case status
    case shell = "shell_port"
    case control = "control_port"
    case stdin = "stdin_port"
    case iopub = "iopub_port"
    case heartbeat = "hb_port"
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(status, forKey: .status)
    try fields.encode(ports.shell, forKey: .shell)
    try fields.encode(ports.control, forKey: .control)
    try fields.encode(ports.stdin, forKey: .stdin)
    try fields.encode(ports.iopub, forKey: .iopub)
    try fields.encode(ports.heartbeat, forKey: .heartbeat)
  }
}

/// `shutdown_request`.
struct ShutdownRequest: Decodable {
  var restart: Bool?
}

/// `shutdown_reply`.
struct ShutdownReply: MessageContent {
  static let type = "shutdown_reply"
  let status = "ok"
  var restart: Bool
}

/// `interrupt_reply`.
struct InterruptReply: MessageContent {
  static let type = "interrupt_reply"
  let status = "ok"
}

/// `input_request`: asks a client's user for a line.
struct InputRequest: MessageContent {
  static let type = "input_request"
  var prompt: String
  var password: Bool
}

/// `input_reply`.
struct InputReply: Decodable {
  var value: String
}
