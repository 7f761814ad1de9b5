import BackpropCells
import BackpropLanguage
import Glibc
import Rendering
import Synchronization

/// `backprop run FILE`: runs a file of the language in the terminal, as one cell; `-` is the standard input.
/// With `--all`, what is below a line that fails runs all the same.
/// Results go to standard output, errors in the file to standard error.
@Sendable func runScript(_ arguments: [String]) -> Int32 {
  let goesOn = arguments.contains("--all")
  let files = arguments.filter { $0 != "--all" }
  guard let path = files.first, files.count == 1 else {
    return fail(.usage, "run takes one file: backprop run [--all] FILE")
  }
  let source: String
  switch HostSystem.read(path == "-" ? "/dev/stdin" : path, waits: true) {
  case .failure(let failure): return fail(.noInput, "\(path) cannot be read: \(failure.reason)")
  case .success(let bytes):
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return fail(.data, "\(path) is not UTF-8 text")
    }
    source = text
  }
  ScriptInterrupt.listen()
  let terminal = Terminal()
  func complain(_ report: DiagnosticReport) -> Int32 {
    let coloured = isatty(STDERR_FILENO) == 1
    let lines = Renderer().traceback(for: report, coloured: coloured).joined(separator: "\n")
    return fail(.failed, "\(path) has failed", details: lines)
  }
  var host = HostSystem.host(
    emit: { terminal.show($0) }, isInterrupted: { ScriptInterrupt.signal != 0 || Output.hasFailed })
  // A terminal shows none of them.
  host.explainsNetworks = false
  var status: Int32 = 0
  if goesOn {
    host.goesOn = { report in
      terminal.endProgress()
      status = complain(report)
      return true
    }
  }
  let outcome = Session().run(source, host: host)
  terminal.endProgress()
  switch outcome {
  case .finished: return status
  case .interrupted where ScriptInterrupt.signal == 0: return status
  case .interrupted: return fail(128 + ScriptInterrupt.signal, "stopped before the end of \(path)")
  case .failed(let report): return complain(report)
  }
}

/// The signals that stop a script between two of its steps, so that it leaves nothing half-written. A second
/// signal ends it immediately.
private enum ScriptInterrupt {
  private static let received = Atomic<Int32>(0)

  /// The signal that has been received; 0 for none.
  static var signal: Int32 { received.load(ordering: .relaxed) }

  static func listen() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let before = Glibc.signal(number) { number in
        ScriptInterrupt.received.store(number, ordering: .relaxed)
        _ = Glibc.signal(number, SIG_DFL)
      }
      // Started with nohup, the script outlives its terminal.
      if number == SIGHUP, unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        _ = Glibc.signal(number, SIG_IGN)
      }
    }
  }
}

/// Writes results to standard output. A display that changes rewrites its line if the output is a terminal;
/// otherwise only its final state is written.
private final class Terminal {
  private let isInteractive = isatty(STDOUT_FILENO) == 1
  private let renderer = Renderer()
  private var line = RewrittenLine()
  private var progress: (key: String, text: String)?

  func show(_ result: CellResult) {
    let text = renderer.text(for: result)
    guard let key = result.displayKey else {
      endProgress()
      Output.write(text + "\n")
      return
    }
    if progress?.key != key { endProgress() }
    progress = (key, text)
    // Only a single line can be taken back; a longer display appears once it is final.
    if isInteractive, !text.contains("\n") { Output.write(line.text(text)) }
  }

  /// Leaves the text of the last changing display on the screen.
  func endProgress() {
    guard let progress else { return }
    Output.write(line.erased() + progress.text + "\n")
    self.progress = nil
  }
}
