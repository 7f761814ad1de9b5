import CNumerics

/// Eight numbers that the processor works on at once.
typealias Lanes = SIMD8<Double>

extension Int {
  /// This number, rounded up to a multiple of the number of lanes.
  @inline(__always) var paddedToLanes: Int { (self + 7) & ~7 }
}

/// Four numbers, for batches and layers that are no larger: on many processors eight take twice as long.
typealias FourLanes = SIMD4<Double>

/// The bits of 1/√2.
private let bitsOfLeastFraction: Int64 = 0x3fe6_a09e_667f_3bcd

/// The operations that all kinds have.
protocol LaneVector: RuleNumber {
  static var scalarCount: Int { get }
  init(repeating number: Double)
  init(_ numbers: UnsafePointer<Double>)
  func store(_ numbers: Numbers)
  /// 1 in the first `count` lanes, 0 in the others.
  static func mask(_ count: Int) -> Self
  /// This with `number` in the lanes where x is greater than `bound`.
  func replacing(with number: Double, where x: Self, isGreaterThan bound: Double) -> Self
  /// This with `other` in the lanes where a > b, or a ≥ b.
  func replacing(with other: Self, where a: Self, isGreaterThan b: Self) -> Self
  func replacing(with other: Self, where a: Self, isNotLessThan b: Self) -> Self
  subscript(lane: Int) -> Double { get set }
  /// Copies one lane to all lanes.
  func spread(_ lane: Int) -> Self
  /// 2^(k/16), given k + 1.5 · 2⁵² for an integer k with |k| ≤ 16336.
  var powerOfSixteenths: Self { get }
  /// k and m of a positive number m 2ᵏ with an integer k and 1/√2 ≤ m < √2.
  var exponentAndFraction: (k: Self, m: Self) { get }
  /// The sum of the lanes, adding halves first, so that fewer additions wait for each other.
  var total: Double { get }
  static func transposed(_ tile: Tile<Self>) -> Tile<Self>
  /// The sum of each row, with a chain of few additions.
  static func totals(_ tile: Tile<Self>) -> Self
}

extension Lanes: Arithmetic, RuleNumber, LaneVector {
  @inline(__always) init(_ numbers: UnsafePointer<Double>) { self = numbers.lanes(0) }

  @inline(__always) func store(_ numbers: Numbers) { numbers.setLanes(0, self) }

  @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
    numerics_multiply_add(a, b, c)
  }

  @inline(__always) static func + (a: Lanes, b: Lanes) -> Lanes { numerics_sum(a, b) }
  @inline(__always) static func - (a: Lanes, b: Lanes) -> Lanes { numerics_difference(a, b) }
  @inline(__always) static func * (a: Lanes, b: Lanes) -> Lanes { numerics_product(a, b) }
  @inline(__always) static func / (a: Lanes, b: Lanes) -> Lanes { numerics_quotient(a, b) }
  @inline(__always) static func * (a: Double, b: Lanes) -> Lanes { numerics_product(Lanes(repeating: a), b) }
  /// Swift's own negation subtracts from zero, which takes as long as an addition; this one becomes part of
  /// the multiplication that uses it.
  @inline(__always) static prefix func - (v: Lanes) -> Lanes { numerics_negative(v) }

  @inline(__always) var total: Double { (lowHalf + highHalf).total }

  @inline(__always) func spread(_ lane: Int) -> Lanes { numerics_spread(self, lane) }

  @inline(__always) static func mask(_ count: Int) -> Lanes {
    let places = Lanes(0, 1, 2, 3, 4, 5, 6, 7)
    return Lanes(repeating: 0).replacing(with: Lanes(repeating: 1), where: places .< Double(count))
  }

  @inline(__always)
  func replacing(with number: Double, where x: Lanes, isGreaterThan bound: Double) -> Lanes {
    replacing(with: Lanes(repeating: number), where: x .> bound)
  }

  @inline(__always)
  func replacing(with other: Lanes, where a: Lanes, isGreaterThan b: Lanes) -> Lanes {
    replacing(with: other, where: a .> b)
  }

  @inline(__always)
  func replacing(with other: Lanes, where a: Lanes, isNotLessThan b: Lanes) -> Lanes {
    replacing(with: other, where: a .>= b)
  }

  @inline(__always) var powerOfSixteenths: Lanes {
    let k = unsafeBitCast(self, to: SIMD8<Int64>.self)
    let sixteenth = unsafeBitCast(numerics_sixteenth_power(k), to: SIMD8<Int64>.self)
    return unsafeBitCast(sixteenth &+ ((k &>> 4) &<< 52), to: Lanes.self)
  }

  @inline(__always) var exponentAndFraction: (k: Lanes, m: Lanes) {
    let bits = unsafeBitCast(self, to: SIMD8<Int64>.self)
    let k = (bits &- SIMD8<Int64>(repeating: bitsOfLeastFraction)) &>> 52
    // Added to the bits of 1.5 · 2⁵², an integer is converted.
    let sum = unsafeBitCast(k &+ SIMD8<Int64>(repeating: 0x4338_0000_0000_0000), to: Lanes.self)
    return (sum - Lanes(repeating: 0x1.8p52), unsafeBitCast(bits &- (k &<< 52), to: Lanes.self))
  }

  @inline(__always) func squareRoot() -> Lanes { numerics_square_root(self) }
}

