import Foundation

/// Another program that trains the same network: it reads a workload, and then, line by line, for how many epochs.
final class Peer {
  let name: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()
  /// How much at its end has not been searched for the end of the line.
  private var lastChunk = 0

  init(name: String, command: [String], workload: Workload) throws {
    self.name = name
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    try send(workload.description)
  }

  deinit {
    try? send("-1\n")
    try? input.fileHandleForWriting.close()
    process.terminate()
    process.waitUntilExit()
  }

  /// Nanoseconds of processor time, training from the first weights.
  func train(epochs: Int) throws -> Double {
    try send("\(epochs)\n")
    guard let time = try line().split(separator: " ").first.flatMap({ Double($0) }) else {
      throw Failure(name)
    }
    return time
  }

  /// The weights after the last training.
  func weights() throws -> [Double] {
    try send("0\n")
    return try line().split(separator: " ").compactMap { Double($0) }
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ name: String) { description = "\(name) ended before it was asked to" }
  }

  private func send(_ text: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  }

  private func line() throws -> String {
    var line = unread
    while true {
      if let end = line.suffix(lastChunk).firstIndex(of: 10) {
        unread = Data(line[line.index(after: end)...])
        lastChunk = unread.count
        return String(decoding: line[line.startIndex..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { throw Failure(name) }
      line += more
      lastChunk = more.count
    }
  }
}

/// The peers that are installed, and how they are started.
struct Peers {
  /// By name, in the order of the report.
  let commands: [(name: String, command: [String])]

  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Peers")
  private static let folder = sources.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent(".build/peers")
  private static let python = folder.appendingPathComponent("venv/bin/python").path

  /// Compiles the C programs and looks for the Python ones.
  init() throws {
    try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
    var commands: [(name: String, command: [String])] = []
    for (name, file, libraries) in [("C", "plain", ["-lm"]), ("FANN", "fann", ["-ldoublefann", "-lm"])] {
      let program = Self.folder.appendingPathComponent(file).path
      let source = Self.sources.appendingPathComponent(file + ".c").path
      if Self.run(["/usr/bin/cc", "-O3", "-march=native", source, "-o", program] + libraries) {
        commands.append((name, [program]))
      }
    }
    for (name, module) in [("NumPy", "numpy"), ("PyTorch", "torch"), ("JAX", "jax")]
    where Self.run([Self.python, "-c", "import \(module)"]) {
      commands.append((name, [Self.python, Self.sources.appendingPathComponent("peers.py").path, module]))
    }
    self.commands = commands
  }

  static func install() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    _ = run(["/usr/bin/env", "apt-get", "install", "-y", "libfann-dev"])
    _ = run(["/usr/bin/env", "python3", "-m", "venv", folder.appendingPathComponent("venv").path])
    _ = run([python, "-m", "pip", "install", "numpy", "torch", "jax"])
  }

  private static func run(_ command: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
