/// NumPy's format for one array (.npy): eight bytes with the version, the length of a header, and the header:
/// a Python dictionary with the type, the order and the shape.
extension NumberArray {
  private static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

  static func isNumPy(_ bytes: [UInt8]) -> Bool { bytes.starts(with: signature) }

  init(numPy bytes: [UInt8]) throws(ArrayProblem) {
    guard bytes.count >= 10 else { throw .headerCutOff }
    let lengthSize: Int
    switch bytes[6] {
    case 1: lengthSize = 2
    case 2, 3: lengthSize = 4
    case let version: throw .versionOfNumPy(version)
    }
    let begin = 8 + lengthSize
    guard bytes.count >= begin else { throw .headerCutOff }
    let length = bytes[8..<begin].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(bytes.count - begin), let count = Int(exactly: length) else { throw .headerCutOff }
    // NumPy itself reads no longer one from where it does not trust.
    guard count <= Self.longestHeader else { throw .headerTooLong(Self.longestHeader) }
    let header = try NumPyHeader(bytes[begin..<begin + count])
    let (element, isBigEndian) = try Self.element(header.type)
    try self.init(
      bytes, from: begin + count, element, shape: header.shape, isBigEndian: isBigEndian,
      isColumnMajor: header.isColumnMajor)
  }

  private static let longestHeader = 10_000

  /// `<f8`: the order of the bytes, the kind and the size.
  private static func element(_ type: String) throws(ArrayProblem) -> (Element, isBigEndian: Bool) {
    var letters = type.unicodeScalars
    let order = letters.first
    if order == "<" || order == ">" || order == "|" || order == "=" { letters.removeFirst() }
    let isBigEndian = order == ">"
    let kind = letters.first
    switch String(letters) {
    case "b1": return (.boolean, isBigEndian)
    case "u1", "u2", "u4", "u8": return (.unsigned(size(letters)), isBigEndian)
    case "i1", "i2", "i4", "i8": return (.signed(size(letters)), isBigEndian)
    case "f2", "f4", "f8": return (.float(size(letters)), isBigEndian)
    default: break
    }
    switch kind {
    case "O": throw .elements(.objects, type)
    case "U", "S", "a": throw .elements(.text, type)
    case "c": throw .elements(.complex, type)
    case "M", "m": throw .elements(.dates, type)
    case "V": throw .elements(.records, type)
    default: throw .elements(.others, type)
    }
  }

  private static func size(_ letters: String.UnicodeScalarView) -> Int {
    letters.last.map { Int($0.value) - 0x30 } ?? 1
  }
}

/// The dictionary in the header of a .npy file.
private struct NumPyHeader {
  private(set) var type = ""
  private(set) var isColumnMajor = false
  private(set) var shape: [Int] = []
  private let text: ArraySlice<UInt8>
  private var place: Int

  init(_ text: ArraySlice<UInt8>) throws(ArrayProblem) {
    self.text = text
    place = text.startIndex
    var missing = ["descr", "fortran_order", "shape"]
    try take("{")
    while !has("}") {
      let key = try string()
      guard let found = missing.firstIndex(of: key) else { throw malformed }
      missing.remove(at: found)
      try take(":")
      switch key {
      case "descr":
        // A list has the names and types of records.
        if has("[") { throw .elements(.records, "") }
        type = try string()
      case "fortran_order": isColumnMajor = try flag()
      default: shape = try counts()
      }
      if !has("}") { try take(",") }
    }
    guard missing.isEmpty else { throw malformed }
  }

  private var malformed: ArrayProblem {
    .headerOfNumPy(FileText.excerpt(String(decoding: text, as: UTF8.self)))
  }

  private mutating func skipBlanks() {
    while place < text.endIndex, text[place] == 0x20 || text[place] == 0x0A { place += 1 }
  }

  private mutating func has(_ sign: Character) -> Bool {
    skipBlanks()
    return place < text.endIndex && text[place] == sign.asciiValue
  }

  private mutating func take(_ sign: Character) throws(ArrayProblem) {
    guard has(sign) else { throw malformed }
    place += 1
  }

  private mutating func string() throws(ArrayProblem) -> String {
    let quote: Character = has("\"") ? "\"" : "'"
    try take(quote)
    let start = place
    while place < text.endIndex, text[place] != quote.asciiValue { place += 1 }
    let string = String(decoding: text[start..<place], as: UTF8.self)
    try take(quote)
    return FileText.name(string)
  }

  private mutating func flag() throws(ArrayProblem) -> Bool {
    skipBlanks()
    for (word, value) in [("True", true), ("False", false)] where text[place...].starts(with: word.utf8) {
      place += word.utf8.count
      return value
    }
    throw malformed
  }

  /// `(60000, 28, 28)`
  private mutating func counts() throws(ArrayProblem) -> [Int] {
    var counts: [Int] = []
    try take("(")
    while !has(")") {
      let digits = text[place...].prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty else { throw malformed }
      guard let count = Int(String(decoding: digits, as: UTF8.self)) else { throw .tooLarge(counts) }
      counts.append(count)
      place += digits.count
      // Python 2 writes 28L.
      if has("L") { place += 1 }
      if !has(")") { try take(",") }
    }
    place += 1
    return counts
  }
}
