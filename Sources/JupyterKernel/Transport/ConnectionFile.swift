import JSON

/// What is wrong with a connection file.
public enum ConnectionFileError: Error, Equatable {
  case unreadable(path: String, SystemError)
  case notJSON(path: String)
  case missing(path: String, field: String)
  case wrong(path: String, field: String, value: String, expected: String)
}

extension ConnectionInfo {
  /// Reads a connection file.
  public init(file path: String) throws(ConnectionFileError) {
    let bytes: [UInt8]
    do { bytes = try readFile(path) } catch { throw .unreadable(path: path, error) }
    try self.init(json: bytes, path: path)
  }

  /// - Parameter path: the name of the file in errors.
  init(json: [UInt8], path: String) throws(ConnectionFileError) {
    let fields = try ConnectionFields(json: json, path: path)
    transport = try fields.choice("transport", of: Transport.tcp, Transport.ipc)
    signatureScheme = try fields.choice(
      "signature_scheme", of: SignatureScheme.sha256, SignatureScheme.sha512)
    ip = try fields.text("ip") ?? "127.0.0.1"
    key = try fields.text("key") ?? ""

    let (publicKey, secretKey) = (
      try fields.curveKey("curve_publickey"), try fields.curveKey("curve_secretkey")
    )
    switch (publicKey, secretKey) {
    case (let publicKey?, let secretKey?): curve = CurveKeys(publicKey: publicKey, secretKey: secretKey)
    case (nil, nil): curve = nil
    default: throw .missing(path: path, field: publicKey == nil ? "curve_publickey" : "curve_secretkey")
    }

    if fields.has("registration_port") {
      meeting = .registration(
        Registration(
          ip: try fields.text("registration_ip") ?? ip, port: try fields.port("registration_port"),
          kernelID: try fields.text("kernel_id")))
    } else {
      meeting = .ports(
        Ports(
          shell: try fields.port("shell_port"), control: try fields.port("control_port"),
          stdin: try fields.port("stdin_port"), iopub: try fields.port("iopub_port"),
          heartbeat: try fields.port("hb_port")))
    }
  }

  /// The file through which further clients find a kernel that has chosen its ports.
  func json(_ ports: Ports) -> [UInt8] {
    var fields = ports.fields.mapValues { JSONValue.integer($0) }
    fields["transport"] = .string(transport.rawValue)
    fields["ip"] = .string(ip)
    fields["key"] = .string(key)
    fields["signature_scheme"] = .string(signatureScheme.rawValue)
    if let curve {
      fields["curve_publickey"] = .string(curve.publicKey)
      fields["curve_secretkey"] = .string(curve.secretKey)
    }
    return JSONValue.object(fields).bytes
  }
}

/// The fields of a connection file, each checked as it is read.
private struct ConnectionFields {
  private let path: String
  private let object: JSONValue

  init(json: [UInt8], path: String) throws(ConnectionFileError) {
    guard let value = try? JSONValue(parsing: json, rules: .messages), case .object = value else {
      throw .notJSON(path: path)
    }
    self.path = path
    object = value
  }

  func has(_ field: String) -> Bool { object[field] != nil }

  func text(_ field: String) throws(ConnectionFileError) -> String? {
    switch object[field] {
    case nil, .null?: return nil
    case .string(let text)?: return text
    case .some: throw wrong(field, "that is not text", expected: "text in quotes")
    }
  }

  func port(_ field: String) throws(ConnectionFileError) -> Int {
    switch object[field] {
    case nil, .null?: throw .missing(path: path, field: field)
    case .integer(let port)? where 1...65535 ~= port: return port
    case .integer(let port)?: throw wrong(field, "\(port)", expected: "a port from 1 to 65535")
    case .some: throw wrong(field, "that is not a whole number", expected: "a port from 1 to 65535")
    }
  }

  /// One of several values; the first if the file has none.
  func choice<Choice: RawRepresentable<String>>(
    _ field: String, of choices: Choice...
  ) throws(ConnectionFileError) -> Choice {
    let told = try text(field) ?? choices[0].rawValue
    guard let choice = choices.first(where: { $0.rawValue == told }) else {
      throw wrong(field, told, expected: choices.map(\.rawValue).joined(separator: " or "))
    }
    return choice
  }

  func curveKey(_ field: String) throws(ConnectionFileError) -> String? {
    let key = try text(field)
    if let key, key.utf8.count != 40 {
      throw wrong(field, "of \(key.utf8.count) characters", expected: "a key of 40 characters")
    }
    return key
  }

  private func wrong(_ field: String, _ value: String, expected: String) -> ConnectionFileError {
    .wrong(path: path, field: field, value: value, expected: expected)
  }
}
