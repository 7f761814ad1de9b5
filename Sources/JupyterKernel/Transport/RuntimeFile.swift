import Glibc

/// A connection file that the kernel writes itself, in Jupyter's runtime folder, for its owner's eyes alone. It goes
/// when the kernel goes.
final class RuntimeFile {
  private let path: String

  /// - Parameter name: the file's, without ending.
  init(name: String, _ bytes: [UInt8]) throws(SystemError) {
    let folder = Self.folder()
    path = "\(folder)/\(name).json"
    try makeFolder(folder)
    try writeFile(path, bytes, permissions: 0o600)
  }

  deinit { unlink(path) }

  private static func folder() -> String {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    if let folder = variable("JUPYTER_RUNTIME_DIR") { return folder }
    let data = variable("JUPYTER_DATA_DIR") ?? "\(variable("HOME") ?? "/tmp")/.local/share/jupyter"
    return "\(data)/runtime"
  }
}
