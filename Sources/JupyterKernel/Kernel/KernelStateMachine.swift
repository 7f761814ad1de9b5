import JSON
import JupyterMessages

/// The protocol as a value: a request, an event of a cell or a signal goes in, and actions come out. It does
/// no I/O; its caller passes the time, in nanoseconds from any origin.
///
/// Cells of the same shell wait for one another in a queue. No other request waits for a cell.
struct KernelStateMachine {
  let interpreter: any Interpreter
  let ports: ConnectionInfo.Ports
  var shells: [ShellName: Shell] = [.main: Shell()]
  private(set) var isExiting = false
  var executions = 0
  private var subshells = 0
  /// History requests that are waiting for their answer.
  private var searches: [HistoryTicket: (origin: RequestOrigin, withOutput: Bool)] = [:]
  /// Editors' questions that are waiting for their answer.
  private var questions: [AssistanceTicket: RequestOrigin] = [:]
  private var nextTicket = 0
  /// The target of each open comm.
  private var comms: [String: String] = [:]
  /// Messages of comms that are being answered.
  private var commRequests: [CommTicket: (origin: RequestOrigin, isIdle: Bool)] = [:]
  var actions: [KernelAction] = []

  init(interpreter: any Interpreter, ports: ConnectionInfo.Ports) {
    self.interpreter = interpreter
    self.ports = ports
  }

  /// The actions that have become due since the last call.
  mutating func takeActions() -> [KernelAction] {
    defer { actions = [] }
    return actions
  }

  /// The time when `advance` has work to do; nil for never.
  var deadline: UInt64? { shells.values.compactMap { $0.running?.outbox.due }.min() }

  // MARK: Events

  mutating func start() { publish(Status(state: .starting), for: .none) }

  /// A client subscribed. A topic that is not UTF-8 gets no welcome (JEP 65).
  mutating func welcome(_ subscription: [UInt8]) {
    guard let topic = String(validating: subscription, as: UTF8.self) else { return }
    send(
      IOPubWelcome(subscription: topic),
      RequestOrigin(channel: .iopub, identities: [subscription], header: RequestOrigin.none.header))
  }

  /// A request arrived.
  mutating func receive(_ message: WireMessage, on channel: Channel) {
    if isExiting { return }
    let origin = RequestOrigin(channel: channel, identities: message.identities, header: message.rawHeader)
    if channel == .stdin {
      if message.header.type == "input_reply" { receiveInput(message) }
      return
    }
    if message.header.type == "execute_request" {
      receiveExecution(message, origin)
      return
    }

    publish(Status(state: .busy), for: origin)
    do throws(MalformedContent) {
      if try answer(message, origin) { finish(origin) }
    } catch {
      fail(.malformed(error), of: message.header.type, origin)
      finish(origin)
    }
  }

  /// The stop button, or SIGINT: every running cell is told to stop, and the cells that are now queued after
  /// it will not run, even if it succeeds before it notices. Harmless if no cell is running.
  mutating func interrupt() {
    for (name, shell) in shells {
      guard let running = shell.running else { continue }
      shells[name]?.running?.behindAtInterrupt = shell.waiting.count
      actions.append(.interrupt(running.id))
    }
    if !commRequests.isEmpty { actions.append(.interruptComms) }
  }

  /// The interpreter answers a comm's message, or has taken note of it.
  mutating func receive(_ event: CommEvent, to ticket: CommTicket) {
    guard let (origin, isIdle) = commRequests[ticket] else { return }
    switch event {
    case .report(let report): publish(report, for: origin)
    case .accepted:
      commRequests[ticket]?.isIdle = true
      if !isIdle { finish(origin) }
    case .finished:
      commRequests[ticket] = nil
      if !isIdle { finish(origin) }
    }
  }

  /// The history has been looked up.
  mutating func receiveHistory(_ ticket: HistoryTicket, _ entries: [HistoryEntry]) {
    guard let search = searches.removeValue(forKey: ticket) else { return }
    send(HistoryReply(entries: entries, withOutput: search.withOutput), search.origin)
    finish(search.origin)
  }

