extension JSONValue {
  /// Reads exactly one JSON text as defined by RFC 8259, except where the rules differ.
  ///
  /// A number outside the range of doubles is refused; a whole number that does not fit an `Int` becomes a
  /// double.
  ///
  /// `isInterrupted` is asked every 64 KiB whether to stop.
  public init(
    parsing bytes: [UInt8], rules: JSONRules = JSONRules(), isInterrupted: () -> Bool = { false }
  ) throws(JSONError) {
    self = try withoutActuallyEscaping(isInterrupted) { (isInterrupted) throws(JSONError) in
      var parser = JSONParser(bytes, rules, isInterrupted)
      do throws(JSONError) {
        let value = try parser.document()
        guard !parser.isStopped else { throw JSONError(reason: .interrupted, index: 0) }
        return value
      } catch {
        throw parser.isStopped ? JSONError(reason: .interrupted, index: 0) : error
      }
    }
  }
}

/// Reads JSON by recursive descent, in time linear in its length.
private struct JSONParser {
  private let bytes: [UInt8]
  private let rules: JSONRules
  private var index = 0
  /// The number of values so far.
  private var count = 0
  private let isInterrupted: () -> Bool
  private var nextQuestion = Self.bytesBetweenQuestions
  /// Whether it was interrupted: if so, the rest is skipped and the result is meaningless.
  private(set) var isStopped = false

  private static let bytesBetweenQuestions = 1 << 16

  init(_ bytes: [UInt8], _ rules: JSONRules, _ isInterrupted: @escaping () -> Bool) {
    self.bytes = bytes
    self.rules = rules
    self.isInterrupted = isInterrupted
    if !rules.refusesByteOrderMark, bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
  }

