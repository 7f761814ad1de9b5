import Foundation

/// Another program, run until it ends.
enum Command {
  /// Whether it succeeded.
  static func succeeds(_ command: [String]) -> Bool {
    (try? output(of: command)) != nil
  }

  /// Its output. Throws if it failed.
  static func output(of command: [String], environment: [String: String] = [:]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchmarkFailure("\(command.first ?? "a program") ended with \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
