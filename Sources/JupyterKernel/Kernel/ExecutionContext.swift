import Glibc
import JSON
import JupyterMessages
import Synchronization

/// What a running cell may do: show results, ask the user, check whether it should stop. It may be used from
/// any thread.
public final class ExecutionContext: Sendable {
  public enum Stream: String, Sendable { case stdout, stderr }

  /// Why a question to the user has no answer.
  public enum InputError: Error, Sendable, Equatable {
    /// The client allows no questions (`allow_stdin` is false), as in a notebook run by nbconvert.
    case notAllowed
    case interrupted
  }

  /// The number of bytes of text that one cell may print.
  static let mostText = 2_000_000
  /// The number of displays that may wait to be sent before the cell that makes them has to wait too.
  static let mostWaiting = 100

  private let allowsInput: Bool
  private let interrupted = Atomic<Bool>(false)
  private let post: @Sendable (ExecutionEvent) -> Void
  private let answers = BlockingQueue<String?>()
  private let printed = Atomic<Int>(0)
  private let waiting = Atomic<Int>(0)

  init(allowsInput: Bool = false, post: @escaping @Sendable (ExecutionEvent) -> Void) {
    self.allowsInput = allowsInput
    self.post = post
  }

  /// True once the user wants the cell to stop. It is cheap enough to check between two training patterns.
  public var isInterrupted: Bool { interrupted.load(ordering: .relaxed) }

  /// Prints text exactly as it is (a line ends in its own line feed). Output is batched, so many small pieces
  /// cost little. A cell that prints without end is cut off, with a notice.
  public func stream(_ text: String, to stream: Stream = .stdout) {
    let count = text.utf8.count
    let before = printed.add(count, ordering: .relaxed).oldValue
    if before + count <= Self.mostText {
      if count > 0 { post(.stream(stream, text)) }
    } else if before <= Self.mostText {
      post(.stream(stream, String(decoding: text.utf8.prefix(Self.mostText - before), as: UTF8.self)))
      post(
        .stream(
          .stderr, "\n[The cell has printed more than 2 MB. What it prints from here on is not shown.]\n"))
    }
  }

  /// Shows a result. A result with a `displayID` can be replaced by `updateDisplay`.
  public func display(_ bundle: MIMEBundle, displayID: String? = nil) {
    show(.display(bundle, displayID: displayID))
  }

  /// Replaces the content of every display with this `displayID`.
  public func updateDisplay(_ bundle: MIMEBundle, displayID: String) {
    show(.updateDisplay(bundle, displayID: displayID))
  }

  /// Shows the value of the cell, as `Out[n]`.
  public func result(_ bundle: MIMEBundle) { show(.result(bundle)) }

  /// Clears the cell's output: at once, or when the next output arrives (`wait`), which avoids flicker.
  public func clearOutput(wait: Bool = false) { show(.clearOutput(wait: wait)) }

  /// Posts an event that produces a message. A cell that shows results faster than clients may receive them
  /// waits here; if it goes on after an interrupt, its output is dropped.
  private func show(_ event: ExecutionEvent) {
    while waiting.load(ordering: .relaxed) >= Self.mostWaiting {
      if isInterrupted { return }
      usleep(5000)
    }
    waiting.add(1, ordering: .relaxed)
    post(event)
  }

  /// One of the waiting displays has been sent.
  func hasShown() { waiting.subtract(1, ordering: .relaxed) }

  /// Long help: a console shows it in its pager, a notebook below the cell.
  public func page(_ bundle: MIMEBundle) { post(.page(bundle)) }

  /// Adds to the metadata of the cell's reply.
  public func annotate(_ metadata: [String: JSONValue]) { post(.annotate(metadata)) }

  /// Opens a comm, or says something through one, before what is shown next.
  public func send(_ report: CommReport) { show(.comm(report)) }

  /// Whether somebody is at the client, as far as the request tells: it takes questions.
  public var isAttended: Bool { allowsInput }

  /// Asks the user for a line, and blocks until it comes.
  public func input(prompt: String, password: Bool = false) throws(InputError) -> String {
    guard allowsInput else { throw .notAllowed }
    if isInterrupted { throw .interrupted }
    post(.askInput(prompt: prompt, password: password))
    guard let line = answers.take() else { throw .interrupted }
    return line
  }

  func interrupt() {
    interrupted.store(true, ordering: .relaxed)
    answers.put(nil)
  }

  func answer(_ line: String) { answers.put(line) }
}
