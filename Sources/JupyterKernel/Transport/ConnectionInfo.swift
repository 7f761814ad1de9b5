/// Where a kernel meets its clients and how messages are signed: the contents of the file that a server
/// writes for its kernel.
///
/// Source: "Connection files" in the documentation of jupyter_client; JEP 66 (registration); JEP 145
/// (encryption).
public struct ConnectionInfo: Sendable, Equatable {
  public enum Transport: String, Sendable { case tcp, ipc }

  public var transport: Transport
  /// An address for tcp; the beginning of a path for ipc.
  public var ip: String
  public var key: String
  public var signatureScheme: SignatureScheme
  /// The keys of the encryption; nil if the sockets are not encrypted.
  public var curve: CurveKeys?
  public var meeting: Meeting

  /// How clients learn the ports.
  public enum Meeting: Sendable, Equatable {
    /// The clients have chosen the ports.
    case ports(Ports)
    /// The kernel chooses the ports and tells the launcher.
    case registration(Registration)
  }

  public struct Ports: Sendable, Equatable {
    public var shell, control, stdin, iopub, heartbeat: Int

    public init(shell: Int, control: Int, stdin: Int, iopub: Int, heartbeat: Int) {
      self.shell = shell
      self.control = control
      self.stdin = stdin
      self.iopub = iopub
      self.heartbeat = heartbeat
    }

    /// The ports by their names in files and messages.
    var fields: [String: Int] {
      [
        "shell_port": shell, "control_port": control, "stdin_port": stdin, "iopub_port": iopub,
        "hb_port": heartbeat,
      ]
    }
  }

  /// The launcher's socket for kernels that have chosen their own ports.
  public struct Registration: Sendable, Equatable {
    public var ip: String
    public var port: Int
    /// The launcher's name for the kernel, if it has given one.
    public var kernelID: String?
  }

  /// A pair of CurveZMQ keys, each as 40 characters of Z85.
  public struct CurveKeys: Sendable, Equatable {
    public var publicKey: String
    public var secretKey: String
  }

  /// ZeroMQ's name for a port.
  func endpoint(port: Int) -> String { Self.endpoint(transport, ip, port) }

  static func endpoint(_ transport: Transport, _ ip: String, _ port: Int) -> String {
    switch transport {
    case .tcp: "tcp://\(bracketed(ip)):\(port)"
    case .ipc: "ipc://\(ip)-\(port)"
    }
  }

  /// An address as part of an endpoint: IPv6 addresses are in brackets.
  static func bracketed(_ ip: String) -> String { ip.contains(":") && !ip.hasPrefix("[") ? "[\(ip)]" : ip }
}
