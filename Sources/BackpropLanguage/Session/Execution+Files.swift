/// File access through the host.
extension Execution {
  func read(_ file: Located<String>) throws(Diagnostic) -> [UInt8] {
    switch host.readFile(file.value) {
    case .success(let bytes): return bytes
    case .failure(.interrupted): throw problem(.interrupted)
    case .failure(.refused(let reason)):
      throw Diagnostic(.unreadableFile(file.value, reason: reason), at: file.range)
    }
  }

  /// The content of a file, unpacked if gzip has packed it.
  func readUnpacked(_ file: Located<String>) throws(Diagnostic) -> [UInt8] {
    try unpackedIfPacked(try read(file), of: file)
  }

  func unpackedIfPacked(_ bytes: [UInt8], of file: Located<String>) throws(Diagnostic) -> [UInt8] {
    guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
    return try unpacked(PackedBytes(file: bytes, range: bytes.indices, format: .gzip), of: file)
  }

  func unpacked(_ packed: PackedBytes, of file: Located<String>) throws(Diagnostic) -> [UInt8] {
    switch host.unpack(packed) {
    case .success(let bytes): return bytes
    case .failure(.interrupted): throw problem(.interrupted)
    case .failure(.refused(let reason)):
      throw Diagnostic(.unreadableFile(file.value, reason: reason), at: file.range)
    }
  }

  func write(_ bytes: [UInt8], to file: Located<String>) throws(Diagnostic) {
    if host.isInterrupted() { throw problem(.interrupted) }
    switch host.writeFile(file.value, bytes) {
    case .success: break
    case .failure(.interrupted): throw problem(.interrupted)
    case .failure(.refused(let reason)):
      throw Diagnostic(.unwritableFile(file.value, reason: reason), at: file.range)
    }
  }

  func problem(_ error: FileProblem, in file: Located<String>) -> Diagnostic {
    if case .interrupted = error { return problem(.interrupted) }
    return Diagnostic(.fileContent(file.value, error), at: file.range)
  }
}
