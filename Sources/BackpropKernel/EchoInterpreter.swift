import JupyterKernel

/// A stand-in that says back what a cell holds, so that the kernel can be tried before the language is joined to it.
final class EchoInterpreter: Interpreter {
  let info = InterpreterInfo(
    implementation: "backprop", implementationVersion: Version.current, banner: "Backprop \(Version.current)",
    language: InterpreterInfo.Language(
      name: "backprop", version: Version.current, mimetype: "text/x-backprop", fileExtension: ".bp"),
    supportsSubshells: true)

  func execute(_ request: ExecutionRequest, in context: ExecutionContext) -> ExecutionOutcome {
    for line in request.code.split(separator: "\n") {
      if context.isInterrupted { return .error(.interrupted) }
      let words = line.split(separator: " ", maxSplits: 1)
      let argument = words.count > 1 ? String(words[1]) : ""
      switch words.first {
      case "result": context.result(MIMEBundle(plain: argument))
      case "display": context.display(MIMEBundle(plain: argument), displayID: "shown")
      case "update": context.updateDisplay(MIMEBundle(plain: argument), displayID: "shown")
      case "clear": context.clearOutput(wait: true)
      case "page": context.page(MIMEBundle(plain: argument))
      case "stderr": context.stream(argument + "\n", to: .stderr)
      case "fail": return .error(ExecutionError(name: "Failure", value: argument))
      case "loop": while !context.isInterrupted {}
      case "lines": for number in 1...(Int(argument) ?? 1) { context.stream("\(number)\n") }
      case "ask":
        do {
          context.stream(try context.input(prompt: argument) + "\n")
        } catch {
          return .error(
            error == .interrupted ? .interrupted : ExecutionError(name: "NoInput", value: "No one to ask."))
        }
      default: context.stream(String(line) + "\n")
      }
    }
    return .ok
  }

  func evaluate(_ expression: String, in context: ExecutionContext) -> EvaluationOutcome {
    .ok(MIMEBundle(plain: expression))
  }

  func complete(_ code: String, at cursor: Int) -> Completion {
    Completion(matches: [Completion.Match("display", type: "command")], range: 0..<cursor)
  }

  func inspect(_ code: String, at cursor: Int, detail: Int) -> MIMEBundle? { MIMEBundle(plain: code) }

  func isComplete(_ code: String) -> Completeness {
    code.hasSuffix(":") ? .incomplete(indent: "  ") : .complete
  }
}
