/// What a cell reports, in order, with its printed text batched: pieces that follow one another within a tenth of a
/// second leave as one message. All else leaves at once, after the text before it.
struct Outbox {
  /// Nanoseconds between two messages of one stream.
  static let batchInterval: UInt64 = 100_000_000
  /// Bytes of text in one message.
  static let batchSize = 65_536

  private var events: [ExecutionEvent] = []
  private var next = 0
  private var lastText: UInt64?

  var isEmpty: Bool { next == events.count }

  mutating func put(_ event: ExecutionEvent) {
    if case .stream(let stream, let text) = event, case .stream(stream, var before)? = events.last,
      before.utf8.count < Self.batchSize, next < events.count
    {
      events.removeLast()
      before += text
      events.append(.stream(stream, before))
    } else {
      events.append(event)
    }
  }

  /// When the next event may leave; nil when there is none.
  func due() -> UInt64? {
    guard next < events.count else { return nil }
    if case .stream(_, let text) = events[next], next + 1 == events.count, text.utf8.count < Self.batchSize,
      let lastText
    {
      return lastText + Self.batchInterval
    }
    return 0
  }

  /// The next event, if it may leave by now.
  mutating func take(at now: UInt64) -> ExecutionEvent? {
    guard let due = due(), due <= now else { return nil }
    let event = events[next]
    next += 1
    if next == events.count {
      events = []
      next = 0
    }
    if case .stream = event { lastText = now }
    return event
  }
}