  /// An editor's question has been answered.
  mutating func receiveAssistance(_ ticket: AssistanceTicket, _ answer: AssistanceAnswer) {
    guard let origin = questions.removeValue(forKey: ticket) else { return }
    switch answer {
    case .completion(let completion): send(CompleteReply(completion), origin)
    case .inspection(let bundle): send(InspectReply(bundle), origin)
    case .completeness(let completeness): send(IsCompleteReply(completeness), origin)
    }
    finish(origin)
  }

  /// The resource usage of the kernel has been measured.
  mutating func receiveUsage(_ usage: UsageReply, for origin: RequestOrigin) {
    send(usage, origin)
    finish(origin)
  }

  /// The input request of a cell did not reach a client.
  mutating func inputUndeliverable() { interruptInput() }

  /// A report of a running cell has arrived.
  mutating func receive(_ event: ExecutionEvent, of id: ExecutionID, at now: UInt64) {
    guard let name = shells.first(where: { $0.value.running?.id == id })?.key else { return }
    shells[name]?.running?.outbox.put(event)
    flush(name, at: now)
  }

  /// Time has passed.
  mutating func advance(to now: UInt64) {
    for name in Array(shells.keys) { flush(name, at: now) }
  }

  // MARK: Requests that are answered at once

  /// - Returns: whether the request is done; false if an answer comes later.
  private mutating func answer(_ message: WireMessage, _ origin: RequestOrigin) throws(MalformedContent)
    -> Bool
  {
    switch message.header.type {
    case "kernel_info_request": send(KernelInfoReply(interpreter.info), origin)
    case "connect_request": send(ConnectReply(ports: ports), origin)
    case "complete_request":
      let request = try CompleteRequest(message.fields())
      ask(.completion(cursor: request.cursor), about: request.code, message, origin)
      return false
    case "inspect_request":
      let request = try InspectRequest(message.fields())
      ask(
        .inspection(cursor: request.cursor, detail: request.detail), about: request.code, message, origin)
      return false
    case "is_complete_request":
      ask(.completeness, about: try message.fields().string("code"), message, origin)
      return false
    case "history_request":
      let request = try HistoryRequest(message.fields())
      nextTicket += 1
      searches[nextTicket] = (origin, request.output)
      actions.append(.findHistory(nextTicket, shell(of: message), request))
      return false
    case "usage_request":
      actions.append(.measureUsage(origin))
      return false
    case "comm_info_request":
      let target = try message.fields().optionalString("target_name")
      send(CommInfoReply(targets: comms.filter { target == nil || $0.value == target }), origin)
    case "comm_open", "comm_msg", "comm_close": return try receiveComm(message, origin)
    case "interrupt_request":
      interrupt()
      send(InterruptReply(), origin)
    case "shutdown_request":
      shutDown(restart: try message.fields().bool("restart") ?? false, origin)
      return false
    case "create_subshell_request" where interpreter.info.supportsSubshells: createSubshell(origin)
    case "delete_subshell_request" where interpreter.info.supportsSubshells:
      deleteSubshell(try message.fields().string("subshell_id"), origin)
    case "list_subshell_request" where interpreter.info.supportsSubshells:
      send(ListSubshellReply(ids: shells.keys.filter { $0 != .main }.map(\.text).sorted()), origin)
    case let type where type.hasSuffix("_request"): fail(.unknownRequest(type), of: type, origin)
    default: break
    }
    return true
  }

  /// The shell that a message names, whether it exists or not; the main one if it names none.
  func shellNamed(by message: WireMessage) -> ShellName {
    message.header.subshell.map(ShellName.init) ?? .main
  }

  /// The shell that answers a question: the main one in place of one that no longer exists. A cell, on the
  /// other hand, is never run in another shell than its own.
  func shell(of message: WireMessage) -> ShellName {
    let name = shellNamed(by: message)
    return shells[name] == nil ? .main : name
  }

  private mutating func ask(
    _ kind: AssistanceQuestion.Kind, about code: String, _ message: WireMessage, _ origin: RequestOrigin
  ) {
    nextTicket += 1
    questions[nextTicket] = origin
    actions.append(
      .assist(nextTicket, AssistanceQuestion(kind: kind, code: code, shell: shell(of: message))))
  }

