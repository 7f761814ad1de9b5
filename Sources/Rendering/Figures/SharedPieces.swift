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

  /// The same for `script`, which puts them together from `all`: where each run of consecutive places begins,
  /// and its length.
  mutating func json(of text: String) -> JSONValue {
    var runs: [Int] = []
    var next = -1
    for place in places(of: text) {
      if place == next {
        runs[runs.count - 1] += 1
      } else {
        runs += [place, 1]
      }
      next = place + 1
    }
    return .array(runs.map { .integer($0) })
  }

  /// `whole(all, runs)` in a page's script.
  static let script = """
    function whole(all,runs){var text='';for(var i=0;i<runs.length;i+=2)
    text+=all.slice(runs[i],runs[i]+runs[i+1]).join('');return text;}
    """

  var json: JSONValue { .array(all.map { .string($0) }) }

  /// With `'` around its attributes, which JSON need not escape. In a text, either mark is an entity already.
  private static func requoted(_ piece: [UInt8]) -> [UInt8] {
    piece.contains(UInt8(ascii: "'"))
      ? piece : piece.map { $0 == UInt8(ascii: "\"") ? UInt8(ascii: "'") : $0 }
  }

  private mutating func place(of piece: [UInt8]) -> Int {
    let text = String(decoding: Self.requoted(piece), as: UTF8.self)
    if let known = places[text] { return known }
    places[text] = all.count
    all.append(text)
    return all.count - 1
  }
}
