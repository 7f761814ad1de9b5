import CNumerics

/// Two numbers, for layers that are no larger where a register holds only two.
typealias TwoLanes = SIMD2<Double>

extension TwoLanes: Arithmetic, RuleNumber, LaneVector {
  @inline(__always) init(_ numbers: UnsafePointer<Double>) {
    self = UnsafeRawPointer(numbers).loadUnaligned(as: TwoLanes.self)
  }

  @inline(__always) func store(_ numbers: Numbers) {
    UnsafeMutableRawPointer(numbers).storeBytes(of: self, as: TwoLanes.self)
  }

  @inline(__always) static func multiplyAdd(_ a: TwoLanes, _ b: TwoLanes, _ c: TwoLanes) -> TwoLanes {
    numerics_multiply_add_two(a, b, c)
  }

  @inline(__always) static func + (a: TwoLanes, b: TwoLanes) -> TwoLanes { numerics_sum_two(a, b) }
  @inline(__always) static func - (a: TwoLanes, b: TwoLanes) -> TwoLanes { numerics_difference_two(a, b) }
  @inline(__always) static func * (a: TwoLanes, b: TwoLanes) -> TwoLanes { numerics_product_two(a, b) }
  @inline(__always) static func / (a: TwoLanes, b: TwoLanes) -> TwoLanes { numerics_quotient_two(a, b) }
  @inline(__always) static prefix func - (v: TwoLanes) -> TwoLanes { numerics_negative_two(v) }

  @inline(__always) var total: Double { x + y }

  @inline(__always) func spread(_ lane: Int) -> TwoLanes { TwoLanes(repeating: lane == 0 ? x : y) }

  @inline(__always) static func mask(_ count: Int) -> TwoLanes { Lanes.mask(count).lowHalf.lowHalf }

  @inline(__always)
  func replacing(with number: Double, where x: TwoLanes, isGreaterThan bound: Double) -> TwoLanes {
    replacing(with: TwoLanes(repeating: number), where: x .> bound)
  }

  @inline(__always)
  func replacing(with other: TwoLanes, where a: TwoLanes, isGreaterThan b: TwoLanes) -> TwoLanes {
    replacing(with: other, where: a .> b)
  }

  @inline(__always)
  func replacing(with other: TwoLanes, where a: TwoLanes, isNotLessThan b: TwoLanes) -> TwoLanes {
    replacing(with: other, where: a .>= b)
  }

  @inline(__always) var powerOfSixteenths: TwoLanes {
    let k = unsafeBitCast(self, to: SIMD2<Int64>.self)
    let sixteenth = unsafeBitCast(numerics_sixteenth_power_two(k), to: SIMD2<Int64>.self)
    return unsafeBitCast(sixteenth &+ ((k &>> 4) &<< 52), to: TwoLanes.self)
  }

  @inline(__always) var exponentAndFraction: (k: TwoLanes, m: TwoLanes) {
    let both = FourLanes(lowHalf: self, highHalf: TwoLanes(repeating: 1)).exponentAndFraction
    return (both.k.lowHalf, both.m.lowHalf)
  }

  @inline(__always) func squareRoot() -> TwoLanes { numerics_square_root_two(self) }
}
