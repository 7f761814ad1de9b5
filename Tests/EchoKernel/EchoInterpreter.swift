import Glibc
import JupyterKernel
import JupyterMessages

/// A language for tests that uses every feature of the kernel library: each line of a cell is a command and
/// its argument.
final class EchoInterpreter: Interpreter {
  static let commands = [
    "say": "prints its argument", "warn": "prints it on the standard error", "value": "is the cell's value",
    "show": "displays its argument", "update": "replaces what `show` has displayed",
    "clear": "clears the output",
    "page": "shows its argument in the pager", "ask": "asks the user, and prints the answer",
    "secret": "asks for a password, and prints it", "lines": "prints so many numbered lines",
    "shows": "displays so many numbers", "flood": "prints until it is stopped",
    "spin": "works on every core until it is stopped", "sleep": "waits so many milliseconds",
    "hang": "waits, and hears no interrupt",
    "fail": "fails, its argument the reason",
  ]

  let info = InterpreterInfo(
    implementation: "echo", implementationVersion: "1.0.0", banner: "Echo",
    language: InterpreterInfo.Language(
      name: "echo", version: "1.0.0", mimetype: "text/x-echo", fileExtension: ".echo", pygmentsLexer: "text"),
    helpLinks: [InterpreterInfo.HelpLink(text: "Echo", url: "https://example.org/echo")],
    supportsSubshells: true)

  func execute(_ cell: Cell, in context: ExecutionContext) -> ExecutionOutcome {
    for line in cell.code.split(separator: "\n") {
      if case .error(let error) = run(line, in: context) { return .error(error) }
      if context.isInterrupted { return .error(.interrupted) }
    }
    return .ok
  }

  private func run(_ line: Substring, in context: ExecutionContext) -> ExecutionOutcome {
    let words = line.split(separator: " ", maxSplits: 1)
    let argument = words.count > 1 ? String(words[1]) : ""
    let number = max(0, Int(argument) ?? 0)
    switch words.first ?? "" {
    case "say": context.stream(argument + "\n")
    case "warn": context.stream(argument + "\n", to: .stderr)
    case "value": context.result(MIMEBundle(plain: argument))
    case "show": context.display(MIMEBundle(plain: argument), displayID: "shown")
    case "update": context.updateDisplay(MIMEBundle(plain: argument), displayID: "shown")
    case "clear": context.clearOutput(wait: argument == "wait")
    case "page": context.page(MIMEBundle(plain: argument))
    case "ask": return ask(argument, password: false, in: context)
    case "secret": return ask(argument, password: true, in: context)
    case "lines": for line in 0..<number { context.stream("\(line)\n") }
    case "shows": for value in 0..<number { context.display(MIMEBundle(plain: "\(value)")) }
    case "flood": while !context.isInterrupted { context.stream("all work and no play makes a dull cell\n") }
    case "spin": spin(in: context)
    case "sleep": for _ in 0..<number where !context.isInterrupted { usleep(1000) }
    case "hang": while true { sleep(1) }
    case "fail": return .error(ExecutionError(name: "Failure", value: argument))
    case let command: return .error(ExecutionError(name: "UnknownCommand", value: String(command)))
    }
    return .ok
  }

  private func ask(_ prompt: String, password: Bool, in context: ExecutionContext) -> ExecutionOutcome {
    do {
      context.stream("answer: \(try context.input(prompt: prompt, password: password))\n")
      return .ok
    } catch {
      return .error(
        error == .interrupted ? .interrupted : ExecutionError(name: "NoInput", value: "nobody to ask"))
    }
  }

  /// Keeps this thread and one for each further core busy.
  private func spin(in context: ExecutionContext) {
    for _ in 1..<max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
      var thread = pthread_t()
      let held = Unmanaged.passRetained(context)
      let status = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          let context = Unmanaged<ExecutionContext>.fromOpaque(argument).takeRetainedValue()
          while !context.isInterrupted {}
          return nil
        }, held.toOpaque())
      if status == 0 { pthread_detach(thread) } else { held.release() }
    }
    while !context.isInterrupted {}
  }

  func evaluate(
    _ expression: String, after cell: Cell, in context: ExecutionContext
  ) -> EvaluationOutcome {
    expression == "wrong"
      ? .error(ExecutionError(name: "Failure", value: expression)) : .ok(MIMEBundle(plain: expression))
  }

  func complete(_ code: String, at cursor: Int, in subshell: String?) -> Completion {
    let before = code.unicodeScalars.prefix(cursor)
    let start = before.lastIndex { $0 == " " || $0 == "\n" }.map {
      before.distance(from: before.startIndex, to: $0) + 1
    }
    let word = String(String.UnicodeScalarView(before.dropFirst(start ?? 0)))
    let matches = Self.commands.keys.filter { $0.hasPrefix(word) }.sorted()
    return Completion(
      matches: matches.map { Completion.Match($0, type: "command") }, range: (start ?? 0)..<cursor)
  }

  func inspect(_ code: String, at cursor: Int, detail: Int, in subshell: String?) -> MIMEBundle? {
    let word = code.split { $0 == " " || $0 == "\n" }.first.map(String.init) ?? ""
    return Self.commands[word].map { MIMEBundle(plain: "\(word): \($0)") }
  }

  func isComplete(_ code: String) -> Completeness {
    if code.hasSuffix("\\") { return .incomplete(indent: "  ") }
    return code.hasPrefix("!") ? .invalid : .complete
  }
}
