import BackpropCells
import BackpropLanguage
import JupyterKernel
import JupyterMessages
import Rendering
import SystemThreads

/// Connects the language to the protocol: the only place where the two meet.
///
/// A cell runs on its shell's execution thread and publishes the state after each statement. Completion and
/// inspection read the last state of the shell concerned, so they answer while a cell trains. A subshell
/// starts from the main shell's state and keeps its own changes: it can look at everything while the main
/// shell trains, without disturbing it.
final class BackpropInterpreter: Interpreter {
  private let states = Guarded<[String?: SessionSnapshot]>([:])
  private let cells = CellInterpreter()
  private let widgets = SliderWidgets()

  let info: InterpreterInfo = {
    var info = CellInterpreter.info
    info.supportsSubshells = true
    return info
  }()

  func execute(_ cell: Cell, in context: ExecutionContext) -> ExecutionOutcome {
    var host = HostSystem.host(
      isInterrupted: { context.isInterrupted }, ask: { context.ask($0) },
      publish: { state in self.states.withLock { $0[cell.subshell] = state } })
    // A console does not show them, but some notebooks cannot be told from one.
    host.explainsNetworks = !cell.silent
    let surroundings = CellSurroundings(
      send: { context.show($0) }, now: HostSystem.monotonicSeconds, rewritesLine: cell.isTyped,
      remarkOnPictures: { _ in PictureRemark.first() },
      openSliders: { [widgets] figure, digits in
        // Where nobody is at the client, or it is a console, nobody moves a slider.
        guard context.isAttended, !cell.isTyped, !cell.silent else { return nil }
        return widgets.open(figure, digits: digits, send: { context.send($0) }).map {
          (WidgetModel.viewType, $0)
        }
      })
    let error = cells.execute(
      cell.code, continuing: state(of: cell.subshell), host: host, in: surroundings)
    return error.map { .error($0) } ?? .ok
  }

  func evaluate(
    _ expression: String, after cell: Cell, in context: ExecutionContext
  ) -> EvaluationOutcome {
    cells.evaluate(
      expression, continuing: state(of: cell.subshell),
      host: HostSystem.host(isInterrupted: { context.isInterrupted }))
  }

  func complete(_ code: String, at cursor: Int, in subshell: String?) -> Completion {
    cells.complete(code, at: cursor, in: state(of: subshell), files: HostSystem.files(beginning:))
  }

  func inspect(_ code: String, at cursor: Int, detail: Int, in subshell: String?) -> MIMEBundle? {
    cells.inspect(code, at: cursor, in: state(of: subshell), now: HostSystem.monotonicSeconds)
  }

  func isComplete(_ code: String) -> JupyterMessages.Completeness {
    cells.isComplete(code, in: state(of: nil))
  }

  var commTargets: Set<String> { SliderWidgets.targets }

  func receive(_ messages: [CommMessage], in context: CommContext) {
    widgets.receive(messages, in: context)
  }

  func forget(subshell: String) { states.withLock { $0[subshell] = nil } }

  /// The state of a shell; a new subshell starts with that of the main shell.
  private func state(of subshell: String?) -> SessionSnapshot {
    states.withLock { $0[subshell] ?? $0[nil] ?? SessionSnapshot() }
  }
}

extension ExecutionContext {
  fileprivate func ask(_ prompt: String) -> CellHost.Reply {
    do throws(InputError) { return .line(try input(prompt: prompt)) } catch {
      return error == .notAllowed ? .nobody : .interrupted
    }
  }

  fileprivate func show(_ output: CellOutput) {
    switch output {
    case .text(let text, let isRemark): stream(text, to: isRemark ? .stderr : .stdout)
    case .display(let bundle, let identifier): display(bundle, displayID: identifier)
    case .update(let bundle, let identifier): updateDisplay(bundle, displayID: identifier)
    case .result(let bundle): result(bundle)
    case .annotation(let metadata): annotate(metadata)
    }
  }
}

/// Why figures lack their PNG and PDF forms. Once for each process is enough.
private enum PictureRemark {
  private static let wasMade = Guarded(false)

  static func first() -> String? {
    guard let complaint = Rasterizer.complaint else { return nil }
    return wasMade.withLock { was in
      defer { was = true }
      return was ? nil : complaint
    }
  }
}
