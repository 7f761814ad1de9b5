import JSON
import JupyterMessages

/// Identifies one run of one cell.
typealias ExecutionID = Int

/// What a running cell reports to the I/O thread.
enum ExecutionEvent: Sendable, Equatable {
  case stream(ExecutionContext.Stream, String)
  case display(MIMEBundle, displayID: String?)
  case updateDisplay(MIMEBundle, displayID: String)
  case result(MIMEBundle)
  case clearOutput(wait: Bool)
  case page(MIMEBundle)
  case annotate([String: JSONValue])
  case comm(CommReport)
  case askInput(prompt: String, password: Bool)
  case finished(ExecutionOutcome, expressions: [String: EvaluationOutcome])
}

extension ExecutionEvent {
  /// Whether only a limited number of such events may wait.
  var isDisplay: Bool {
    switch self {
    case .display, .updateDisplay, .result, .clearOutput, .comm: true
    case .stream, .page, .annotate, .askInput, .finished: false
    }
  }
}
