import CZeroMQ

/// Owns libzmq's own threads. Its sockets keep it alive.
final class ZeroMQContext {
  fileprivate let handle: UnsafeMutableRawPointer

  init() throws(SystemError) {
    guard let handle = zmq_ctx_new() else { throw SystemError(number: zmq_errno()) }
    self.handle = handle
  }

  /// Waits until everything has been sent, for at most the linger time of the sockets.
  deinit {
    while zmq_ctx_term(handle) != 0 && SystemError(number: zmq_errno()).isInterruption {}
  }
}

/// A ZeroMQ socket. It must be used on a single thread.
struct ZeroMQSocket: ~Copyable {
  enum Kind {
    case router, xpub, dealer

    fileprivate var value: Int32 {
      switch self {
      case .router: ZMQ_ROUTER
      case .xpub: ZMQ_XPUB
      case .dealer: ZMQ_DEALER
      }
    }
  }

  enum Option {
    /// How long, in milliseconds, unsent messages may delay the exit.
    case linger(Int32)
    /// The number of messages kept for a slow peer; 0 for no limit.
    case sendLimit(Int32)
    case receiveLimit(Int32)
    /// A client that reconnects with its old identity takes over from its dead connection.
    case handover
    /// Sending to a client that is gone is an error instead of being ignored.
    case mandatory
    /// Every subscription is reported, even a repeated one.
    case verbose
    /// The maximum size of a message in bytes; a larger one ends its connection.
    case largestMessage(Int64)
    /// A peer that answers no pings for this long, in milliseconds, is disconnected.
    case heartbeat(interval: Int32, timeout: Int32)
    /// Only peers that know the public key can connect, and their messages are encrypted.
    case curveServer(ConnectionInfo.CurveKeys)
  }

  /// More frames than any message has; a message with more is dropped.
  static let mostFrames = 1024

  fileprivate let handle: UnsafeMutableRawPointer
  private let context: ZeroMQContext

  init(_ kind: Kind, in context: ZeroMQContext) throws(SystemError) {
    guard let handle = zmq_socket(context.handle, kind.value) else {
      throw SystemError(number: zmq_errno())
    }
    self.handle = handle
    self.context = context
  }

  deinit { zmq_close(handle) }

  func set(_ option: Option) throws(SystemError) {
    switch option {
    case .linger(let value): try set(ZMQ_LINGER, value)
    case .sendLimit(let value): try set(ZMQ_SNDHWM, value)
    case .receiveLimit(let value): try set(ZMQ_RCVHWM, value)
    case .handover: try set(ZMQ_ROUTER_HANDOVER, Int32(1))
    case .mandatory: try set(ZMQ_ROUTER_MANDATORY, Int32(1))
    case .verbose: try set(ZMQ_XPUB_VERBOSE, Int32(1))
    case .largestMessage(let value): try set(ZMQ_MAXMSGSIZE, value)
    case .heartbeat(let interval, let timeout):
      try set(ZMQ_HEARTBEAT_IVL, interval)
      try set(ZMQ_HEARTBEAT_TIMEOUT, timeout)
    case .curveServer(let keys):
      try set(ZMQ_CURVE_SERVER, Int32(1))
      // Z85 with the zero that ends a C string.
      if zmq_setsockopt(handle, ZMQ_CURVE_SECRETKEY, keys.secretKey, 41) != 0 {
        throw SystemError(number: zmq_errno())
      }
    }
  }

  private func set<Value>(_ name: Int32, _ value: Value) throws(SystemError) {
    let status = withUnsafeBytes(of: value) { zmq_setsockopt(handle, name, $0.baseAddress, $0.count) }
    if status != 0 { throw SystemError(number: zmq_errno()) }
  }

  func bind(to endpoint: String) throws(SystemError) {
    if zmq_bind(handle, endpoint) != 0 { throw SystemError(number: zmq_errno()) }
  }

  func connect(to endpoint: String) throws(SystemError) {
    if zmq_connect(handle, endpoint) != 0 { throw SystemError(number: zmq_errno()) }
  }

  /// The endpoint of the last `bind`, with its wildcards filled in.
  func boundEndpoint() throws(SystemError) -> String {
    var text = [UInt8](repeating: 0, count: 1024)
    var size = text.count
    if zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &text, &size) != 0 { throw SystemError(number: zmq_errno()) }
    return String(decoding: text.prefix(max(0, size - 1)), as: UTF8.self)
  }

  /// Sends the frames as one message, without waiting.
  func send(_ frames: [[UInt8]]) throws(SystemError) {
    for (index, frame) in frames.enumerated() {
      let flags = ZMQ_DONTWAIT | (index + 1 < frames.count ? ZMQ_SNDMORE : 0)
      while frame.withUnsafeBytes({ zmq_send(handle, $0.baseAddress, $0.count, flags) }) < 0 {
        let error = SystemError(number: zmq_errno())
        if !error.isInterruption { throw error }
      }
    }
  }

  /// The frames of the next message; nil if there is none.
  func receive() throws(SystemError) -> [[UInt8]]? {
    var frames: [[UInt8]] = []
    var part = zmq_msg_t()
    repeat {
      zmq_msg_init(&part)
      if zmq_msg_recv(&part, handle, ZMQ_DONTWAIT) < 0 {
        let error = SystemError(number: zmq_errno())
        zmq_msg_close(&part)
        if error.isInterruption { continue }
        if error.isNothingYet && frames.isEmpty { return nil }
        throw error
      }
      if frames.count < Self.mostFrames {
        frames.append([UInt8](UnsafeRawBufferPointer(start: zmq_msg_data(&part), count: zmq_msg_size(&part))))
      }
      let more = zmq_msg_more(&part) != 0
      zmq_msg_close(&part)
      if !more { return frames }
    } while true
  }
}

/// Waits on several sockets and one descriptor.
struct ZeroMQPoller {
  private var items: [zmq_pollitem_t] = []

  mutating func add(_ socket: borrowing ZeroMQSocket) {
    items.append(zmq_pollitem_t(socket: socket.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0))
  }

  mutating func add(descriptor: Int32) {
    items.append(zmq_pollitem_t(socket: nil, fd: descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
  }

  /// Sleeps until something is readable, or the milliseconds have passed (-1: no limit).
  ///
  /// - Returns: one bit for each readable item, the lowest for the one added first.
  @discardableResult
  mutating func wait(milliseconds: Int) -> UInt8 {
    guard zmq_poll(&items, Int32(items.count), milliseconds) > 0 else { return 0 }
    return items.reversed().reduce(0) { $0 << 1 | ($1.revents == 0 ? 0 : 1) }
  }
}
