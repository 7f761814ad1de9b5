import JSON
import JupyterMessages

/// The cells of each shell: one runs, the others wait for it.
extension KernelStateMachine {
  mutating func receiveExecution(_ message: WireMessage, _ origin: RequestOrigin) {
    do throws(MalformedContent) {
      let request = try ExecuteRequest(message.fields(), metadata: message.metadata)
      let name = shellNamed(by: message)
      guard shells[name] != nil else {
        publish(Status(state: .busy), for: origin)
        fail(.unknownSubshell(name.text), of: message.header.type, origin)
        finish(origin)
        return
      }
      shells[name]?.waiting.append((origin, request))
      startNext(name)
    } catch {
      publish(Status(state: .busy), for: origin)
      fail(.malformed(error), of: message.header.type, origin)
      finish(origin)
    }
  }

  private mutating func startNext(_ name: ShellName) {
    guard !isExiting, shells[name]?.running == nil, let (origin, request) = shells[name]?.waiting.popFirst()
    else { return }
    let counts = request.storeHistory && !request.silent
    let count = (shells[name]?.count ?? 0) + (counts ? 1 : 0)
    executions += 1
    shells[name]?.count = count
    shells[name]?.running = RunningCell(id: executions, origin: origin, request: request, count: count)

    let cell = Cell(
      code: request.code, executionCount: count, silent: request.silent,
      subshell: name.subshell, isTyped: request.allowStdin && request.cell == nil)
    actions.append(
      .execute(
        CellJob(
          id: executions, shell: name, cell: cell, expressions: request.userExpressions,
          allowsInput: request.allowStdin)))
    // Published while the cell already runs: its reports are read only after this.
    publish(Status(state: .busy), for: origin)
    if !request.silent { publish(ExecuteInput(code: request.code, executionCount: count), for: origin) }
    if counts { actions.append(.remember(name, line: count, source: request.code)) }
  }

  mutating func flush(_ name: ShellName, at now: UInt64) {
    while let event = shells[name]?.running?.outbox.take(at: now), let cell = shells[name]?.running {
      report(event, of: cell, in: name)
    }
  }

  /// Tells the clients what a cell has reported. A silent cell shows nothing.
  private mutating func report(_ event: ExecutionEvent, of cell: RunningCell, in name: ShellName) {
    let origin = cell.origin
    let isSilent = cell.request.silent
    if event.isDisplay { actions.append(.acknowledge(cell.id)) }
    switch event {
    case .finished(let outcome, let expressions):
      finish(cell, in: name, outcome, expressions)
    case .askInput(let prompt, let password):
      shells[name]?.running?.awaitsInput = true
      var question = origin
      question.channel = .stdin
      send(InputRequest(prompt: prompt, password: password), question)
    case .page(let bundle): shells[name]?.running?.pages.append(bundle)
    case .annotate(let metadata): shells[name]?.running?.metadata.merge(metadata) { $1 }
    case _ where isSilent: break
    case .stream(let stream, let text):
      publish(StreamOutput(name: stream.rawValue, text: text), for: origin)
    case .display(let bundle, let id):
      publish(DisplayData(bundle, displayID: id), for: origin)
    case .updateDisplay(let bundle, let id):
      publish(UpdateDisplayData(bundle, displayID: id), for: origin)
    case .result(let bundle):
      shells[name]?.running?.result = bundle.data["text/plain"]?.string
      publish(
        ExecuteResult(bundle, executionCount: cell.count), for: origin)
    case .comm(let report): publish(report, for: origin)
    case .clearOutput(let wait): publish(ClearOutput(wait: wait), for: origin)
    }
  }

  private mutating func finish(
    _ cell: RunningCell, in name: ShellName, _ outcome: ExecutionOutcome,
    _ expressions: [String: EvaluationOutcome]
  ) {
    let origin = cell.origin
    shells[name]?.running = nil
    switch outcome {
    case .ok:
      if let result = cell.result, cell.request.storeHistory {
        actions.append(.rememberOutput(name, line: cell.count, result))
      }
      send(
        ExecuteReply(
          executionCount: cell.count, expressions: expressions, pages: cell.pages), origin,
        metadata: cell.metadata)
      finish(origin)
      if cell.request.stopOnError { abort(cell.behindAtInterrupt, in: name) }
    case .error(let error):
      if !cell.request.silent { publish(ErrorOutput(error), for: origin) }
      send(
        ExecuteReply(failure: FailureReply(.error, error), executionCount: cell.count), origin,
        metadata: cell.metadata)
      finish(origin)
      if cell.request.stopOnError { abort(shells[name]?.waiting.count ?? 0, in: name) }
    }
    startNext(name)
  }

  /// After a failure or an interrupt, this many of the queued cells do not run.
  private mutating func abort(_ number: Int, in name: ShellName) {
    guard let shell = shells[name] else { return }
    shells[name]?.waiting = shell.waiting.dropFirst(number)
    for waiting in shell.waiting.prefix(number) {
      publish(Status(state: .busy), for: waiting.origin)
      abort(waiting.origin, count: shell.count)
    }
  }

  mutating func abort(_ origin: RequestOrigin, count: Int) {
    send(ExecuteReply(failure: FailureReply(.aborted, .aborted), executionCount: count), origin)
    finish(origin)
  }

  // MARK: Questions to the user

  /// The answer goes to the shell that it names, otherwise to the cell that has waited longest.
  mutating func receiveInput(_ message: WireMessage) {
    let asking = shells.filter { $0.value.running?.awaitsInput == true }
    let named = shell(of: message)
    let longest = asking.min { ($0.value.running?.id ?? 0) < ($1.value.running?.id ?? 0) }?.key
    guard let name = asking[named] == nil ? longest : named, let running = asking[name]?.running,
      let line = try? message.fields().string("value")
    else { return }
    shells[name]?.running?.awaitsInput = false
    actions.append(.answer(running.id, line))
  }

  mutating func interruptInput() {
    for (name, shell) in shells {
      guard let running = shell.running, running.awaitsInput else { continue }
      shells[name]?.running?.awaitsInput = false
      actions.append(.interrupt(running.id))
    }
  }
}
