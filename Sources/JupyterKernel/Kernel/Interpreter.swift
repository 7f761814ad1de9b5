import JupyterMessages

/// A language that a kernel runs: everything that `KernelServer` needs to know about it.
///
/// Several threads call it. `execute` and `evaluate` run on an execution thread, one cell after another, and
/// may take as long as they like (a subshell has its own execution thread). Editors' questions come from a
/// separate thread *while a cell runs*; they are answered from a snapshot that the running cell publishes,
/// never by waiting for the cell. Every thread has a stack of 16 MiB, independent of the limits of the shell
/// that started the kernel.
///
/// Positions are counted in Unicode code points from the start of the cell, as everywhere in the protocol.
public protocol Interpreter: AnyObject, Sendable {
  /// The answer to `kernel_info_request`.
  var info: InterpreterInfo { get }

  /// Runs a cell and blocks until it is done. Output goes to the context as it is produced.
  func execute(_ cell: Cell, in context: ExecutionContext) -> ExecutionOutcome

  /// The value of one of a request's `user_expressions`, after its cell has succeeded. Names are looked up in
  /// the request's shell.
  func evaluate(
    _ expression: String, after cell: Cell, in context: ExecutionContext
  ) -> EvaluationOutcome

  /// The possible completions at the cursor in a cell of the subshell; nil means the main shell.
  func complete(_ code: String, at cursor: Int, in subshell: String?) -> Completion

  /// Help on the text at the cursor in a cell of the subshell; nil if there is none. `detail` is 0, or 1 for
  /// more.
  func inspect(_ code: String, at cursor: Int, detail: Int, in subshell: String?) -> MIMEBundle?

  /// Whether a console should run the text or ask for another line.
  func isComplete(_ code: String) -> Completeness

  /// The targets for which clients may open comms.
  var commTargets: Set<String> { get }

  /// What clients say through comms, in the order of arrival: all that has arrived since the last call. It
  /// is called on a thread of its own, also while cells run. The clients are told `idle` once it returns, or
  /// has accepted their message.
  func receive(_ messages: [CommMessage], in context: CommContext)

  /// A subshell has ended; whatever is kept for it may be released.
  func forget(subshell: String)
}

extension Interpreter {
  public func evaluate(
    _ expression: String, after cell: Cell, in context: ExecutionContext
  ) -> EvaluationOutcome {
    .error(ExecutionError(name: "Unsupported", value: "This kernel evaluates no user expressions."))
  }
  public func complete(_ code: String, at cursor: Int, in subshell: String?) -> Completion {
    Completion(matches: [], range: cursor..<cursor)
  }
  public func inspect(_ code: String, at cursor: Int, detail: Int, in subshell: String?) -> MIMEBundle? {
    nil
  }
  public func isComplete(_ code: String) -> Completeness { .unknown }
  public var commTargets: Set<String> { [] }
  public func receive(_ messages: [CommMessage], in context: CommContext) {}
  public func forget(subshell: String) {}
}

/// A cell to run.
public struct Cell: Sendable, Equatable {
  public var code: String
  /// The number in the prompt. A silent cell, or one that is not stored, does not increase it.
  public var executionCount: Int
  /// The client wants no output; the context drops any output.
  public var silent: Bool
  /// The subshell that the cell was sent to; nil for the main shell.
  public var subshell: String?
  /// Whether, as far as the request tells, it was typed at a prompt and is not a cell of a notebook. Consoles
  /// show displays, but not their replacements.
  public var isTyped: Bool

  public init(
    code: String, executionCount: Int, silent: Bool = false, subshell: String? = nil, isTyped: Bool = false
  ) {
    self.code = code
    self.executionCount = executionCount
    self.silent = silent
    self.subshell = subshell
    self.isTyped = isTyped
  }
}

/// How a cell ended.
public enum ExecutionOutcome: Sendable, Equatable {
  case ok
  /// The kernel sends the `error` message; the cells that are queued after this one are aborted.
  case error(ExecutionError)
}
