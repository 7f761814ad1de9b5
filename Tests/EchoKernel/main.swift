import Glibc
import JupyterKernel

// EchoKernel FILE [LOG-LEVEL]: serves the language of EchoInterpreter.
let arguments = CommandLine.arguments
guard arguments.count > 1 else { exit(64) }
do {
  let server = try KernelServer(
    ConnectionInfo(file: arguments[1]), interpreter: EchoInterpreter(),
    historyPath: getenv("ECHO_HISTORY").map { String(cString: $0) },
    log: KernelLog(arguments.count > 2 ? KernelLog.Level(rawValue: arguments[2]) : nil))
  if case .signal(let number) = server.run() { exit(128 + number) }
} catch {
  let line = Array("EchoKernel: \(error)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(69)
}
