import Backprop

/// An array of numbers in a file, in the form in which they lie there: an IDX file or an array of NumPy's.
struct NumberArray {
  enum Element: Equatable {
    case boolean
    /// With the number of bytes.
    case unsigned(Int)
    case signed(Int)
    case float(Int)

    var size: Int {
      switch self {
      case .boolean: 1
      case .unsigned(let size), .signed(let size), .float(let size): size
      }
    }
  }

  let element: Element
  /// At least one number, each 1 or more.
  let shape: [Int]
  /// All but the first number of the shape, multiplied.
  let width: Int
  private let bytes: [UInt8]
  private let start: Int
  private let isBigEndian: Bool
  /// Whether the first subscript runs fastest.
  private let isColumnMajor: Bool

  /// The array that begins at `start` and ends with the bytes.
  init(
    _ bytes: [UInt8], from start: Int, _ element: Element, shape: [Int], isBigEndian: Bool,
    isColumnMajor: Bool = false
  ) throws(ArrayProblem) {
    guard !shape.isEmpty else { throw .noDimensions }
    guard !shape.contains(0) else { throw .empty(shape) }
    var size = element.size
    for count in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: count)
      guard !overflow else { throw .tooLarge(shape) }
      size = product
    }
    guard bytes.count - start == size else {
      throw .wrongLength(shape, element.size, needed: size, found: bytes.count - start)
    }
    self.bytes = bytes
    self.start = start
    self.element = element
    self.shape = shape
    width = shape.dropFirst().reduce(1, *)
    self.isBigEndian = isBigEndian
    self.isColumnMajor = isColumnMajor
  }

  /// Whether the bytes are a file with one array.
  static func isSingle(_ bytes: [UInt8]) -> Bool { isIDX(bytes) || isNumPy(bytes) }

  init(single bytes: [UInt8]) throws(ArrayProblem) {
    if Self.isIDX(bytes) { try self.init(idx: bytes) } else { try self.init(numPy: bytes) }
  }

  var rows: Int { shape[0] }

  /// The rows and columns of a row that is a picture, of one colour: a third subscript may run to 1 only.
  var picture: ImageShape? {
    var sides = Array(shape.dropFirst())
    if sides.count == 3, sides[0] == 1 || sides[2] == 1 { sides.remove(at: sides[0] == 1 ? 0 : 2) }
    return sides.count == 2 ? ImageShape(rows: sides[0], columns: sides[1]) : nil
  }

  /// The first rows, each with all its numbers one after the other, the last subscript fastest; divided by a
  /// number.
  func matrix(
    rows count: Int, dividedBy divisor: Double = 1, isInterrupted: () -> Bool
  ) throws(FileProblem) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(count * width)
    let quotients = (0..<256).map { Double($0) / divisor }
    let offsets = isColumnMajor ? columnMajorOffsets : []
    let rowsBetweenPolls = max(1, 0x10000 / width)
    for row in 0..<count {
      if row % rowsBetweenPolls == 0, isInterrupted() { throw .interrupted }
      bytes.withUnsafeBufferPointer { bytes in
        if element == .unsigned(1), !isColumnMajor {
          for byte in bytes[start + row * width..<start + (row + 1) * width] {
            elements.append(quotients[Int(byte)])
          }
        } else {
          for column in 0..<width {
            let place = isColumnMajor ? row + offsets[column] : row * width + column
            elements.append(number(in: bytes, at: start + place * element.size) / divisor)
          }
        }
      }
      if case .float = element, !elements[(row * width)...].allSatisfy({ $0.isFinite }) {
        throw .array(.notFinite(row: row))
      }
    }
    return Matrix(rows: count, columns: width, elements: elements)
  }

  /// The bytes that `matrix` takes.
  func bytesNeeded(rows count: Int) -> Double {
    8 * Double(width) * (Double(count) + (isColumnMajor ? 1 : 0))
  }

  /// How far each number of a row is from the row's first, in numbers.
  private var columnMajorOffsets: [Int] {
    var offsets = [0]
    var stride = rows
    for count in shape.dropFirst() where count > 1 {
      offsets = offsets.flatMap { offset in (0..<count).map { offset + $0 * stride } }
      stride *= count
    }
    return offsets
  }

  @inline(__always)
  private func number(in bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Double {
    var bits: UInt64 = 0
    let size = element.size
    for byte in 0..<size {
      bits = bits << 8 | UInt64(bytes[place + (isBigEndian ? byte : size - 1 - byte)])
    }
    switch element {
    case .boolean: return bits == 0 ? 0 : 1
    case .unsigned: return Double(bits)
    case .signed:
      let unused = UInt64(64 - 8 * size)
      return Double(Int64(bitPattern: bits << unused) >> Int64(unused))
    case .float(2): return Self.half(bits)
    case .float(4): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float: return Double(bitPattern: bits)
    }
  }

  /// IEEE 754's binary16: 1 bit of sign, 5 of exponent, 10 of fraction.
  private static func half(_ bits: UInt64) -> Double {
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 1023)
    let magnitude: Double
    switch exponent {
    case 0: magnitude = Double(sign: .plus, exponent: -24, significand: fraction)
    case 31: magnitude = fraction == 0 ? .infinity : .nan
    default: magnitude = Double(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
    }
    return bits >> 15 & 1 == 1 ? -magnitude : magnitude
  }
}
