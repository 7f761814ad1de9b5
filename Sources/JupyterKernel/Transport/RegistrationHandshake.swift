import JSON

/// Tells a launcher which ports a kernel has chosen, and waits for its acknowledgement (JEP 66).
///
/// JEP 66 does not specify the message, and two forms of it are in use. A launcher that gives its kernel a
/// `kernel_id` follows protocol 5.6: the delimiter, a signature, and the ports as text in one frame. Any
/// other expects a whole message, a `handshake_request` from a request socket.
struct RegistrationHandshake {
  /// How long a launcher may take, in milliseconds.
  static let patience = 5000

  let registration: ConnectionInfo.Registration
  let transport: ConnectionInfo.Transport
  let codec: WireCodec

  /// - Returns: whether the launcher has sent its acknowledgement in time.
  func tell(_ ports: ConnectionInfo.Ports, stamp: inout MessageStamp) throws(SystemError) -> Bool {
    let socket = try ZeroMQSocket(.dealer, in: try ZeroMQContext())
    try socket.set(.linger(0))
    try socket.connect(to: ConnectionInfo.endpoint(transport, registration.ip, registration.port))
    try socket.send(request(ports, stamp: &stamp))

    var poller = ZeroMQPoller()
    poller.add(socket)
    poller.wait(milliseconds: Self.patience)
    guard let reply = try socket.receive() else { return false }
    return accepts(reply)
  }

  func request(_ ports: ConnectionInfo.Ports, stamp: inout MessageStamp) -> [[UInt8]] {
    if let id = registration.kernelID {
      var fields = ports.fields.mapValues { JSONValue.string("\($0)") }
      fields["kernel_id"] = .string(id)
      let content = JSONValue.object(fields).bytes
      return [WireCodec.delimiter, codec.signer.sign([content]), content]
    }
    // The empty frame is what a request socket sends first.
    return codec.encode(
      identities: [[]], header: stamp.header(type: "handshake_request"), parent: Array("{}".utf8),
      metadata: Array("{}".utf8), content: JSONValue.object(ports.fields.mapValues { .integer($0) }).bytes)
  }

  func accepts(_ reply: [[UInt8]]) -> Bool {
    if registration.kernelID != nil {
      guard let delimiter = reply.firstIndex(of: WireCodec.delimiter), reply.count > delimiter + 2 else {
        return false
      }
      return codec.signer.accepts(reply[delimiter + 1], of: [reply[delimiter + 2]])
    }
    return (try? codec.decode(reply))?.header.type == "handshake_reply"
  }
}
