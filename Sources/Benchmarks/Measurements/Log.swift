import Foundation

/// Progress messages; only the report goes to standard output.
enum Log {
  static func line(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
