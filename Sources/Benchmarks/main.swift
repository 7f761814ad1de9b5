import Foundation

let usage = """
  usage: Benchmarks core [--json] [--quick] [--install-peers]

    --json           writes the report as JSON instead of as a table
    --quick          a few short rounds
    --install-peers  installs FANN by apt-get, and NumPy, PyTorch and JAX by pip into .build/peers, first
  """

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.first == "core", arguments.dropFirst().allSatisfy({ usage.contains("\($0) ") }) else {
  print(usage)
  exit(arguments.isEmpty || arguments == ["--help"] ? 0 : 2)
}

do {
  if arguments.contains("--install-peers") { try Peers.install() }
  let report = try CoreBenchmark(isQuick: arguments.contains("--quick")).run()
  print(arguments.contains("--json") ? try report.json() : report.table())
} catch {
  FileHandle.standardError.write(Data("Benchmarks: \(error)\n".utf8))
  exit(1)
}
