import Synchronization

/// What a running cell may do: show things, ask the user, look whether it should stop. Any thread may call it.
public final class ExecutionContext: Sendable {
  public enum Stream: String, Sendable { case stdout, stderr }

  /// Why a question to the user has no answer.
  public enum InputError: Error, Sendable, Equatable {
    /// The client allows no questions (`allow_stdin` is false), as in a notebook run by nbconvert.
    case notAllowed
    case interrupted
  }

  let id: ExecutionID
  private let allowsInput: Bool
  private let interrupted = Atomic<Bool>(false)
  private let post: @Sendable (ExecutionEvent) -> Void
  private let answers = BlockingQueue<String?>()

  init(
    id: ExecutionID, allowsInput: Bool = false, post: @escaping @Sendable (ExecutionEvent) -> Void
  ) {
    self.id = id
    self.allowsInput = allowsInput
    self.post = post
  }

  /// True once the user wants the cell to stop. Cheap enough to ask between two training patterns.
  public var isInterrupted: Bool { interrupted.load(ordering: .relaxed) }

  /// Prints text, exactly as it is (a line ends in its own line feed). Batched: many small pieces cost little.
  public func stream(_ text: String, to stream: Stream = .stdout) {
    if !text.isEmpty { post(.stream(stream, text)) }
  }

  /// Shows a result. One with a `displayID` can be shown anew by `updateDisplay`.
  public func display(_ bundle: MIMEBundle, displayID: String? = nil) {
    post(.display(bundle, displayID: displayID))
  }

  /// Replaces what every display of this `displayID` shows.
  public func updateDisplay(_ bundle: MIMEBundle, displayID: String) {
    post(.updateDisplay(bundle, displayID: displayID))
  }

  /// Shows the value of the cell, as `Out[n]`.
  public func result(_ bundle: MIMEBundle) { post(.result(bundle)) }

  /// Clears the cell's output: at once, or when the next output arrives (`wait`), which does not flicker.
  public func clearOutput(wait: Bool = false) { post(.clearOutput(wait: wait)) }

  /// Long help: a console shows it in its pager, a notebook below.
  public func page(_ bundle: MIMEBundle) { post(.page(bundle)) }

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
