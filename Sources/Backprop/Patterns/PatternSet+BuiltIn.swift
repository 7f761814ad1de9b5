extension PatternSet {
  /// The four patterns of a function of two bits: 00, 01, 10, 11.
  private static func twoBits(_ outputs: [Double]) -> PatternSet {
    PatternSet(bits: 2, outputs: outputs)
  }

  /// All inputs of `bits` bits in counting order, the first unit being the highest bit, with one output each.
  private init(bits: Int, outputs: [Double]) {
    let count = 1 << bits
    var elements: [Double] = []
    for n in 0..<count {
      for bit in stride(from: bits - 1, through: 0, by: -1) { elements.append(Double((n >> bit) & 1)) }
    }
    self.init(
      checkedInputs: Matrix(rows: count, columns: bits, elements: elements),
      targets: Matrix(rows: count, columns: 1, elements: outputs))
  }

  /// 1 if both of two bits are 1: 4 patterns, 2 inputs, 1 target.
  public static let and = twoBits([0, 0, 0, 1])
  /// 1 if at least one of two bits is 1: 4 patterns, 2 inputs, 1 target.
  public static let or = twoBits([0, 1, 1, 1])
  /// Exclusive or, 1 if exactly one of two bits is 1: 4 patterns, 2 inputs, 1 target.
  public static let xor = twoBits([0, 1, 1, 0])

  /// 1 if the number of ones among n bits is odd: 2ⁿ patterns, n inputs, 1 target; n is from 1 to 12.
  ///
  /// Throws: `NetworkError.patternSetSize`.
  public static func parity(_ bits: some BinaryInteger) throws(NetworkError) -> PatternSet {
    let bits = try checkedSize(bits, 1, 12)
    return PatternSet(bits: bits, outputs: (0..<1 << bits).map { Double($0.nonzeroBitCount & 1) })
  }

  /// 1 if n bits read the same backwards: 2ⁿ patterns, n inputs, 1 target; n is from 2 to 12.
  ///
  /// Throws: `NetworkError.patternSetSize`.
  public static func symmetry(_ bits: some BinaryInteger) throws(NetworkError) -> PatternSet {
    let bits = try checkedSize(bits, 2, 12)
    let outputs = (0..<1 << bits).map { n in
      (0..<bits).allSatisfy { (n >> $0) & 1 == (n >> (bits - 1 - $0)) & 1 } ? 1.0 : 0.0
    }
    return PatternSet(bits: bits, outputs: outputs)
  }

  /// One of n units is on, and the target equals the input: n patterns, n inputs, n targets; n is from 2 to
  /// 1024.
  ///
  /// Throws: `NetworkError.patternSetSize`.
  public static func encoder(_ units: some BinaryInteger) throws(NetworkError) -> PatternSet {
    let units = try checkedSize(units, 2, 1024)
    var identity = Matrix(rows: units, columns: units, repeating: 0)
    for n in 0..<units { identity[n, n] = 1 }
    return try PatternSet(inputs: identity, targets: identity)
  }

  private static func checkedSize(
    _ size: some BinaryInteger, _ least: Int, _ most: Int
  ) throws(NetworkError) -> Int {
    guard size >= least && size <= most else {
      throw .patternSetSize(least: least, most: most, size: Int64(clamping: size))
    }
    return Int(size)
  }
}
