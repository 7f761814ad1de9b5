import Glibc

/// The bytes of a file.
package func readFile(_ path: String) throws(SystemError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw SystemError(number: errno) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 16_384)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count > 0 {
      bytes += chunk[..<count]
    } else if count == 0 {
      return bytes
    } else if errno != EINTR {
      throw SystemError(number: errno)
    }
  }
}

/// Writes a file, whole or not at all, over one that is there.
package func writeFile(_ path: String, _ bytes: [UInt8], permissions: mode_t = 0o644) throws(SystemError) {
  let draft = "\(path).\(getpid())"
  let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions)
  guard descriptor >= 0 else { throw SystemError(number: errno) }
  var written = 0
  while written < bytes.count {
    let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else {
      let error = SystemError(number: errno)
      close(descriptor)
      unlink(draft)
      throw error
    }
    written += count
  }
  close(descriptor)
  if rename(draft, path) != 0 { throw SystemError(number: errno) }
}

/// Makes a folder, and those above it, where they are missing.
package func makeFolder(_ path: String, permissions: mode_t = 0o755) throws(SystemError) {
  var whole = path.hasPrefix("/") ? "" : "."
  for name in path.split(separator: "/") {
    whole += "/\(name)"
    if mkdir(whole, permissions) != 0 && errno != EEXIST { throw SystemError(number: errno) }
  }
}
