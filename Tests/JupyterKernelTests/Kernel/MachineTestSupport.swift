import JupyterMessages

@testable import JupyterKernel

/// An interpreter that does nothing except reply.
final class StubInterpreter: Interpreter {
  let info: InterpreterInfo

  init(supportsSubshells: Bool = true) {
    info = InterpreterInfo(
      implementation: "stub", implementationVersion: "1", banner: "",
      language: InterpreterInfo.Language(
        name: "stub", version: "1", mimetype: "text/plain", fileExtension: ".stub"),
      supportsSubshells: supportsSubshells)
  }

  let commTargets: Set<String> = ["known"]

  func execute(_ cell: Cell, in context: ExecutionContext) -> ExecutionOutcome { .ok }
  func complete(_ code: String, at cursor: Int, in subshell: String?) -> Completion {
    Completion(matches: [], range: cursor..<cursor)
  }
}

/// A machine and the messages it has sent, as one line each: `shell execute_reply ok 1`, `iopub status busy`.
struct Conversation {
  var machine = KernelStateMachine(
    interpreter: StubInterpreter(),
    ports: ConnectionInfo.Ports(shell: 1, control: 2, stdin: 3, iopub: 4, heartbeat: 5))
  var now: UInt64 = 1_000_000_000_000

  mutating func request(
    _ type: String, _ content: String = "{}", id: String = "1", subshell: String? = nil,
    on channel: Channel = .shell
  ) -> [String] {
    machine.receive(
      WireMessage(
        identities: [Array("client".utf8)], header: MessageHeader(id: id, type: type, subshell: subshell),
        rawHeader: Array(#"{"msg_id":"\#(id)"}"#.utf8), content: Array(content.utf8)),
      on: channel)
    return said()
  }

  mutating func execute(_ code: String, _ more: String = "", id: String = "1", subshell: String? = nil)
    -> [String]
  {
    request("execute_request", #"{"code":"\#(code)"\#(more)}"#, id: id, subshell: subshell)
  }

  mutating func report(_ event: ExecutionEvent, of id: ExecutionID = 1) -> [String] {
    machine.receive(event, of: id, at: now)
    return said()
  }

  mutating func said() -> [String] { machine.takeActions().map(Self.words) }

  static func words(_ action: KernelAction) -> String {
    switch action {
    case .send(let message):
      let content = message.content
      let shown = ["status", "execution_state", "code", "text", "ename", "prompt", "comm_id", "subscription"]
      let words =
        shown.compactMap { content[$0]?.string } + (content["execution_count"].map { ["\($0)"] } ?? [])
      return ([message.channel.rawValue, message.type] + words.map { $0.replacing("integer", with: "") })
        .joined(separator: " ")
    case .execute(let job): return "execute \(job.id) \(job.cell.code)"
    case .interrupt(let id): return "interrupt \(id)"
    case .answer(let id, let line): return "answer \(id) \(line)"
    case .acknowledge(let id): return "acknowledge \(id)"
    case .remember(_, let line, let source): return "remember \(line) \(source)"
    case .rememberOutput(_, let line, let output): return "remember output \(line) \(output)"
    case .findHistory(let ticket, _, _): return "find history \(ticket)"
    case .assist(let ticket, let question):
      return "assist \(ticket) \(question.code) \(question.shell.text)"
    case .deliver(let ticket, let message): return "deliver \(ticket) \(message.id) \(message.kind)"
    case .interruptComms: return "interrupt comms"
    case .measureUsage: return "measure usage"
    case .openShell(let name): return "open \(name.text)"
    case .closeShell(let name): return "close \(name.text)"
    case .exit(let restart): return restart ? "exit to restart" : "exit"
    }
  }
}
