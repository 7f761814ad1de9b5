import BackpropLanguage
import Compression

extension HostSystem {
  /// What a compressed file holds: no more than a file may, nor than there is memory for.
  static func unpacked(
    _ packed: PackedBytes, _ isInterrupted: () -> Bool
  ) -> Result<[UInt8], FileFailure> {
    guard let zlib = Zlib.shared else {
      return .failure(.refused("it is compressed, and zlib, which would unpack it, is not on this machine"))
    }
    let free = AvailableMemory.bytes().map { Int(min($0, Double(CellHost.largestFile))) }
    let room = free ?? CellHost.largestFile
    let format: Zlib.Format
    var most = room
    switch packed.format {
    case .gzip: format = .gzip
    case .deflate(let size, _):
      format = .deflate
      most = min(most, size)
    }
    let result = zlib.unpacked(
      packed.file[packed.range], format, expected: packed.expectedSize, most: most, isStopped: isInterrupted)
    switch result {
    case .success(let bytes):
      if case .deflate(let size, let checksum) = packed.format {
        guard bytes.count == size, zlib.checksum(bytes) == checksum else { return .failure(damaged) }
      }
      return .success(bytes)
    case .failure(.cutOff): return .failure(.refused("its compressed data end too early; it is not complete"))
    case .failure(.damaged): return .failure(damaged)
    case .failure(.tooLarge):
      if most < room { return .failure(damaged) }
      let isLimit = room == CellHost.largestFile
      let size = "\(room >> 20) MiB"
      return .failure(
        .refused(
          "it unpacks to more than "
            + (isLimit ? "\(size), the most that a file may hold" : "the \(size) that are free")))
    case .failure(.stopped): return .failure(.interrupted)
    }
  }

  private static let damaged = FileFailure.refused(
    "its compressed data are damaged: they do not agree with their checksum or their format")
}
