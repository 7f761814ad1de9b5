import Glibc

/// The bytes of a file, which is not to be larger than anything that a kernel reads.
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
      if bytes.count > 1 << 26 { throw SystemError(number: EFBIG) }
    } else if count == 0 {
      return bytes
    } else if errno != EINTR {
      throw SystemError(number: errno)
    }
  }
}

/// Writes a file, whole or not at all, over one that is there. Its draft has a name that nobody can foresee,
/// and is not written where somebody has foreseen it.
package func writeFile(_ path: String, _ bytes: [UInt8], permissions: mode_t = 0o644) throws(SystemError) {
  let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
  let draft = "\(path[..<cut]).\(UInt64.random(in: .min ... .max))"
  let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, permissions)
  guard descriptor >= 0 else { throw SystemError(number: errno) }
  do throws(SystemError) {
    defer { close(descriptor) }
    try write(bytes, to: descriptor)
  } catch {
    unlink(draft)
    throw error
  }
  if rename(draft, path) != 0 {
    let error = SystemError(number: errno)
    unlink(draft)
    throw error
  }
}

/// Writes all of it.
package func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
  var written = 0
  while written < bytes.count {
    let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw SystemError(number: errno) }
    written += count
  }
}

/// Makes a folder, and those above it, where they are missing.
package func makeFolder(_ path: String, permissions: mode_t = 0o755) throws(SystemError) {
  var whole = path.hasPrefix("/") ? "" : "."
  for name in path.split(separator: "/") {
    whole += "/\(name)"
    if mkdir(whole, permissions) != 0 && errno != EEXIST { throw SystemError(number: errno) }
  }
}