  mutating func document() throws(JSONError) -> JSONValue {
    let value = try value(depth: 0)
    skipSpace()
    guard index == bytes.count else { throw unexpected("the end of the file") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    skipSpace()
    count += 1
    guard count <= rules.mostValues else { throw JSONError(reason: .tooMany, index: index) }
    switch next {
    case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
    case UInt8(ascii: "["):
      if rules.packsRows, let rows = rows() { return .matrix(rows) }
      return .array(try elements(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t") where take("true"): return .bool(true)
    case UInt8(ascii: "f") where take("false"): return .bool(false)
    case UInt8(ascii: "n") where take("null"): return .null
    case UInt8(ascii: "-"): return try number()
    case let byte? where Self.isDigit(byte): return try number()
    default: throw unexpected("a value")
    }
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
    try open(depth: depth)
    var elements: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try value(depth: depth)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw unexpected("`,` or `]`") }
    return elements
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONValue.Member] {
    try open(depth: depth)
    var members: [JSONValue.Member] = []
    if take(UInt8(ascii: "}")) { return members }
    var places = MemberPlaces()
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
      let start = index
      let name = try string()
      let earlier = places.find(name, in: members)
      if earlier != nil, rules.refusesRepeatedNames {
        throw JSONError(reason: .repeatedName(name), index: start)
      }
      guard take(UInt8(ascii: ":")) else { throw unexpected("`:`") }
      let member = JSONValue.Member(name, try value(depth: depth))
      if let earlier { members[earlier] = member } else { members.append(member) }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw unexpected("`,` or `}`") }
    return members
  }

  private mutating func open(depth: Int) throws(JSONError) {
    guard depth <= rules.mostDepth else { throw JSONError(reason: .tooDeep, index: index) }
    index += 1
  }

  // MARK: Matrices

  /// A list of lists of numbers, all of the same length, that begins here; nil, with nothing consumed, for
  /// anything else. No number is read more than twice for this: a third level of lists ends the attempt at
  /// once.
  private mutating func rows() -> JSONValue.Rows? {
    let start = index
    var elements: [Double] = []
    var columns = 0
    index += 1
    repeat {
      let count = elements.count
      guard take(UInt8(ascii: "[")), appendRow(to: &elements) else { break }
      if columns == 0 { columns = elements.count }
      guard elements.count - count == columns else { break }
      if take(UInt8(ascii: "]")) { return JSONValue.Rows(columns: columns, elements: elements) }
    } while take(UInt8(ascii: ","))
    if !isStopped { index = start }
    return nil
  }

  /// Reads numbers up to the bracket that closes their list. Returns whether there was nothing else.
  private mutating func appendRow(to elements: inout [Double]) -> Bool {
    repeat {
      skipSpace()
      guard let byte = next, byte == UInt8(ascii: "-") || Self.isDigit(byte), let value = try? number().number
      else { return false }
      elements.append(value)
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]"))
  }

  // MARK: Numbers

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = index
    if next == UInt8(ascii: "-") { index += 1 }
    if next == UInt8(ascii: "0") { index += 1 } else { try digits() }
    var isWhole = true
    if next == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      index += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    guard index - start <= JSONRules.longestNumber else {
      index = start
      throw unexpected("a number of at most \(JSONRules.longestNumber) characters")
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    // An integer cannot be minus zero.
    if isWhole, text != "-0", let whole = Int(text) { return .integer(whole) }
    guard let value = Double(text), value.isFinite else {
      index = start
      throw unexpected("a number that a double can hold")
    }
    return .number(value)
  }

  private mutating func digits() throws(JSONError) {
    let start = index
    while let byte = next, Self.isDigit(byte), index - start <= JSONRules.longestNumber { index += 1 }
    if index == start { throw unexpected("a digit") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  // MARK: Strings

  private mutating func string() throws(JSONError) -> String {
    let opening = index
    index += 1
    let end = index + min(bytes.count - index - 1, rules.longestString) + 1
    // The text up to the last escape, with each escape replaced by its meaning; there may be a million
    // escapes.
    var before: [UInt8] = []
    while true {
      let start = index
      while index < end, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\"),
        bytes[index] >= 0x20
      {
        index += 1
      }
      guard index < end || end == bytes.count else { throw JSONError(reason: .tooLong, index: opening) }
      let plain = bytes[start..<index]
      switch next {
      case UInt8(ascii: "\""):
        let text =
          before.isEmpty
          ? String(validating: plain, as: UTF8.self) : String(validating: before + plain, as: UTF8.self)
        guard let text else { throw JSONError(reason: .notText, index: opening) }
        index += 1
        return text
      case UInt8(ascii: "\\"):
        before += plain
        index += 1
        before += try escaped().utf8
      case nil: throw unexpected("a closing quote")
      default: throw unexpected("a character that may stand in a string")
      }
    }
  }

  /// What follows a backslash.
  private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw unexpected("a character to escape") }
    let scalar: Unicode.Scalar
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(byte)
    case UInt8(ascii: "b"): scalar = "\u{8}"
    case UInt8(ascii: "f"): scalar = "\u{c}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"): return try codePoint()
    default: throw unexpected("one of the characters that may follow a backslash")
    }
    index += 1
    return scalar
  }

  /// `u` and four hexadecimal digits; two such escapes if they form a surrogate pair.
  private mutating func codePoint() throws(JSONError) -> Unicode.Scalar {
    let start = index
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let behind = index
    if first < 0xdc00, bytes[index...].starts(with: "\\u".utf8) {
      index += 1
      let second = try hexadecimal()
      if 0xdc00...0xdfff ~= second,
        let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
      {
        return scalar
      }
    }
    if rules.refusesLoneSurrogates {
      index = start
      throw unexpected("a code point, or a pair of surrogates")
    }
    index = behind
    return "\u{fffd}"
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    index += 1
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap(Self.hexadecimalDigit) else { throw unexpected("a hexadecimal digit") }
      code = code << 4 | digit
      index += 1
    }
    return code
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  // MARK: Bytes

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func unexpected(_ expected: String) -> JSONError {
    JSONError(reason: .unexpected(expected: expected), index: index)
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      index += 1
      if index >= nextQuestion { ask() }
    }
    if index >= nextQuestion { ask() }
  }

  /// Asks whether to stop; if so, nothing is left to read.
  private mutating func ask() {
    nextQuestion = index + Self.bytesBetweenQuestions
    guard isInterrupted() else { return }
    isStopped = true
    index = bytes.count
    nextQuestion = .max
  }

  /// Consumes the byte if it comes next, after white space.
  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    index += 1
    return true
  }

  /// Consumes the word if it comes next.
  private mutating func take(_ word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }
}

/// Finds members by name: a linear search if there are few, a table if there are many.
private struct MemberPlaces {
  private var places: [String: Int] = [:]
  private var count = 0

  mutating func find(_ name: String, in members: [JSONValue.Member]) -> Int? {
    if members.count < 16 { return members.firstIndex { $0.name == name } }
    while count < members.count {
      places[members[count].name] = count
      count += 1
    }
    return places[name]
  }
}
