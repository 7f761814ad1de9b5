import BackpropLanguage
import JSON
import JupyterMessages
import Rendering

/// The language in the terms of Jupyter's protocol, on any machine. The native kernel and the one in
/// WebAssembly answer with it, so that they give the same answers. It keeps no state: who calls it does.
package struct CellInterpreter: Sendable {
  private let renderer = Renderer()

  package init() {}

  package static var info: InterpreterInfo {
    InterpreterInfo(
      implementation: "backprop",
      implementationVersion: Version.current,
      banner:
        "Backprop \(Version.current): back propagation in the notation of the lecture. "
        + "`help` lists the commands.",
      language: InterpreterInfo.Language(
        name: "backprop", version: Version.current, mimetype: "text/x-backprop", fileExtension: ".bp"))
  }

  /// Runs a cell, and shows its results. The host's `emit` is not used.
  ///
  /// Returns: nil for a cell that succeeded.
  package func execute(
    _ code: String, continuing state: SessionSnapshot, host: CellHost, in surroundings: CellSurroundings
  ) -> ExecutionError? {
    let displays = CellDisplays(renderer: renderer, surroundings: surroundings)
    var checks: [CheckRecord] = []
    var host = host
    host.emit = { result in
      checks += result.checks
      displays.show(result)
    }
    let outcome = Session(continuing: state).run(code, host: host)
    displays.flush()
    if let metadata = checks.metadata { surroundings.send(.annotation(metadata)) }
    return error(of: outcome)
  }

  /// The value of a user expression. It shows something and changes nothing, so it runs on a copy of the
  /// session. The host's `emit` is not used.
  package func evaluate(
    _ expression: String, continuing state: SessionSnapshot, host: CellHost
  ) -> EvaluationOutcome {
    let session = Session(continuing: state)
    var value: CellResult?
    var host = host
    host.emit = { value = $0 }
    let numbers: ExactNumbers?
    switch session.numbers(of: expression, host: host) {
    case .numbers(let found): numbers = found
    case .noNumbers: numbers = nil
    case .ended(let reason):
      if let error = error(of: reason) { return .error(error) }
      numbers = nil
    }
    let failure = error(of: session.run(expression, host: host))
    if let failure, numbers == nil { return .error(failure) }
    var bundle: MIMEBundle
    if let value {
      bundle = MIMEBundle(renderer.rendition(of: value))
    } else if let numbers {
      bundle = MIMEBundle(plain: "\(expression): \(numbers.values.count) numbers")
    } else {
      return .error(ExecutionError(name: "NoValue", value: "This shows nothing. An example that does: E"))
    }
    bundle.data["application/json"] = numbers?.json
    return .ok(bundle)
  }

  /// files: the files and folders whose path begins with a text.
  package func complete(
    _ code: String, at cursor: Int, in state: SessionSnapshot, files: (String) -> [String]
  ) -> Completion {
    let completions = Assistance.complete(code, at: cursor, in: state, files: files)
    let matches = completions.items.map { Completion.Match($0.text, type: $0.kind, signature: $0.detail) }
    return Completion(matches: matches, range: completions.range)
  }

  /// Help on the text at the cursor; nil if there is none.
  package func inspect(
    _ code: String, at cursor: Int, in state: SessionSnapshot, now: @escaping () -> Double
  ) -> MIMEBundle? {
    let end = now() + Self.patience
    return Assistance.inspect(code, at: cursor, in: state, isInterrupted: { now() > end })
      .map { MIMEBundle(renderer.rendition(of: $0)) }
  }

  /// The maximum number of seconds for computing a value for a tooltip.
  private static let patience = 0.5

  package func isComplete(_ code: String, in state: SessionSnapshot) -> Completeness {
    switch Assistance.completeness(code, in: state) {
    case .complete: .complete
    case .incomplete(let indent): .incomplete(indent: indent)
    case .invalid: .invalid
    case .unknown: .unknown
    }
  }

  private func error(of outcome: CellOutcome) -> ExecutionError? {
    switch outcome {
    case .finished: nil
    case .interrupted: .interrupted
    case .failed(let report):
      ExecutionError(
        name: report.name, value: report.message,
        traceback: renderer.traceback(for: report, coloured: true))
    }
  }
}

extension ExactNumbers {
  /// For programs: the size of each dimension, and all numbers in rows of the last one.
  fileprivate var json: JSONValue {
    let rows = JSONValue.Rows(columns: shape.last ?? 1, elements: values)
    return [
      "shape": .array(shape.map { .integer($0) }), "values": rows.map { .matrix($0) } ?? .array([]),
    ]
  }
}
