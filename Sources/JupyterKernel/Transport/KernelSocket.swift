import Glibc

/// A bound socket and its port.
struct KernelSocket: ~Copyable {
  let socket: ZeroMQSocket
  let port: Int

  /// Creates a socket and binds it. The number of messages waiting for a client is not limited: if a reply or
  /// a status were dropped, the client would wait forever. Clients that no longer answer pings are
  /// disconnected, and the messages waiting for them are dropped.
  ///
  /// - Parameter port: nil for any free port.
  init(
    _ kind: ZeroMQSocket.Kind, in context: ZeroMQContext, _ connection: ConnectionInfo, port: Int?,
    _ options: [ZeroMQSocket.Option] = []
  ) throws(KernelServer.StartError) {
    let endpoint = port.map { connection.endpoint(port: $0) }
    do throws(SystemError) {
      let socket = try ZeroMQSocket(kind, in: context)
      try socket.set(.linger(1000))
      try socket.set(.sendLimit(0))
      try socket.set(.receiveLimit(0))
      try socket.set(.largestMessage(1 << 29))
      try socket.set(.heartbeat(interval: 30_000, timeout: 300_000))
      try socket.set(kind == .xpub ? .verbose : .handover)
      if let curve = connection.curve { try socket.set(.curveServer(curve)) }
      for option in options { try socket.set(option) }
      if let endpoint {
        try Self.bind(socket, to: endpoint)
        self.port = port ?? 0
      } else {
        self.port = try Self.bindAnywhere(socket, connection)
      }
      self.socket = socket
    } catch {
      throw .cannotBind(endpoint: endpoint ?? connection.ip, error)
    }
  }

  /// If the last owner of a port is still releasing it, binding is retried for a second.
  private static func bind(_ socket: borrowing ZeroMQSocket, to endpoint: String) throws(SystemError) {
    for _ in 1..<20 {
      do throws(SystemError) {
        return try socket.bind(to: endpoint)
      } catch {
        if !error.isAddressInUse { throw error }
        usleep(50_000)
      }
    }
    try socket.bind(to: endpoint)
  }

  private static func bindAnywhere(
    _ socket: borrowing ZeroMQSocket, _ connection: ConnectionInfo
  ) throws(SystemError) -> Int {
    switch connection.transport {
    case .tcp:
      try socket.bind(to: "tcp://\(ConnectionInfo.bracketed(connection.ip)):*")
      let bound = try socket.boundEndpoint()
      return bound.split(separator: ":").last.flatMap { Int($0) } ?? 0
    case .ipc:
      var port = 1
      while access("\(connection.ip)-\(port)", F_OK) == 0 { port += 1 }
      try socket.bind(to: connection.endpoint(port: port))
      return port
    }
  }
}
