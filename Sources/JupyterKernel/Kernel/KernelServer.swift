import Glibc
import JSON
import JupyterMessages

/// Runs an interpreter as a kernel: it owns the sockets and carries out what the state machine decides.
///
/// The thread that calls `run` is the I/O thread. It never waits for a cell; cells run on their own threads.
public final class KernelServer {
  /// Why a kernel cannot start.
  public enum StartError: Error, Equatable {
    case cannotBind(endpoint: String, SystemError)
    case notRegistered(endpoint: String)
    case system(SystemError)
  }

  /// Why a kernel ended.
  public enum Ending: Equatable, Sendable {
    case shutdown(restart: Bool)
    case signal(Int32)
    case parentDied
  }

  private let sockets: KernelSockets
  private let signals: Signals
  private let mailbox: Mailbox
  private let interpreter: any Interpreter
  private let codec: WireCodec
  private let log: KernelLog
  private let history: HistoryThread
  private let assistant: Assistant
  private let comms: CommThread
  private let parent: ParentProcess?
  private let runtimeFile: RuntimeFile?
  private var stamp: MessageStamp
  private var machine: KernelStateMachine
  private var early = EarlyPublications()
  private var usage = UsageMeter()
  private var threads: [ShellName: BlockingQueue<ShellTask>] = [:]
  private var contexts: [ExecutionID: ExecutionContext] = [:]
  private var ending: Ending?
  private static let second = 1000
  /// Whether the kernel has been idle for a second, and nothing has happened since.
  private var hasSettled = false

  /// Binds the sockets. From then on, clients may connect, and nothing that they send is lost.
  ///
  /// - Parameter historyPath: the file that keeps the history between sessions; nil to keep none.
  public init(
    _ connection: ConnectionInfo, interpreter: any Interpreter, historyPath: String? = nil,
    log: KernelLog = KernelLog()
  ) throws(StartError) {
    do { signals = try Signals() } catch { throw .system(error) }
    let sockets = try KernelSockets(connection)
    let session = MessageStamp.newSession()
    var stamp = MessageStamp(session: session)
    let codec = WireCodec(signer: MessageSigner(key: connection.key, scheme: connection.signatureScheme))
    runtimeFile = try Self.register(sockets.ports, connection, codec, &stamp, log)
    do { mailbox = try Mailbox() } catch { throw .system(error) }
    self.interpreter = interpreter
    self.codec = codec
    self.stamp = stamp
    self.log = log
    history = HistoryThread(path: historyPath, mailbox: mailbox, log: log)
    assistant = Assistant(interpreter: interpreter, mailbox: mailbox)
    comms = CommThread(interpreter: interpreter, mailbox: mailbox)
    machine = KernelStateMachine(interpreter: interpreter, ports: sockets.ports)
    parent = ParentProcess()
    self.sockets = sockets
    log.info("started", ("session", session), ("shell", connection.endpoint(port: machine.ports.shell)))
  }

  /// Tells the launcher the ports if the kernel has chosen them.
  private static func register(
    _ ports: ConnectionInfo.Ports, _ connection: ConnectionInfo, _ codec: WireCodec,
    _ stamp: inout MessageStamp,
    _ log: KernelLog
  ) throws(StartError) -> RuntimeFile? {
    guard case .registration(let registration) = connection.meeting else { return nil }
    let handshake = RegistrationHandshake(
      registration: registration, transport: connection.transport, codec: codec)
    let isRegistered: Bool
    do { isRegistered = try handshake.tell(ports, stamp: &stamp) } catch { throw .system(error) }
    if !isRegistered {
      throw .notRegistered(
        endpoint: ConnectionInfo.endpoint(connection.transport, registration.ip, registration.port))
    }
    do {
      return try RuntimeFile(
        name: "kernel-\(registration.kernelID.flatMap(Self.fileName) ?? stamp.session)",
        connection.json(ports))
    } catch {
      log.warning("runtime_file_not_written", ("reason", "\(error)"))
      return nil
    }
  }

  /// A launcher's name for the kernel, if it may be part of a file name.
  private static func fileName(_ id: String) -> String? {
    let isPlain = id.utf8.allSatisfy { $0 == 0x2d || $0 == 0x5f || isalnum(Int32($0)) != 0 }
    return isPlain && 1...200 ~= id.utf8.count ? id : nil
  }

