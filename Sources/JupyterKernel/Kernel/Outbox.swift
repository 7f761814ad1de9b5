/// A cell's reports, in order. Printed text is batched: pieces that follow one another within a tenth of a
/// second are sent as one message; everything else is sent at once, after the text before it. Both stay
/// within what a server accepts from one cell, 1000 messages and 1 MB of text per second over three seconds;
/// the server drops what exceeds that (`iopub_msg_rate_limit`, `iopub_data_rate_limit` and
/// `rate_limit_window` of jupyter_server).
struct Outbox {
  /// The number of nanoseconds between two messages of text.
  static let batchInterval: UInt64 = 100_000_000
  /// The number of bytes of text in one message.
  static let batchSize = 65_536

  private var events: [ExecutionEvent] = []
  private var next = 0
  private var lastText: UInt64?
  private var bytes = Pace(perSecond: 500_000, burst: 1_400_000)
  private var messages = Pace(perSecond: 500, burst: 1_400)

  mutating func put(_ event: ExecutionEvent) {
    if case .stream(let stream, let text) = event, next < events.count,
      case .stream(stream, var before)? = events.last, before.utf8.count < Self.batchSize
    {
      events.removeLast()
      before += text
      events.append(.stream(stream, before))
    } else {
      events.append(event)
    }
  }

  /// When the next event may be sent; nil if there is none.
  var due: UInt64? {
    guard events.indices.contains(next) else { return nil }
    switch events[next] {
    case .finished, .askInput, .page, .annotate: return 0
    case .stream(_, let text):
      let isGrowing = next + 1 == events.count && text.utf8.count < Self.batchSize
      let batch = isGrowing ? lastText.map { $0 + Self.batchInterval } ?? 0 : 0
      return max(batch, bytes.due, messages.due)
    default: return messages.due
    }
  }

  /// The next event, if it may be sent by now.
  mutating func take(at now: UInt64) -> ExecutionEvent? {
    guard let due, due <= now else { return nil }
    let event = events[next]
    next += 1
    if next == events.count || next == 256 {
      events.removeFirst(next)
      next = 0
    }
    messages.spend(1, at: now)
    if case .stream(_, let text) = event {
      lastText = now
      bytes.spend(text.utf8.count, at: now)
    }
    return event
  }
}
