import JSON
import JupyterMessages
import SystemThreads

/// What a client says through a comm.
public struct CommMessage: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// A new comm, for one of the interpreter's targets.
    case open(target: String)
    case message
    case close
  }

  public var id: String
  public var kind: Kind
  public var data: JSONValue

  public init(id: String, kind: Kind, data: JSONValue) {
    self.id = id
    self.kind = kind
    self.data = data
  }
}

/// What the kernel says through a comm.
public enum CommReport: Sendable, Equatable {
  /// `metadata`: of the message; the widget protocol puts its version there.
  case open(id: String, target: String, data: JSONValue, metadata: [String: JSONValue])
  case update(id: String, data: JSONValue)
  case close(id: String)
}

/// What becomes of a comm's message.
enum CommEvent: Sendable, Equatable {
  /// The interpreter says something to it.
  case report(CommReport)
  /// Its sender may send the next one: it is idle for them, although the interpreter may still say something.
  case accepted
  /// There is nothing more to say to it.
  case finished
}

/// Pairs what an interpreter says to a comm's message with that message.
typealias CommTicket = Int

/// What an interpreter may do while it answers messages of comms. It may be used from any thread.
public final class CommContext: Sendable {
  private let hasInterrupt: @Sendable () -> Bool
  private let areOvertaken: @Sendable () -> Bool
  private let post: @Sendable (CommEvent, _ message: Int?) -> Void

  init(
    isInterrupted: @escaping @Sendable () -> Bool, isOvertaken: @escaping @Sendable () -> Bool,
    post: @escaping @Sendable (CommEvent, _ message: Int?) -> Void
  ) {
    hasInterrupt = isInterrupted
    areOvertaken = isOvertaken
    self.post = post
  }

  /// True once the user wants the kernel to stop.
  public var isInterrupted: Bool { hasInterrupt() }

  /// Whether other messages have arrived, and these have been worked on for long enough: what remains to be
  /// done may wait until those have been looked at, in the next call.
  public var isOvertaken: Bool { areOvertaken() }

  /// message: the place, among those received, of the one that this answers; nil for the last one.
  public func send(_ report: CommReport, to message: Int? = nil) { post(.report(report), message) }

  /// Tells the sender of a message that it has been taken, although it has not been answered yet. A client of
  /// the widget protocol sends the next position of a slider only after this.
  public func accept(_ message: Int) { post(.accepted, message) }
}

/// Passes messages of comms to the interpreter, on a thread of their own: sliders answer while a cell runs.
/// All that have arrived meanwhile are passed on together, so that the interpreter can leave out those that
/// later ones overtake.
final class CommThread {
  private let interpreter: any Interpreter
  private let mailbox: Mailbox
  private let messages = BlockingQueue<Waiting>()
  private let waiting = Guarded(0)
  /// The number of interrupts so far.
  private let interrupts = Guarded(0)

  private struct Waiting: Sendable {
    var ticket: CommTicket
    var message: CommMessage
    /// The number of interrupts before it: a later one stops it, too.
    var interrupts: Int
  }
  /// The thread starts with the first message.
  private lazy var isStarted = start()

  /// In milliseconds. Work for a position that has been overtaken ends after this time; a shorter one would
  /// let a slider that moves without a pause show nothing.
  private static let longestOvertaken: UInt64 = 500

  init(interpreter: any Interpreter, mailbox: Mailbox) {
    self.interpreter = interpreter
    self.mailbox = mailbox
  }

  func put(_ ticket: CommTicket, _ message: CommMessage) {
    waiting.withLock { $0 += 1 }
    if isStarted {
      messages.put(Waiting(ticket: ticket, message: message, interrupts: interrupts.withLock { $0 }))
    } else {
      mailbox.post(.comm(ticket, .finished))
    }
  }

  /// Stops the work in progress.
  func interrupt() { interrupts.withLock { $0 += 1 } }

  private func start() -> Bool {
    BackgroundThread.start { [interpreter, mailbox, messages, waiting, interrupts] in
      while true {
        var arrived = [messages.take()]
        while let next = messages.take(within: 0) { arrived.append(next) }
        let batch = arrived
        waiting.withLock { $0 -= batch.count }
        guard let last = batch.last else { continue }
        let end = KernelServer.now() + Self.longestOvertaken * 1_000_000
        let context = CommContext(
          isInterrupted: { interrupts.withLock { $0 } != last.interrupts },
          isOvertaken: { waiting.withLock { $0 } > 0 && KernelServer.now() > end },
          post: { event, place in
            let answered = place.flatMap { batch.indices.contains($0) ? batch[$0] : nil } ?? last
            mailbox.post(.comm(answered.ticket, event))
          })
        interpreter.receive(batch.map { $0.message }, in: context)
        for message in batch { mailbox.post(.comm(message.ticket, .finished)) }
      }
    }
  }
}