  /// Serves until a client or the system ends the kernel.
  public func run() -> Ending {
    openThread(.main)
    machine.start()
    carryOut()
    while true {
      let patience = patience()
      let ready = sockets.wait(
        mailbox: mailbox.readable, signals: signals.readable, parent: parent?.readable ?? -1,
        milliseconds: patience)
      if !ready.isEmpty {
        hasSettled = false
      } else if patience == Self.second && contexts.isEmpty && !hasSettled {
        IdleMemory.release()
        hasSettled = true
      }
      receive(ready)
      machine.advance(to: Self.now())
      carryOut()
      if ready.contains(.parent) || asksForParent && parent?.isAlive == false { ending = .parentDied }
      if let ending { return end(ending) }
    }
  }

  /// How many milliseconds running cells may take to stop, and then how many the history may take to be
  /// written.
  private static let patienceAtEnd = 400

  /// Stops the running cells, so that none leaves a half-written file, and has the history written. It does
  /// not wait long for either: the process may end while they are still working.
  private func end(_ ending: Ending) -> Ending {
    for context in contexts.values { context.interrupt() }
    let end = Self.now() + UInt64(Self.patienceAtEnd) * 1_000_000
    while !contexts.isEmpty, Self.now() < end {
      usleep(1000)
      for case .execution(let id, .finished) in mailbox.takeAll() { contexts[id] = nil }
    }
    if !contexts.isEmpty { log.warning("cells_not_stopped", ("count", "\(contexts.count)")) }
    if !history.close(within: Self.patienceAtEnd) { log.warning("history_not_written") }
    log.info("ended", ("reason", "\(ending)"))
    return ending
  }

  /// Whether the death of the parent can only be noticed by polling.
  private var asksForParent: Bool { parent.map { $0.readable < 0 } ?? false }

  /// How long to wait for something to do, in milliseconds: until the next batch is due, but never so long
  /// that the death of the parent goes unnoticed.
  private func patience() -> Int {
    var milliseconds = hasSettled && !asksForParent ? -1 : Self.second
    if let deadline = machine.deadline {
      let now = Self.now()
      let remaining = deadline > now ? Int((deadline - now) / 1_000_000) + 1 : 0
      milliseconds = milliseconds < 0 ? remaining : min(milliseconds, remaining)
    }
    return milliseconds
  }

  /// The time since the system started, in nanoseconds.
  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  // MARK: Input

  /// The control channel comes first: an interrupt stops the cells that have begun by then, not a cell that
  /// has not been read yet. A shell is drained before the cells' reports are read, so that the failure of a
  /// cell aborts everything that had arrived.
  private func receive(_ ready: Readiness) {
    if ready.contains(.signals) { receiveSignals() }
    if ready.contains(.heartbeat) { sockets.echoHeartbeats() }
    if ready.contains(.iopub) { receiveSubscriptions() }
    if ready.contains(.control) { receiveMessages(on: .control) }
    if ready.contains(.stdin) { receiveMessages(on: .stdin) }
    if !ready.isDisjoint(with: [.shell, .mailbox]) { receiveMessages(on: .shell) }
    if ready.contains(.mailbox) {
      for letter in mailbox.takeAll() { open(letter) }
    }
  }

  private func receiveSignals() {
    while let signal = signals.next() {
      log.debug("signal", ("number", "\(signal)"))
      if Signals.isInterrupt(signal) { machine.interrupt() } else { ending = .signal(signal) }
    }
    carryOut()
  }

  private func receiveSubscriptions() {
    while let topic = sockets.receiveSubscription() {
      machine.welcome(topic)
      carryOut()
      for frames in early.takeAll() { _ = sockets.send(frames, on: .iopub) }
    }
  }

  /// A signal that was sent before a message arrives before it and is handled first, so a signal sent to an
  /// idle kernel does not stop a later cell.
  private func receiveMessages(on channel: Channel) {
    while let frames = sockets.receive(on: channel) {
      receiveSignals()
      do throws(WireError) {
        let message = try codec.decode(frames)
        log.debug("received", ("channel", channel.rawValue), ("type", message.header.type))
        machine.receive(message, on: channel)
      } catch {
        log.warning("dropped", ("channel", channel.rawValue), ("reason", "\(error)"))
      }
      carryOut()
    }
  }

