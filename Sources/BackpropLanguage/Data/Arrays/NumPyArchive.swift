/// NumPy's format for several arrays (.npz): a ZIP archive of .npy files, stored or deflated.
struct NumPyArchive {
  struct Member: Equatable {
    /// Without `.npy`.
    let name: String
    /// Where its bytes lie in the archive.
    let range: Range<Int>
    let isDeflated: Bool
    /// The number of bytes that it holds.
    let size: Int
    let checksum: UInt32
  }

  private(set) var members: [Member] = []

  static let mostMembers = 1000

  /// Whether the bytes begin with an array in an archive: workbooks are archives, too.
  static func isArchive(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]), bytes.count >= 30 else { return false }
    return bytes[30...].prefix(Fields(bytes: bytes).number(26, 2)).suffix(4).elementsEqual(".npy".utf8)
  }

  init(_ bytes: [UInt8]) throws(ArrayProblem) {
    let file = Fields(bytes: bytes)
    guard let end = Self.directoryEnd(file) else { throw .archiveCutOff }
    let count = file.number(end + 10, 2)
    var place = file.number(end + 16, 4)
    for _ in 0..<count {
      guard place <= end - 46, file.number(place, 4) == Self.entrySignature else { throw .damagedArchive }
      let lengths = [28, 30, 32].map { file.number(place + $0, 2) }
      guard lengths.reduce(place + 46, +) <= end else { throw .damagedArchive }
      let name = String(decoding: bytes[place + 46..<place + 46 + lengths[0]], as: UTF8.self)
      if name.hasSuffix(".npy") {
        guard members.count < Self.mostMembers else { throw .tooManyArrays(Self.mostMembers) }
        members.append(try Self.member(FileText.name(String(name.dropLast(4))), at: place, file, end))
      }
      place += 46 + lengths.reduce(0, +)
    }
  }

  private static let endSignature = 0x0605_4B50
  private static let entrySignature = 0x0201_4B50
  private static let localSignature = 0x0403_4B50

  /// Where the record at the end of the archive begins; a comment of up to 65535 bytes may follow it.
  private static func directoryEnd(_ file: Fields) -> Int? {
    let last = file.bytes.count - 22
    guard last >= 0 else { return nil }
    return (max(0, last - 0xFFFF)...last).reversed().first {
      file.number($0, 4) == endSignature && $0 + 22 + file.number($0 + 20, 2) == file.bytes.count
    }
  }

  private static func member(
    _ name: String, at place: Int, _ file: Fields, _ end: Int
  ) throws(ArrayProblem) -> Member {
    guard file.number(place + 8, 2) & 1 == 0 else { throw .encrypted }
    let method = file.number(place + 10, 2)
    guard method == 0 || method == 8 else { throw .methodOfArchive(method) }
    let (packed, size) = (file.number(place + 20, 4), file.number(place + 24, 4))
    let local = file.number(place + 42, 4)
    guard local <= end - 30, file.number(local, 4) == localSignature else { throw .damagedArchive }
    let start = local + 30 + file.number(local + 26, 2) + file.number(local + 28, 2)
    guard start <= end, packed <= end - start, method == 8 || packed == size else { throw .damagedArchive }
    return Member(
      name: name, range: start..<start + packed, isDeflated: method == 8, size: size,
      checksum: UInt32(truncatingIfNeeded: file.number(place + 16, 4)))
  }

  /// Numbers with the least significant byte first.
  private struct Fields {
    let bytes: [UInt8]

    /// The caller knows that the bytes exist. What does not fit becomes the largest number, past any file.
    func number(_ place: Int, _ count: Int) -> Int {
      let number = bytes[place..<place + count].reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
      return Int(clamping: number)
    }
  }
}
