import JSON

/// Pictures that have most of their elements in common, as the numbers of their elements: each element is
/// kept once.
struct SharedPieces {
  /// The elements, in the order in which they first occur.
  private(set) var all: [String] = []
  private var places: [String: Int] = [:]

  /// The places in `all` of what makes up a text, from one element's beginning to the next one's.
  mutating func places(of text: String) -> [Int] {
    var found: [Int] = []
    var piece: [UInt8] = []
    var isAfterBracket = false
    for byte in text.utf8 {
      // `<`, unless it ends an element.
      if isAfterBracket && byte != UInt8(ascii: "/") && piece.count > 1 {
        piece.removeLast()
        found.append(place(of: piece))
        piece = [UInt8(ascii: "<")]
      }
      piece.append(byte)
      isAfterBracket = byte == UInt8(ascii: "<")
    }
    if !piece.isEmpty { found.append(place(of: piece)) }
    return found
  }

  /// The same for a page's script; `all` is what the numbers stand for.
  mutating func json(of text: String) -> JSONValue { .array(places(of: text).map { .integer($0) }) }

  var json: JSONValue { .array(all.map { .string($0) }) }

  private mutating func place(of piece: [UInt8]) -> Int {
    let text = String(decoding: piece, as: UTF8.self)
    if let known = places[text] { return known }
    places[text] = all.count
    all.append(text)
    return all.count - 1
  }
}
