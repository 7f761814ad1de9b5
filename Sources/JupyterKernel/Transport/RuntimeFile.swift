import Glibc

/// A connection file that the kernel writes itself, in Jupyter's runtime folder, readable by its owner only.
/// It is removed when the kernel ends.
final class RuntimeFile {
  let path: String
  /// A folder that contains nothing else and is removed with the file.
  private let privateFolder: String?

  /// - Parameter name: the name of the file, without extension.
  init(name: String, _ bytes: [UInt8]) throws(SystemError) {
    let runtime =
      Environment.value("JUPYTER_RUNTIME_DIR") ?? Environment.jupyterFolder.map { $0 + "/runtime" }
    if let runtime { try makeFolder(runtime, permissions: 0o700) }
    let folder: String
    if let runtime, !Self.isShared(runtime) {
      folder = runtime
      privateFolder = nil
    } else {
      // In a folder that everybody may write to, somebody could replace the file.
      folder = try Self.makePrivateFolder(in: runtime ?? "/tmp")
      privateFolder = folder
    }
    path = "\(folder)/\(name).json"
    do throws(SystemError) {
      try writeFile(path, bytes, permissions: 0o600)
    } catch {
      if let privateFolder { rmdir(privateFolder) }
      throw error
    }
  }

  deinit {
    unlink(path)
    if let privateFolder { rmdir(privateFolder) }
  }

  private static func isShared(_ folder: String) -> Bool {
    var status = stat()
    return stat(folder, &status) != 0 || status.st_mode & S_IWOTH != 0
  }

  private static func makePrivateFolder(in folder: String) throws(SystemError) -> String {
    var template = Array("\(folder)/backprop-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(number: errno) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
