import Testing

@testable import JupyterKernel

@Suite struct ConnectionFileTests {
  static let ports = #""shell_port":1,"control_port":2,"stdin_port":3,"iopub_port":4,"hb_port":5"#

  func read(_ fields: String) throws(ConnectionFileError) -> ConnectionInfo {
    try ConnectionInfo(json: Array("{\(fields)}".utf8), path: "FILE")
  }

  @Test func whatIsMissingHasAStandardValue() throws {
    let connection = try read(Self.ports)
    #expect(connection.transport == .tcp && connection.ip == "127.0.0.1")
    #expect(connection.key.isEmpty && connection.signatureScheme == .sha256 && connection.curve == nil)
    #expect(
      connection.meeting
        == .ports(ConnectionInfo.Ports(shell: 1, control: 2, stdin: 3, iopub: 4, heartbeat: 5)))
  }

  @Test(arguments: [
    ("", ConnectionFileError.missing(path: "FILE", field: "shell_port")),
    (#""shell_port":null"#, .missing(path: "FILE", field: "shell_port")),
    (#""shell_port":0"#, wrong("shell_port", "0", "a port from 1 to 65535")),
    (#""shell_port":65536"#, wrong("shell_port", "65536", "a port from 1 to 65535")),
    (#""shell_port":"1""#, wrong("shell_port", "that is not a whole number", "a port from 1 to 65535")),
    (#""transport":"udp""#, wrong("transport", "udp", "tcp or ipc")),
    (#""signature_scheme":"md5""#, wrong("signature_scheme", "md5", "hmac-sha256 or hmac-sha512")),
    (#""ip":5"#, wrong("ip", "that is not text", "text in quotes")),
    (#""curve_publickey":"short""#, wrong("curve_publickey", "of 5 characters", "a key of 40 characters")),
    (
      "\"curve_publickey\":\"\(String(repeating: "k", count: 40))\"",
      .missing(path: "FILE", field: "curve_secretkey")
    ),
  ])
  func mistakesAreNamed(fields: String, error: ConnectionFileError) {
    #expect(throws: error) { try read(fields) }
  }

  static func wrong(_ field: String, _ value: String, _ expected: String) -> ConnectionFileError {
    .wrong(path: "FILE", field: field, value: value, expected: expected)
  }

  @Test func aFileThatIsNoObjectOrNotThere() {
    #expect(throws: ConnectionFileError.notJSON(path: "FILE")) {
      try ConnectionInfo(json: [0x5b], path: "FILE")
    }
    #expect(throws: ConnectionFileError.self) { try ConnectionInfo(file: "/no/such/file") }
    #expect(
      ConnectionFileError.unreadable(path: "/no/such/file", SystemError(number: 2)).description
        == "cannot read the connection file /no/such/file: No such file or directory")
  }

  @Test func endpoints() throws {
    #expect(try read(Self.ports).endpoint(port: 9) == "tcp://127.0.0.1:9")
    #expect(try read(#""ip":"::1","# + Self.ports).endpoint(port: 9) == "tcp://[::1]:9")
    #expect(try read(#""transport":"ipc","ip":"/run/k","# + Self.ports).endpoint(port: 9) == "ipc:///run/k-9")
  }

  @Test func whatTheKernelWritesItReadsBack() throws {
    let told = try read(#""key":"k/δ","registration_port":7,"kernel_id":"k1""#)
    let ports = ConnectionInfo.Ports(shell: 1, control: 2, stdin: 3, iopub: 4, heartbeat: 5)
    var expected = told
    expected.meeting = .ports(ports)
    #expect(try ConnectionInfo(json: told.json(ports), path: "FILE") == expected)
  }
}
