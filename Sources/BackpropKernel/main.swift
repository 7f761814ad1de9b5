import Glibc

/// The commands, the first argument of `backprop`. Each returns the exit status.
let commands: [String: ([String]) -> Int32] = [
  "kernel": serveKernel,
  "run": runScript,
  "install": installKernelspec,
  "grammar": printGrammar,
  "tokens": printTokens,
]

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "--version":
  print("backprop \(Version.current)")
case "--help", "-h", "help":
  print(Usage.text)
case let name? where commands[name] != nil:
  if arguments.dropFirst().contains("--help") {
    print(Usage.text)
  } else if let command = commands[name] {
    if name == "kernel" || name == "run" {
      Surroundings.giveWayToWiderProgram()
      if let status = Surroundings.complaintOfProcessor() { exit(status) }
      Surroundings.offerFonts()
    }
    exit(command(Array(arguments.dropFirst())))
  }
case let name?:
  exit(fail(.usage, "there is no command '\(name)'\n\n\(Usage.text)"))
case nil:
  exit(fail(.usage, "a command is missing\n\n\(Usage.text)"))
}
