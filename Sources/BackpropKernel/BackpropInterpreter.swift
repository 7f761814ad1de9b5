import BackpropLanguage
import JSON
import JupyterKernel
import Rendering
import Synchronization

/// Connects the language to the protocol: the only place where the two meet.
///
/// A cell runs on its shell's execution thread and publishes the state after each statement. Completion and
/// inspection read the last state of the shell concerned, so they answer while a cell trains. A subshell
/// starts from the main shell's state and keeps its own changes: it can look at everything while the main
/// shell trains, without disturbing it.
final class BackpropInterpreter: Interpreter {
  private let states = Mutex<[String?: SessionSnapshot]>([:])
  private let renderer = Renderer()

  let info = InterpreterInfo(
    implementation: "backprop",
    implementationVersion: Version.current,
    banner:
      "Backprop \(Version.current): back propagation in the notation of the lecture. "
      + "`help` lists the commands.",
    language: InterpreterInfo.Language(
      name: "backprop", version: Version.current, mimetype: "text/x-backprop", fileExtension: ".bp"),
    supportsSubshells: true)

  func execute(_ cell: Cell, in context: ExecutionContext) -> ExecutionOutcome {
    let displays = CellDisplays(
      context: context, renderer: renderer, rewritesLine: cell.isTyped, now: HostSystem.monotonicSeconds)
    let host = HostSystem.host(
      emit: { displays.show($0) }, isInterrupted: { context.isInterrupted },
      publish: { state in self.states.withLock { $0[cell.subshell] = state } })
    let result = Session(continuing: state(of: cell.subshell)).run(cell.code, host: host)
    displays.flush()
    return outcome(of: result)
  }

  func evaluate(
    _ expression: String, after cell: Cell, in context: ExecutionContext
  ) -> EvaluationOutcome {
    // A copy, because an expression shows something and changes nothing.
    let session = Session(continuing: state(of: cell.subshell))
    var value: CellResult?
    let host = HostSystem.host(emit: { value = $0 }, isInterrupted: { context.isInterrupted })
    let numbers: Numbers?
    switch session.numbers(of: expression, host: host) {
    case .numbers(let found): numbers = found
    case .noNumbers: numbers = nil
    case .ended(let reason):
      if case .error(let error) = outcome(of: reason) { return .error(error) }
      numbers = nil
    }
    let shown = outcome(of: session.run(expression, host: host))
    if case .error(let error) = shown, numbers == nil { return .error(error) }
    var bundle: JupyterKernel.MIMEBundle
    if let value {
      bundle = JupyterKernel.MIMEBundle(renderer.bundle(for: value))
    } else if let numbers {
      bundle = JupyterKernel.MIMEBundle(plain: "\(expression): \(numbers.values.count) numbers")
    } else {
      return .error(ExecutionError(name: "NoValue", value: "This shows nothing. An example that does: E"))
    }
    bundle.data["application/json"] = numbers?.json
    return .ok(bundle)
  }

  func complete(_ code: String, at cursor: Int, in subshell: String?) -> Completion {
    let completions = Assistance.complete(
      code, at: cursor, in: state(of: subshell), files: HostSystem.files(beginning:))
    let matches = completions.items.map { Completion.Match($0.text, type: $0.kind, signature: $0.detail) }
    return Completion(matches: matches, range: completions.range)
  }

  func inspect(_ code: String, at cursor: Int, detail: Int, in subshell: String?) -> JupyterKernel.MIMEBundle?
  {
    let end = HostSystem.monotonicSeconds() + Self.patience
    return Assistance.inspect(
      code, at: cursor, in: state(of: subshell), isInterrupted: { HostSystem.monotonicSeconds() > end }
    ).map { JupyterKernel.MIMEBundle(renderer.bundle(for: $0)) }
  }

  /// The maximum number of seconds for computing a value for a tooltip.
  private static let patience = 0.5

  func isComplete(_ code: String) -> JupyterKernel.Completeness {
    switch Assistance.completeness(code) {
    case .complete: .complete
    case .incomplete(let indent): .incomplete(indent: indent)
    case .invalid: .invalid
    case .unknown: .unknown
    }
  }

  func forget(subshell: String) { states.withLock { $0[subshell] = nil } }

  /// The state of a shell; a new subshell starts with that of the main shell.
  private func state(of subshell: String?) -> SessionSnapshot {
    states.withLock { $0[subshell] ?? $0[nil] ?? SessionSnapshot() }
  }

  private func outcome(of outcome: CellOutcome) -> ExecutionOutcome {
    switch outcome {
    case .finished: .ok
    case .interrupted: .error(.interrupted)
    case .failed(let report):
      .error(
        ExecutionError(
          name: report.name, value: report.message,
          traceback: renderer.traceback(for: report, coloured: true)))
    }
  }
}

extension Numbers {
  /// For programs: the size of each dimension, and all numbers in rows of the last one.
  fileprivate var json: JSONValue {
    let rows = JSONValue.Rows(columns: shape.last ?? 1, elements: values)
    return [
      "shape": .array(shape.map { .integer($0) }), "values": rows.map { .matrix($0) } ?? .array([]),
    ]
  }
}
