#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where the five sockets are and how messages are signed: the connection file that a server writes for its kernel.
///
/// Source: "Connection files" in the documentation of jupyter_client.
public struct ConnectionInfo: Sendable, Equatable {
  public enum Transport: String, Sendable { case tcp, ipc }

  public var transport: Transport
  /// An address for tcp, the beginning of a path for ipc.
  public var ip: String
  public var ports: Ports
  public var key: String
  public var signatureScheme: SignatureScheme

  public struct Ports: Sendable, Equatable {
    public var shell, control, stdin, iopub, heartbeat: Int

    public init(shell: Int, control: Int, stdin: Int, iopub: Int, heartbeat: Int) {
      self.shell = shell
      self.control = control
      self.stdin = stdin
      self.iopub = iopub
      self.heartbeat = heartbeat
    }
  }

  /// ZeroMQ's name for a port.
  func endpoint(port: Int) -> String {
    switch transport {
    case .tcp: "tcp://\(ip.contains(":") && !ip.hasPrefix("[") ? "[\(ip)]" : ip):\(port)"
    case .ipc: "ipc://\(ip)-\(port)"
    }
  }
}

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

  /// - Parameter path: what errors call the file.
  init(json: [UInt8], path: String) throws(ConnectionFileError) {
    guard let file = try? JSONDecoder().decode(JSONValue.self, from: Data(json)), case .object = file else {
      throw .notJSON(path: path)
    }

    func text(_ field: String, otherwise: String) throws(ConnectionFileError) -> String {
      switch file[field] {
      case nil, .null?: return otherwise
      case .string(let text)?: return text
      case .some(let other): throw .wrong(path: path, field: field, value: "\(other)", expected: "a string")
      }
    }
    func port(_ field: String) throws(ConnectionFileError) -> Int {
      switch file[field] {
      case nil, .null?: throw .missing(path: path, field: field)
      case .integer(let port)? where 1...65535 ~= port: return port
      case .integer(let port)?:
        throw .wrong(path: path, field: field, value: "\(port)", expected: "a port from 1 to 65535")
      case .some:
        throw .wrong(path: path, field: field, value: "no number", expected: "a port from 1 to 65535")
      }
    }

    let transport = try text("transport", otherwise: "tcp")
    guard let known = Transport(rawValue: transport) else {
      throw .wrong(path: path, field: "transport", value: transport, expected: "tcp or ipc")
    }
    let scheme = try text("signature_scheme", otherwise: SignatureScheme.sha256.rawValue)
    guard let signature = SignatureScheme(rawValue: scheme) else {
      throw .wrong(
        path: path, field: "signature_scheme", value: scheme,
        expected: SignatureScheme.allCases.map(\.rawValue).joined(separator: " or "))
    }
    self.transport = known
    ip = try text("ip", otherwise: "127.0.0.1")
    ports = Ports(
      shell: try port("shell_port"), control: try port("control_port"), stdin: try port("stdin_port"),
      iopub: try port("iopub_port"), heartbeat: try port("hb_port"))
    key = try text("key", otherwise: "")
    signatureScheme = signature
  }
}
