// Compiled by Tests/fuzz into one module with the sources of JupyterKernel.
import JSON
import JupyterMessages

/// Answers anything with something.
private final class AnyInterpreter: Interpreter {
  let info = InterpreterInfo(
    implementation: "fuzz", implementationVersion: "1", banner: "",
    language: InterpreterInfo.Language(
      name: "fuzz", version: "1", mimetype: "text/plain", fileExtension: ".txt"),
    supportsSubshells: true)

  func execute(_ cell: Cell, in context: ExecutionContext) -> ExecutionOutcome { .ok }
  func complete(_ code: String, at cursor: Int, in subshell: String?) -> Completion {
    precondition(0...code.unicodeScalars.count ~= cursor, "a cursor outside the code")
    return Completion(matches: [Completion.Match(code)], range: cursor..<cursor)
  }
  func inspect(_ code: String, at cursor: Int, detail: Int, in subshell: String?) -> MIMEBundle? {
    MIMEBundle(plain: code)
  }
}

/// The input is the messages of a session, each a paragraph whose lines are its frames, nothing signed. For
/// any input, the machine's replies are JSON. The whole input is also read as a connection file, and as JSON
/// that must survive writing and reading.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
  _ = try? ConnectionInfo(json: input, path: "fuzz")
  if let value = try? JSONValue(parsing: input) {
    precondition((try? JSONValue(parsing: value.indentedBytes)) == value, "does not come back as it was")
  }

  let codec = WireCodec(signer: MessageSigner(key: "", scheme: .sha256))
  var machine = KernelStateMachine(
    interpreter: AnyInterpreter(),
    ports: ConnectionInfo.Ports(shell: 1, control: 2, stdin: 3, iopub: 4, heartbeat: 5))
  var time: UInt64 = 0
  var running: [ExecutionID] = []
  var frames: [[UInt8]] = []
  for line in input.split(separator: 0x0a, omittingEmptySubsequences: false) + [[]] {
    if !line.isEmpty {
      frames.append(Array(line))
      continue
    }
    if let message = try? codec.decode(frames) {
      machine.receive(message, on: frames.count % 5 == 4 ? .stdin : frames.count % 2 == 0 ? .control : .shell)
    }
    frames = []
    time += 1_000_000_000
    carryOut(&machine, &running)
    for id in running { machine.receive(.finished(.ok, expressions: [:]), of: id, at: time) }
    carryOut(&machine, &running)
  }
  return 0
}

private func carryOut(_ machine: inout KernelStateMachine, _ running: inout [ExecutionID]) {
  running = []
  for action in machine.takeActions() {
    switch action {
    case .send(let message):
      precondition((try? JSONValue(parsing: message.content.bytes)) != nil, "not JSON")
    case .execute(let job): running.append(job.id)
    case .findHistory(let ticket, _, let request):
      var history: [HistoryEntry] = []
      if let store = try? History(path: ":memory:") { history = (try? store.find(request, for: .main)) ?? [] }
      machine.receiveHistory(ticket, history)
    case .assist(let ticket, let question):
      machine.receiveAssistance(ticket, Assistant.answer(question, AnyInterpreter()))
    default: break
    }
  }
}
