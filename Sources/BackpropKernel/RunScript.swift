import BackpropLanguage
import Glibc
import Rendering
import Synchronization

/// `backprop run FILE`: runs a file of the language in the terminal, as one cell; `-` is the standard input. Results go to
/// the standard output, what is wrong with the file to the standard error.
func runScript(_ arguments: [String]) -> Int32 {
  guard let path = arguments.first, arguments.count == 1 else {
    return fail(.usage, "run takes one file: backprop run FILE")
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
  signal(SIGINT) { _ in ScriptInterrupt.requested.store(true, ordering: .relaxed) }
  let terminal = Terminal()
  let host = HostSystem.host(
    emit: { terminal.show($0) },
    isInterrupted: { ScriptInterrupt.requested.load(ordering: .relaxed) })
  let outcome = Session().run(source, host: host)
  terminal.endProgress()
  switch outcome {
  case .finished: return 0
  case .interrupted: return fail(.interrupted, "stopped before the end of \(path)")
  case .failed(let report):
    let coloured = isatty(STDERR_FILENO) == 1
    let lines = Renderer().traceback(for: report, coloured: coloured).joined(separator: "\n")
    return fail(.failed, "\(path) has failed\n\(lines)")
  }
}

private enum ScriptInterrupt {
  static let requested = Atomic<Bool>(false)
}

/// Writes results to the standard output. A display that changes rewrites its line where the output is a terminal;
/// anywhere else only its end is written.
private final class Terminal {
  private let isInteractive = isatty(STDOUT_FILENO) == 1
  private let renderer = Renderer()
  private var line = RewrittenLine()
  private var progress: (key: String, text: String)?

  func show(_ result: CellResult) {
    let text = renderer.text(for: result)
    guard let key = result.displayKey else {
      endProgress()
      write(text + "\n")
      return
    }
    if progress?.key != key { endProgress() }
    progress = (key, text)
    // Only one line can be taken back; a longer display appears once it is final.
    if isInteractive, !text.contains("\n") { write(line.text(text)) }
  }

  /// Leaves on the screen what the last changing display says.
  func endProgress() {
    guard let progress else { return }
    write(line.erased() + progress.text + "\n")
    self.progress = nil
  }

  private func write(_ text: String) {
    HostSystem.write(Array(text.utf8), to: STDOUT_FILENO)
  }
}
