import CZlib

extension Zlib {
  package enum Format: Sendable {
    /// RFC 1952; one or more members, one after the other.
    case gzip
    /// RFC 1951: without a header and a checksum.
    case deflate
  }

  package enum Failure: Error, Equatable, Sendable {
    /// The data end too early.
    case cutOff
    /// They are not of this format, or a checksum is wrong.
    case damaged
    /// They unpack to more than is allowed.
    case tooLarge
    case stopped
  }

  /// What `packed` holds, at most `most` bytes of it. expected: what it is likely to be, in bytes.
  /// `isStopped` is asked often.
  package func unpacked(
    _ packed: ArraySlice<UInt8>, _ format: Format, expected: Int, most: Int, isStopped: () -> Bool
  ) -> Result<[UInt8], Failure> {
    packed.withUnsafeBufferPointer { packed in
      var bytes: [UInt8] = []
      // No more than what so much can unpack to, whatever it declares.
      bytes.reserveCapacity(min(expected, most, Self.largestRatio * packed.count))
      do throws(Failure) {
        try unpack(packed, format, most: most, isStopped, into: &bytes)
        return .success(bytes)
      } catch {
        return .failure(error)
      }
    }
  }

  /// The checksum of gzip and ZIP.
  package func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32($0.count))) }
  }

  /// A length of 258 may take two bits, one of them for the distance.
  private static let largestRatio = 1032
  private static let piece = 1 << 18

  private func unpack(
    _ packed: UnsafeBufferPointer<UInt8>, _ format: Format, most: Int, _ isStopped: () -> Bool,
    into bytes: inout [UInt8]
  ) throws(Failure) {
    guard let count = UInt32(exactly: packed.count) else { throw .tooLarge }
    var stream = zlib_stream()
    // 15: the largest window; 16 more: gzip; negative: no header.
    let window: Int32 = format == .gzip ? 15 + 16 : -15
    guard begin(&stream, window, "1.2", Int32(MemoryLayout<zlib_stream>.size)) == 0 else { throw .damaged }
    defer { _ = end(&stream) }
    stream.next_in = packed.baseAddress
    stream.avail_in = count
    let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.piece)
    defer { piece.deallocate() }
    while true {
      if isStopped() { throw .stopped }
      stream.next_out = piece.baseAddress
      stream.avail_out = UInt32(piece.count)
      let result = inflate(&stream, 0)
      let made = piece.count - Int(stream.avail_out)
      guard made <= most - bytes.count else { throw .tooLarge }
      bytes.append(contentsOf: piece[..<made])
      switch result {
      case 0: continue
      case Self.streamEnd:
        let rest = packed.suffix(Int(stream.avail_in))
        guard format == .gzip, rest.starts(with: [0x1F, 0x8B]) else { return }
        guard reset(&stream) == 0 else { throw .damaged }
      // No progress is possible: there is room, so data are missing.
      case Self.noProgress: throw .cutOff
      default: throw .damaged
      }
    }
  }

  private static let streamEnd: Int32 = 1
  private static let noProgress: Int32 = -5
}
