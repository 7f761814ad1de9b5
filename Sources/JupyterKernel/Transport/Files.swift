import Glibc

/// The bytes of a file, which must not be larger than anything that a kernel reads.
package func readFile(_ path: String) throws(SystemError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw SystemError(number: errno) }
  defer { close(descriptor) }
  return try readAll(descriptor, most: 1 << 26)
}

/// What a descriptor gives until its end; more than `most` bytes are too many (EFBIG).
///
/// - Parameters:
///   - size: how many bytes are expected.
///   - piece: how many are read at once.
///   - isReady: asked before each piece, again and again until it says yes.
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

/// Writes a file, whole or not at all, over one that is there.
package func writeFile(_ path: String, _ bytes: [UInt8], permissions: mode_t = 0o644) throws(SystemError) {
  var draft = try FileDraft(of: path, permissions: permissions)
  try write(bytes[...], to: draft.descriptor)
  try draft.takePlace()
}

/// Writes all of it.
package func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(SystemError) {
  var rest = bytes
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw SystemError(number: errno) }
    rest = rest.dropFirst(count)
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
