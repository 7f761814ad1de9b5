/// The format of MNIST's files: two zero bytes, the type of the numbers, how many subscripts they have,
/// how far each of these runs, then the numbers; everything with the most significant byte first.
extension NumberArray {
  /// Neither a text in UTF-32 nor an icon begins so.
  static func isIDX(_ bytes: [UInt8]) -> Bool {
    bytes.count > 2 && bytes.starts(with: [0, 0]) && (7...14).contains(bytes[2])
  }

  init(idx bytes: [UInt8]) throws(ArrayProblem) {
    guard bytes.count >= 4 else { throw .headerCutOff }
    let element: Element
    switch bytes[2] {
    case 0x08: element = .unsigned(1)
    case 0x09: element = .signed(1)
    case 0x0B: element = .signed(2)
    case 0x0C: element = .signed(4)
    case 0x0D: element = .float(4)
    case 0x0E: element = .float(8)
    case let code: throw .typeOfIDX(code)
    }
    let start = 4 + 4 * Int(bytes[3])
    guard bytes.count >= start else { throw .headerCutOff }
    var shape: [Int] = []
    for place in stride(from: 4, to: start, by: 4) {
      let count = bytes[place..<place + 4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
      guard let count = Int(exactly: count) else { throw .tooLarge(shape) }
      shape.append(count)
    }
    try self.init(bytes, from: start, element, shape: shape, isBigEndian: true)
  }
}
