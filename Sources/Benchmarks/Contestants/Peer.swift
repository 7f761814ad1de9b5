import Foundation

/// Another program that trains the same network: it reads a workload and then, line by line, numbers of
/// epochs.
final class Peer {
  let name: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()
  /// How many bytes at its end have not yet been searched for the end of the line.
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

  /// Trains from the initial weights.
  func train(epochs: Int) throws -> Time {
    try send("\(epochs)\n")
    let numbers = try line().split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 3 else { throw failure }
    return Time(processor: numbers[0], wall: numbers[1])
  }

  /// The weights after the last training.
  func weights() throws -> [Double] {
    try send("0\n")
    return try line().split(separator: " ").compactMap { Double($0) }
  }

  private var failure: BenchmarkFailure { BenchmarkFailure("\(name) ended before it was asked to") }

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
      if more.isEmpty { throw failure }
      line += more
      lastChunk = more.count
    }
  }
}
