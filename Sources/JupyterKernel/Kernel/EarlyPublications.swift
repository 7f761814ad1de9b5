/// What is published before the first client listens, kept for it.
///
/// The channels of a client connect one after another, so that its first request may arrive before its
/// subscription. A status lost in between would make it wait forever: `jupyter console`, for example, reads
/// nothing more until the kernel says that it is idle.
struct EarlyPublications {
  private var messages: [[[UInt8]]] = []
  /// How many bytes may still be kept. A client may never subscribe at all.
  private var room = 4 << 20
  private var isOver = false

  /// Keeps a message, as its frames.
  ///
  /// - Returns: false once someone has listened, or so much was kept that nobody is expected to listen.
  mutating func keep(_ frames: [[UInt8]]) -> Bool {
    if isOver { return false }
    room -= frames.reduce(0) { $0 + $1.count }
    if room < 0 {
      _ = takeAll()
      return false
    }
    messages.append(frames)
    return true
  }

  /// The messages in their order; nothing is kept from here on.
  mutating func takeAll() -> [[[UInt8]]] {
    isOver = true
    defer { messages = [] }
    return messages
  }
}
