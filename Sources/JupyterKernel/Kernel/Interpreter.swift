import JSON

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
  public func forget(subshell: String) {}
}

/// What a kernel says about its language and itself.
public struct InterpreterInfo: Sendable {
  public var implementation: String
  public var implementationVersion: String
  public var banner: String
  public var language: Language
  /// Links for a client's Help menu.
  public var helpLinks: [HelpLink]
  /// Whether cells of a subshell may run while a cell of the main shell runs: `execute` is then called from
  /// several threads at once, with `Cell.subshell` telling them apart.
  public var supportsSubshells: Bool

  public init(
    implementation: String, implementationVersion: String, banner: String, language: Language,
    helpLinks: [HelpLink] = [], supportsSubshells: Bool = false
  ) {
    self.implementation = implementation
    self.implementationVersion = implementationVersion
    self.banner = banner
    self.language = language
    self.helpLinks = helpLinks
    self.supportsSubshells = supportsSubshells
  }

  /// `language_info` of the protocol.
  public struct Language: Sendable, Equatable {
    public var name: String
    public var version: String
    public var mimetype: String
    public var fileExtension: String
    /// The name of a Pygments lexer, if it is not `name`.
    public var pygmentsLexer: String?
    /// The name of a CodeMirror mode, if it is not `name`.
    public var codemirrorMode: String?
    /// The nbconvert exporter for scripts, if it is not the general one.
    public var nbconvertExporter: String?

    public init(
      name: String, version: String, mimetype: String, fileExtension: String, pygmentsLexer: String? = nil,
      codemirrorMode: String? = nil, nbconvertExporter: String? = nil
    ) {
      self.name = name
      self.version = version
      self.mimetype = mimetype
      self.fileExtension = fileExtension
      self.pygmentsLexer = pygmentsLexer
      self.codemirrorMode = codemirrorMode
      self.nbconvertExporter = nbconvertExporter
    }
  }

  /// An entry in a client's Help menu.
  public struct HelpLink: Sendable, Equatable {
    public var text: String
    public var url: String

    public init(text: String, url: String) {
      self.text = text
      self.url = url
    }
  }
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

/// One result in several formats; the client shows the richest that it supports.
public struct MIMEBundle: Sendable, Equatable {
  /// By MIME type: text as a string, images in base64, JSON unchanged.
  public var data: [String: JSONValue]
  public var metadata: [String: JSONValue]

  public init(_ data: [String: JSONValue], metadata: [String: JSONValue] = [:]) {
    self.data = data
    self.metadata = metadata
  }

  /// Only plain text.
  public init(plain text: String) { self.init(["text/plain": .string(text)]) }
}

/// How a cell ended.
public enum ExecutionOutcome: Sendable, Equatable {
  case ok
  /// The kernel sends the `error` message; the cells that are queued after this one are aborted.
  case error(ExecutionError)
}

/// The outcome of a user expression.
public enum EvaluationOutcome: Sendable, Equatable {
  case ok(MIMEBundle)
  case error(ExecutionError)
}

/// An error in the protocol's terms.
public struct ExecutionError: Error, Sendable, Equatable {
  /// The kind of error (`ename`).
  public var name: String
  /// One line (`evalue`).
  public var value: String
  /// The text that a client shows, line by line; ANSI colours are allowed.
  public var traceback: [String]

  /// - Parameter traceback: by default, `name: value`.
  public init(name: String, value: String, traceback: [String]? = nil) {
    self.name = name
    self.value = value
    self.traceback = traceback ?? ["\(name): \(value)"]
  }

  /// The error of a cell that was interrupted.
  public static let interrupted = ExecutionError(name: "Interrupted", value: "The cell was stopped.")
}

/// Possible replacements for a range of the cell.
public struct Completion: Sendable, Equatable {
  public var matches: [Match]
  /// The range that a match replaces, in code points.
  public var range: Range<Int>

  public init(matches: [Match], range: Range<Int>) {
    self.matches = matches
    self.range = range
  }

  public struct Match: Sendable, Equatable {
    public var text: String
    /// The kind shown next to it (`command`, `function`, `weight`, …); may be empty.
    public var type: String
    /// A few words about its form or meaning; may be empty.
    public var signature: String

    public init(_ text: String, type: String = "", signature: String = "") {
      self.text = text
      self.type = type
      self.signature = signature
    }
  }
}

/// Whether a text is ready to run.
public enum Completeness: Sendable, Equatable {
  case complete
  /// More is expected; the next line is indented by this text.
  case incomplete(indent: String)
  case invalid
  case unknown
}