  /// - Returns: whether the message is done; false if the interpreter answers it.
  private mutating func receiveComm(
    _ message: WireMessage, _ origin: RequestOrigin
  ) throws(MalformedContent) -> Bool {
    let fields = try message.fields()
    let id = try fields.string("comm_id")
    let kind: CommMessage.Kind
    switch message.header.type {
    case "comm_open":
      let target = try fields.optionalString("target_name") ?? ""
      guard interpreter.commTargets.contains(target) else {
        publish(CommClose(id: id), for: origin)
        return true
      }
      comms[id] = target
      kind = .open(target: target)
    case "comm_close":
      guard comms.removeValue(forKey: id) != nil else { return true }
      kind = .close
    default:
      // One that has been closed, perhaps while the message was on its way.
      guard comms[id] != nil else { return true }
      kind = .message
    }
    nextTicket += 1
    commRequests[nextTicket] = (origin, isIdle: false)
    actions.append(.deliver(nextTicket, CommMessage(id: id, kind: kind, data: fields.value("data") ?? [:])))
    return false
  }

  private mutating func shutDown(restart: Bool, _ origin: RequestOrigin) {
    interrupt()
    send(ShutdownReply(restart: restart), origin)
    publish(ShutdownReply(restart: restart), for: origin)
    publish(Status(state: .idle), for: origin)
    isExiting = true
    actions.append(.exit(restart: restart))
  }

  private mutating func createSubshell(_ origin: RequestOrigin) {
    subshells += 1
    let name = ShellName("subshell-\(subshells)")
    shells[name] = Shell()
    actions.append(.openShell(name))
    send(CreateSubshellReply(id: name.text), origin)
  }

  private mutating func deleteSubshell(_ id: String, _ origin: RequestOrigin) {
    let name = ShellName(id)
    guard name != .main, let shell = shells.removeValue(forKey: name) else {
      fail(.unknownSubshell(id), of: "delete_subshell_request", origin)
      return
    }
    if let running = shell.running {
      actions.append(.interrupt(running.id))
      abort(running.origin, count: running.count)
    }
    for waiting in shell.waiting {
      publish(Status(state: .busy), for: waiting.origin)
      abort(waiting.origin, count: shell.count)
    }
    actions.append(.closeShell(name))
    send(DeleteSubshellReply(), origin)
  }

  // MARK: Sending

  mutating func send<Content: MessageContent>(
    _ content: Content, _ origin: RequestOrigin, metadata: [String: JSONValue] = [:]
  ) {
    send(content.json, as: Content.type, origin, metadata)
  }

  private mutating func send(
    _ content: JSONValue, as type: String, _ origin: RequestOrigin, _ metadata: [String: JSONValue] = [:]
  ) {
    actions.append(
      .send(
        OutgoingMessage(
          channel: origin.channel, identities: origin.identities, parent: origin.header, type: type,
          content: content, metadata: metadata)))
  }

  mutating func publish<Content: MessageContent>(_ content: Content, for origin: RequestOrigin) {
    send(content, RequestOrigin(channel: .iopub, identities: [], header: origin.header))
  }

  /// Publishes what the kernel says through a comm, and keeps account of those that are open.
  mutating func publish(_ report: CommReport, for origin: RequestOrigin) {
    let iopub = RequestOrigin(channel: .iopub, identities: [], header: origin.header)
    switch report {
    case .open(let id, let target, let data, let metadata):
      comms[id] = target
      send(CommOpen(id: id, target: target, data: data), iopub, metadata: metadata)
    case .update(let id, let data): send(CommUpdate(id: id, data: data), iopub)
    case .close(let id):
      guard comms.removeValue(forKey: id) != nil else { return }
      send(CommClose(id: id), iopub)
    }
  }

  /// Replies that a request has failed.
  mutating func fail(_ error: ExecutionError, of type: String, _ origin: RequestOrigin) {
    guard type.hasSuffix("_request") else { return }
    send(.object(FailureReply(.error, error).fields), as: "\(type.dropLast("request".count))reply", origin)
  }

  /// Publishes idle for the request and, because some clients take any idle for the kernel's, busy again for
  /// a cell that is running.
  mutating func finish(_ origin: RequestOrigin) {
    publish(Status(state: .idle), for: origin)
    if let running = shells[.main]?.running, running.origin != origin {
      publish(Status(state: .busy), for: running.origin)
    }
  }
}
