import BackpropCells
import Glibc
import JupyterKernel

/// The commands, the first argument of `backprop`. Each returns the exit status.
let commands: [String: @Sendable ([String]) -> Int32] = [
  "kernel": serveKernel,
  "run": runScript,
  "install": installKernelspec,
  "grammar": printGrammar,
  "tokens": printTokens,
  "page": makePage,
]

/// Runs a command line and returns its exit status.
@Sendable func perform(_ arguments: [String]) -> Int32 {
  switch arguments.first {
  case "--version": Output.write("backprop \(Version.current)\n")
  case "--help", "-h", "help": Output.write(Usage.text + "\n")
  case let name? where commands[name] != nil:
    if arguments.dropFirst().contains("--help") {
      Output.write(Usage.text + "\n")
    } else if let command = commands[name] {
      return command(Array(arguments.dropFirst()))
    }
  case let name?: return fail(.usage, "there is no command '\(name)'", details: "\n" + Usage.text)
  case nil: return fail(.usage, "a command is missing", details: "\n" + Usage.text)
  }
  return 0
}

StandardStreams.prepare()
let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "kernel" || arguments.first == "run", !arguments.contains("--help") {
  Surroundings.giveWayToWiderProgram()
  if let status = Surroundings.complaintOfProcessor() { exit(status) }
  Surroundings.offerFonts()
}
BackgroundThread.runWithRoom {
  // Exits at once: a running statement is not waited for, and nothing that it uses is torn down.
  _exit(Output.checked(perform(arguments)))
}
