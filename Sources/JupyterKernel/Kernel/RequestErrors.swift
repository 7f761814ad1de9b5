import JupyterMessages

/// The kernel's messages about what is wrong with a request.
extension ExecutionError {
  static let aborted = ExecutionError(name: "Aborted", value: "A cell before this one failed.")
  static let noThread = ExecutionError(
    name: "NoThread", value: "The system cannot start a thread to run the cells of this shell.")

  static func malformed(_ error: any Error) -> ExecutionError {
    ExecutionError(
      name: "MalformedRequest", value: "The request's content does not follow the protocol: \(error)")
  }

  static func unknownRequest(_ type: String) -> ExecutionError {
    ExecutionError(name: "UnknownRequest", value: "This kernel does not know \(type).")
  }

  static func unknownSubshell(_ id: String) -> ExecutionError {
    ExecutionError(name: "UnknownSubshell", value: "There is no subshell \(id).")
  }
}