extension FourLanes: Arithmetic, RuleNumber, LaneVector {
  @inline(__always) init(_ numbers: UnsafePointer<Double>) {
    self = UnsafeRawPointer(numbers).loadUnaligned(as: FourLanes.self)
  }

  @inline(__always) func store(_ numbers: Numbers) {
    UnsafeMutableRawPointer(numbers).storeBytes(of: self, as: FourLanes.self)
  }

  @inline(__always) static func multiplyAdd(_ a: FourLanes, _ b: FourLanes, _ c: FourLanes) -> FourLanes {
    numerics_multiply_add_four(a, b, c)
  }

  @inline(__always) static func + (a: FourLanes, b: FourLanes) -> FourLanes { numerics_sum_four(a, b) }
  @inline(__always) static func - (a: FourLanes, b: FourLanes) -> FourLanes { numerics_difference_four(a, b) }
  @inline(__always) static func * (a: FourLanes, b: FourLanes) -> FourLanes { numerics_product_four(a, b) }
  @inline(__always) static func / (a: FourLanes, b: FourLanes) -> FourLanes { numerics_quotient_four(a, b) }
  @inline(__always) static prefix func - (v: FourLanes) -> FourLanes { numerics_negative_four(v) }

  @inline(__always) var total: Double {
    let two = lowHalf + highHalf
    return two.x + two.y
  }

  @inline(__always) func spread(_ lane: Int) -> FourLanes { numerics_spread_four(self, lane) }

  @inline(__always) static func mask(_ count: Int) -> FourLanes { Lanes.mask(count).lowHalf }

  @inline(__always)
  func replacing(with number: Double, where x: FourLanes, isGreaterThan bound: Double) -> FourLanes {
    replacing(with: FourLanes(repeating: number), where: x .> bound)
  }

  @inline(__always)
  func replacing(with other: FourLanes, where a: FourLanes, isGreaterThan b: FourLanes) -> FourLanes {
    replacing(with: other, where: a .> b)
  }

  @inline(__always)
  func replacing(with other: FourLanes, where a: FourLanes, isNotLessThan b: FourLanes) -> FourLanes {
    replacing(with: other, where: a .>= b)
  }

  @inline(__always) var powerOfSixteenths: FourLanes {
    let k = unsafeBitCast(self, to: SIMD4<Int64>.self)
    let sixteenth = unsafeBitCast(numerics_sixteenth_power_four(k), to: SIMD4<Int64>.self)
    return unsafeBitCast(sixteenth &+ ((k &>> 4) &<< 52), to: FourLanes.self)
  }

  @inline(__always) var exponentAndFraction: (k: FourLanes, m: FourLanes) {
    let both = Lanes(lowHalf: self, highHalf: FourLanes(repeating: 1)).exponentAndFraction
    return (both.k.lowHalf, both.m.lowHalf)
  }

  @inline(__always) func squareRoot() -> FourLanes { numerics_square_root_four(self) }
}

/// Numbers in memory, all of which belong to this network or its patterns. The row "reference" of the
/// benchmark, which does the same work with arrays, shows what omitting the checks gains.
typealias Numbers = UnsafeMutablePointer<Double>

extension UnsafePointer<Double> {
  @inline(__always) func lanes(_ offset: Int) -> Lanes {
    UnsafeRawPointer(self + offset).loadUnaligned(as: Lanes.self)
  }
}

extension Numbers {
  @inline(__always) func lanes(_ offset: Int) -> Lanes {
    UnsafeRawPointer(self + offset).loadUnaligned(as: Lanes.self)
  }

  @inline(__always) func setLanes(_ offset: Int, _ value: Lanes) {
    UnsafeMutableRawPointer(self + offset).storeBytes(of: value, as: Lanes.self)
  }
}
