import Glibc

/// The bytes of a file, which must not be larger than anything that a kernel has to read.
package func readFile(_ path: String) throws(SystemError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw SystemError(number: errno) }
  defer { close(descriptor) }
  return try readAll(descriptor, most: 1 << 26)
}

/// Everything that a descriptor gives until its end; more than `most` bytes are an error (EFBIG).
///
/// - Parameters:
///   - size: the expected number of bytes.
///   - piece: the number of bytes to read at once.
///   - isReady: called before each piece, again and again until it returns true.
package func readAll(
  _ descriptor: Int32, most: Int, size: Int = 0, piece: Int = 1 << 14,
  isReady: () throws(SystemError) -> Bool = { true }
) throws(SystemError) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(size)
  var chunk = [UInt8](repeating: 0, count: piece)
  while true {
    guard try isReady() else { continue }
    let count = read(descriptor, &chunk, chunk.count)
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw SystemError(number: errno) }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
    guard bytes.count <= most else { throw SystemError(number: EFBIG) }
  }
}

/// Writes a file, replacing an existing one, either completely or not at all.
package func writeFile(_ path: String, _ bytes: [UInt8], permissions: mode_t = 0o644) throws(SystemError) {
  var draft = try FileDraft(of: path, permissions: permissions)
  try write(bytes[...], to: draft.descriptor)
  try draft.takePlace()
}

/// Writes all bytes.
package func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(SystemError) {
  var rest = bytes
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw SystemError(number: errno) }
    rest = rest.dropFirst(count)
  }
}

/// Creates a folder, and its parent folders, if they are missing.
package func makeFolder(_ path: String, permissions: mode_t = 0o755) throws(SystemError) {
  var whole = path.hasPrefix("/") ? "" : "."
  for name in path.split(separator: "/") {
    whole += "/\(name)"
    if mkdir(whole, permissions) != 0 && errno != EEXIST { throw SystemError(number: errno) }
  }
}
