import Glibc

/// The five sockets of a kernel.
struct KernelSockets: ~Copyable {
  private let shell: ZeroMQSocket
  private let control: ZeroMQSocket
  private let stdin: ZeroMQSocket
  private let iopub: ZeroMQSocket
  private let heartbeat: ZeroMQSocket

  /// Binds all five, or throws.
  init(_ connection: ConnectionInfo) throws(KernelServer.StartError) {
    let ports = connection.ports
    let context: ZeroMQContext
    do { context = try ZeroMQContext() } catch { throw .system(error) }
    let shell = try Self.open(.router, in: context, connection.endpoint(port: ports.shell))
    let control = try Self.open(.router, in: context, connection.endpoint(port: ports.control))
    let stdin = try Self.open(.router, in: context, connection.endpoint(port: ports.stdin), [.mandatory])
    let iopub = try Self.open(.xpub, in: context, connection.endpoint(port: ports.iopub))
    let heartbeat = try Self.open(.router, in: context, connection.endpoint(port: ports.heartbeat))
    self.shell = shell
    self.control = control
    self.stdin = stdin
    self.iopub = iopub
    self.heartbeat = heartbeat
  }

  /// Makes a socket and binds it. There is no limit on what waits for a client: a reply or a status that is
  /// dropped would leave the client waiting for ever.
  private static func open(
    _ kind: ZeroMQSocket.Kind, in context: ZeroMQContext, _ endpoint: String,
    _ options: [ZeroMQSocket.Option] = []
  ) throws(KernelServer.StartError) -> ZeroMQSocket {
    do {
      let socket = try ZeroMQSocket(kind, in: context)
      try socket.set(.linger(1000))
      try socket.set(.sendLimit(0))
      try socket.set(.largestMessage(1 << 29))
      try socket.set(kind == .xpub ? .verbose : .handover)
      for option in options { try socket.set(option) }
      try bind(socket, endpoint)
      return socket
    } catch {
      throw .cannotBind(endpoint: endpoint, error)
    }
  }

  /// A port that its last owner is still giving up is tried again for a second.
  private static func bind(_ socket: borrowing ZeroMQSocket, _ endpoint: String) throws(SystemError) {
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

  /// Sleeps until a socket or the descriptor can be read, or the milliseconds are over (-1: no limit).
  func wait(for descriptor: Int32, milliseconds: Int) {
    var poller = ZeroMQPoller()
    poller.add(shell)
    poller.add(control)
    poller.add(stdin)
    poller.add(iopub)
    poller.add(heartbeat)
    poller.add(descriptor: descriptor)
    poller.wait(milliseconds: milliseconds)
  }

  /// The next message's frames; nil when there is none.
  func receive(on channel: Channel) -> [[UInt8]]? {
    switch channel {
    case .shell: try? shell.receive()
    case .control: try? control.receive()
    case .stdin: try? stdin.receive()
    case .iopub: try? iopub.receive()
    }
  }

  /// The topic of the next new subscription. What else subscribers send is passed over.
  func receiveSubscription() -> [UInt8]? {
    while let frames = receive(on: .iopub) {
      if let frame = frames.first, frame.first == 1 { return Array(frame.dropFirst()) }
    }
    return nil
  }

  /// - Returns: whether the message is on its way; false where its client is gone.
  func send(_ frames: [[UInt8]], on channel: Channel) -> Bool {
    do throws(SystemError) {
      switch channel {
      case .shell: try shell.send(frames)
      case .control: try control.send(frames)
      case .stdin: try stdin.send(frames)
      case .iopub: try iopub.send(frames)
      }
      return true
    } catch {
      return false
    }
  }

  /// Sends back whatever comes.
  func echoHeartbeats() {
    while let frames = try? heartbeat.receive() { try? heartbeat.send(frames) }
  }
}
