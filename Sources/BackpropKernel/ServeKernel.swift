import Glibc
import JupyterKernel

/// `backprop kernel FILE`: serves until a client or the system ends it.
func serveKernel(_ arguments: [String]) -> Int32 {
  guard let path = arguments.first, arguments.count == 1 else {
    return fail(.usage, "kernel takes one connection file: backprop kernel FILE")
  }
  do {
    let connection = try ConnectionInfo(file: path)
    let server = try KernelServer(connection, interpreter: EchoInterpreter())
    switch server.run() {
    case .shutdown, .parentDied: return 0
    case .signal(let number): return 128 + number
    }
  } catch let error as ConnectionFileError {
    if case .unreadable = error { return fail(.noInput, error.description) }
    return fail(.data, error.description)
  } catch let error as KernelServer.StartError {
    if case .cannotBind = error { return fail(.unavailable, error.description) }
    return fail(.system, error.description)
  } catch {
    return fail(.system, "\(error)")
  }
}
