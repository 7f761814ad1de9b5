/// What the I/O thread can read without waiting.
struct Readiness: OptionSet {
  /// One bit each, in the order in which `KernelSockets.wait` polls.
  let rawValue: UInt8

  static let shell = Readiness(rawValue: 1 << 0)
  static let control = Readiness(rawValue: 1 << 1)
  static let stdin = Readiness(rawValue: 1 << 2)
  static let iopub = Readiness(rawValue: 1 << 3)
  static let heartbeat = Readiness(rawValue: 1 << 4)
  static let mailbox = Readiness(rawValue: 1 << 5)
  static let signals = Readiness(rawValue: 1 << 6)
  static let parent = Readiness(rawValue: 1 << 7)
}

/// The five sockets of a kernel.
struct KernelSockets: ~Copyable {
  private let shell: KernelSocket
  private let control: KernelSocket
  private let stdin: KernelSocket
  private let iopub: KernelSocket
  private let heartbeat: KernelSocket

  /// Binds all five, or throws.
  init(_ connection: ConnectionInfo) throws(KernelServer.StartError) {
    let context: ZeroMQContext
    do { context = try ZeroMQContext() } catch { throw .system(error) }
    var told: ConnectionInfo.Ports?
    if case .ports(let ports) = connection.meeting { told = ports }
    let shell = try KernelSocket(.router, in: context, connection, port: told?.shell)
    let control = try KernelSocket(.router, in: context, connection, port: told?.control)
    let stdin = try KernelSocket(.router, in: context, connection, port: told?.stdin, [.mandatory])
    let iopub = try KernelSocket(.xpub, in: context, connection, port: told?.iopub)
    let heartbeat = try KernelSocket(.router, in: context, connection, port: told?.heartbeat)
    self.shell = shell
    self.control = control
    self.stdin = stdin
    self.iopub = iopub
    self.heartbeat = heartbeat
  }

  /// The ports of the sockets.
  var ports: ConnectionInfo.Ports {
    ConnectionInfo.Ports(
      shell: shell.port, control: control.port, stdin: stdin.port, iopub: iopub.port,
      heartbeat: heartbeat.port)
  }

  /// Sleeps until a socket or one of the descriptors (-1: none) is readable, or the milliseconds have passed
  /// (-1: no limit).
  ///
  /// - Returns: what is readable.
  func wait(mailbox: Int32, signals: Int32, parent: Int32, milliseconds: Int) -> Readiness {
    var poller = ZeroMQPoller()
    poller.add(shell.socket)
    poller.add(control.socket)
    poller.add(stdin.socket)
    poller.add(iopub.socket)
    poller.add(heartbeat.socket)
    poller.add(descriptor: mailbox)
    poller.add(descriptor: signals)
    poller.add(descriptor: parent)
    return Readiness(rawValue: poller.wait(milliseconds: milliseconds))
  }

  /// The frames of the next message; nil if there is none.
  func receive(on channel: Channel) -> [[UInt8]]? {
    switch channel {
    case .shell: try? shell.socket.receive()
    case .control: try? control.socket.receive()
    case .stdin: try? stdin.socket.receive()
    case .iopub: try? iopub.socket.receive()
    }
  }

  /// The topic of the next new subscription. Anything else that subscribers send is ignored.
  func receiveSubscription() -> [UInt8]? {
    while let frames = receive(on: .iopub) {
      if let frame = frames.first, frame.first == 1 { return Array(frame.dropFirst()) }
    }
    return nil
  }

  /// - Returns: whether the message was sent; false if its client is gone.
  func send(_ frames: [[UInt8]], on channel: Channel) -> Bool {
    do throws(SystemError) {
      switch channel {
      case .shell: try shell.socket.send(frames)
      case .control: try control.socket.send(frames)
      case .stdin: try stdin.socket.send(frames)
      case .iopub: try iopub.socket.send(frames)
      }
      return true
    } catch {
      return false
    }
  }

  /// Echoes heartbeats.
  func echoHeartbeats() {
    while let frames = try? heartbeat.socket.receive() { try? heartbeat.socket.send(frames) }
  }
}
