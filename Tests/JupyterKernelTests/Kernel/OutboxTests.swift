import JupyterMessages
import Testing

@testable import JupyterKernel

@Suite struct OutboxTests {
  let start: UInt64 = 1_000_000_000_000
  let tenth = Outbox.batchInterval

  @Test func theFirstTextLeavesAtOnceAndTheNextATenthOfASecondLater() {
    var outbox = Outbox()
    outbox.put(.stream(.stdout, "a"))
    #expect(outbox.take(at: start) == .stream(.stdout, "a"))
    outbox.put(.stream(.stdout, "b"))
    outbox.put(.stream(.stdout, "c"))
    #expect(outbox.take(at: start + 1) == nil)
    #expect(outbox.due == start + tenth)
    #expect(outbox.take(at: start + tenth) == .stream(.stdout, "bc"))
    #expect(outbox.due == nil)
  }

  @Test func anythingElseTakesTheTextBeforeItAlong() {
    var outbox = Outbox()
    let value = ExecutionEvent.result(MIMEBundle(plain: "1"))
    for event in [.stream(.stdout, "a"), .stream(.stderr, "b"), .stream(.stderr, "c"), value] {
      outbox.put(event)
    }
    #expect(outbox.take(at: start) == .stream(.stdout, "a"))
    #expect(outbox.take(at: start) == .stream(.stderr, "bc"))
    #expect(outbox.take(at: start) == value)
  }

  @Test func aFullBatchDoesNotWait() {
    var outbox = Outbox()
    outbox.put(.stream(.stdout, "a"))
    _ = outbox.take(at: start)
    let text = String(repeating: "x", count: Outbox.batchSize)
    outbox.put(.stream(.stdout, text))
    outbox.put(.stream(.stdout, "y"))
    #expect(outbox.take(at: start + 1) == .stream(.stdout, text))
    #expect(outbox.take(at: start + 1) == nil)
  }

  /// The limits are jupyter_server's: 1000 messages and 1 MB of text per second, counted over three seconds.
  @Test func noThreeSecondsHoldMoreThanAServerLetsPass() {
    var outbox = Outbox()
    for _ in 0..<80 { outbox.put(.stream(.stdout, String(repeating: "x", count: Outbox.batchSize))) }
    for number in 0..<6000 { outbox.put(.display(MIMEBundle(plain: "\(number)"), displayID: nil)) }
    var sent: [(time: UInt64, bytes: Int)] = []
    var now = start
    while let due = outbox.due {
      now = max(now, due)
      guard let event = outbox.take(at: now) else { continue }
      if case .stream(_, let text) = event {
        sent.append((now, text.utf8.count))
      } else {
        sent.append((now, 0))
      }
    }
    #expect(sent.count == 6080)
    var first = 0
    var bytes = 0
    for (last, message) in sent.enumerated() {
      bytes += message.bytes
      while sent[first].time + 3_000_000_000 <= message.time {
        bytes -= sent[first].bytes
        first += 1
      }
      #expect(last - first < 3000 && bytes <= 3_000_000)
    }
  }
}
