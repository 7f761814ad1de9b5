import JupyterMessages

/// Pairs an answer of the assistant with the request that is waiting for it.
typealias AssistanceTicket = Int

/// What an editor asks about the text of a cell.
struct AssistanceQuestion: Sendable {
  enum Kind: Sendable {
    /// - Parameter cursor: in code points; the end of the code if missing.
    case completion(cursor: Int?)
    case inspection(cursor: Int?, detail: Int)
    case completeness
  }

  var kind: Kind
  var code: String
  /// The shell whose names are used.
  var shell: ShellName
}

enum AssistanceAnswer: Sendable {
  case completion(Completion)
  case inspection(MIMEBundle?)
  case completeness(Completeness)
}

/// Answers editors on a separate thread, so that no text, however long, keeps the I/O thread from other
/// messages, least of all from an interrupt.
final class Assistant {
  private let interpreter: any Interpreter
  private let mailbox: Mailbox
  private let questions = BlockingQueue<(AssistanceTicket, AssistanceQuestion)>()
  /// The thread starts with the first question.
  private lazy var isStarted = start()

  init(interpreter: any Interpreter, mailbox: Mailbox) {
    self.interpreter = interpreter
    self.mailbox = mailbox
  }

  func ask(_ ticket: AssistanceTicket, _ question: AssistanceQuestion) {
    if isStarted {
      questions.put((ticket, question))
    } else {
      mailbox.post(.assistance(ticket, Self.answer(question, interpreter)))
    }
  }

  private func start() -> Bool {
    BackgroundThread.start { [interpreter, mailbox, questions] in
      while true {
        let (ticket, question) = questions.take()
        mailbox.post(.assistance(ticket, Self.answer(question, interpreter)))
      }
    }
  }

  static func answer(_ question: AssistanceQuestion, _ interpreter: any Interpreter)
    -> AssistanceAnswer
  {
    let code = question.code
    let subshell = question.shell.subshell
    switch question.kind {
    case .completion(let told):
      return .completion(interpreter.complete(code, at: cursor(told, in: code), in: subshell))
    case .inspection(let told, let detail):
      return .inspection(interpreter.inspect(code, at: cursor(told, in: code), detail: detail, in: subshell))
    case .completeness: return .completeness(interpreter.isComplete(code))
    }
  }

  /// A cursor within the code, in code points; the end if none is given.
  private static func cursor(_ told: Int?, in code: String) -> Int {
    let count = code.unicodeScalars.count
    return told.map { min(max($0, 0), count) } ?? count
  }
}
