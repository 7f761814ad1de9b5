#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A connection file that the kernel writes itself, in Jupyter's runtime folder, for its owner's eyes alone. It goes
/// when the kernel goes.
final class RuntimeFile {
  private let path: String

  /// - Parameter name: the file's, without ending.
  init(name: String, _ bytes: [UInt8]) throws {
    let folder = Self.folder()
    path = "\(folder)/\(name).json"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: path)
    guard
      FileManager.default.createFile(
        atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private static func folder() -> String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["JUPYTER_RUNTIME_DIR"] { return folder }
    let data = environment["JUPYTER_DATA_DIR"] ?? "\(environment["HOME"] ?? "/tmp")/.local/share/jupyter"
    return "\(data)/runtime"
  }
}
