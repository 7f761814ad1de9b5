import Foundation

/// What is going on, for whoever waits; the report alone goes to standard output.
enum Log {
  static func line(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
