import Glibc
import JupyterKernel

/// `backprop kernel FILE [--log-level LEVEL]`: serves until a client or the system ends it.
@Sendable func serveKernel(_ arguments: [String]) -> Int32 {
  var path: String?
  var level: KernelLog.Level?
  var rest = arguments[...]
  while let argument = rest.popFirst() {
    if argument == "--log-level" {
      guard let name = rest.popFirst(), let known = KernelLog.Level(rawValue: name) else {
        let levels = KernelLog.Level.allCases.map(\.rawValue).joined(separator: ", ")
        return fail(.usage, "--log-level takes one of \(levels)")
      }
      level = known
    } else if path == nil, !argument.hasPrefix("-") {
      path = argument
    } else {
      return fail(.usage, "kernel takes one connection file: backprop kernel FILE, not also '\(argument)'")
    }
  }
  guard let path else {
    return fail(
      .usage, "kernel takes the connection file that a Jupyter client has written: backprop kernel FILE")
  }

  do {
    let connection = try ConnectionInfo(file: path)
    let server = try KernelServer(
      connection, interpreter: BackpropInterpreter(), historyPath: historyPath(), log: KernelLog(level))
    switch server.run() {
    case .shutdown, .parentDied: return 0
    case .signal(let number): return 128 + number
    }
  } catch let error as ConnectionFileError {
    if case .unreadable = error { return fail(.noInput, error.description) }
    return fail(.data, error.description)
  } catch let error as KernelServer.StartError {
    if case .system = error { return fail(.system, error.description) }
    return fail(.unavailable, error.description)
  } catch {
    return fail(.system, "\(error)")
  }
}

/// Where the cells of all sessions are kept: `$XDG_DATA_HOME/backprop/history.sqlite`, with the folder and
/// the file readable by their owner only. `$BACKPROP_HISTORY` names another file, or disables the file if it
/// is empty.
private func historyPath() -> String? {
  if let path = Environment.text("BACKPROP_HISTORY") { return path.isEmpty ? nil : path }
  guard let folder = Environment.dataFolder.map({ $0 + "/backprop" }) else { return nil }
  try? makeFolder(folder, permissions: 0o700)
  let path = folder + "/history.sqlite"
  // An existing folder may have been created with a looser umask, or copied.
  chmod(folder, 0o700)
  for file in [path, path + "-wal", path + "-shm"] { chmod(file, 0o600) }
  return path
}