  private func open(_ letter: Mailbox.Letter) {
    switch letter {
    case .execution(let id, let event):
      if case .finished = event { contexts[id] = nil }
      machine.receive(event, of: id, at: Self.now())
    case .history(let ticket, let entries): machine.receiveHistory(ticket, entries)
    case .assistance(let ticket, let answer): machine.receiveAssistance(ticket, answer)
    case .comm(let ticket, let event): machine.receive(event, to: ticket)
    }
    carryOut()
  }

  // MARK: Output

  private func carryOut() {
    for action in machine.takeActions() {
      switch action {
      case .send(let message): send(message)
      case .execute(let job): start(job)
      case .interrupt(let id): contexts[id]?.interrupt()
      case .answer(let id, let line): contexts[id]?.answer(line)
      case .acknowledge(let id): contexts[id]?.hasShown()
      case .remember(let shell, let line, let source): history.remember(shell, line: line, source: source)
      case .rememberOutput(let shell, let line, let output): history.rememberOutput(shell, line: line, output)
      case .findHistory(let ticket, let shell, let request): history.find(ticket, shell, request)
      case .assist(let ticket, let question): assistant.ask(ticket, question)
      case .deliver(let ticket, let message): comms.put(ticket, message)
      case .interruptComms: comms.interrupt()
      case .measureUsage(let origin):
        machine.receiveUsage(usage.measure(), for: origin)
        carryOut()
      case .openShell(let name): openThread(name)
      case .closeShell(let name): threads.removeValue(forKey: name)?.put(.end)
      case .exit(let restart): ending = .shutdown(restart: restart)
      }
    }
  }

  private func send(_ message: OutgoingMessage) {
    log.debug("sent", ("channel", message.channel.rawValue), ("type", message.type))
    let isPublication = message.channel == .iopub && message.identities.isEmpty
    // Sending makes subscriptions that have just arrived take effect; the welcome must be the first message
    // that they deliver.
    if isPublication { receiveSubscriptions() }
    let frames = codec.encode(
      identities: isPublication
        ? [Array("kernel.\(stamp.session).\(message.type)".utf8)] : message.identities,
      header: stamp.header(type: message.type), parent: message.parent,
      metadata: JSONValue.object(message.metadata).bytes,
      content: message.content.bytes)
    if isPublication && early.keep(frames) { return }
    if !sockets.send(frames, on: message.channel) {
      log.warning("undeliverable", ("channel", message.channel.rawValue), ("type", message.type))
      if message.channel == .stdin { machine.inputUndeliverable() }
    }
  }

  // MARK: Execution threads

  private enum ShellTask: Sendable {
    case run(CellJob, ExecutionContext)
    case end
  }

  private func openThread(_ shell: ShellName) {
    let queue = BlockingQueue<ShellTask>()
    let isStarted = BackgroundThread.start { [interpreter, mailbox] in
      while case .run(let job, let context) = queue.take() {
        let outcome = interpreter.execute(job.cell, in: context)
        var values: [String: EvaluationOutcome] = [:]
        if outcome == .ok {
          for (name, expression) in job.expressions.sorted(by: { $0.key < $1.key }) {
            values[name] = interpreter.evaluate(expression, after: job.cell, in: context)
          }
        }
        mailbox.post(.execution(job.id, .finished(outcome, expressions: values)))
      }
      interpreter.forget(subshell: shell.text)
    }
    if isStarted { threads[shell] = queue } else { log.error("thread_not_started", ("shell", shell.text)) }
  }

  private func start(_ job: CellJob) {
    let context = ExecutionContext(allowsInput: job.allowsInput) { [mailbox] event in
      mailbox.post(.execution(job.id, event))
    }
    contexts[job.id] = context
    if let thread = threads[job.shell] {
      thread.put(.run(job, context))
    } else {
      mailbox.post(.execution(job.id, .finished(.error(.noThread), expressions: [:])))
    }
  }
}
