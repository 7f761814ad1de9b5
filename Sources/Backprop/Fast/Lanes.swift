import CNumerics

/// Eight numbers on which the processor works at once.
typealias Lanes = SIMD8<Double>

extension Int {
  /// The least multiple of the number of lanes that is not less.
  @inline(__always) var paddedToLanes: Int { (self + 7) & ~7 }
}

extension Lanes {
  /// a b + c
  @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
    numerics_multiply_add(a, b, c)
  }

  /// Swift's own subtracts from zero, which takes as long as an addition; this becomes part of what it is multiplied by.
  @inline(__always) static prefix func - (v: Lanes) -> Lanes { numerics_negative(v) }

  /// The sum of the lanes, halves first: three additions deep instead of seven.
  @inline(__always) var total: Double {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// One lane in all lanes.
  @inline(__always) func spread(_ lane: Int) -> Lanes { numerics_spread(self, lane) }

  /// 1 in the first `count` lanes, 0 in the others.
  @inline(__always) static func mask(_ count: Int) -> Lanes {
    let places = Lanes(0, 1, 2, 3, 4, 5, 6, 7)
    return Lanes(repeating: 0).replacing(with: Lanes(repeating: 1), where: places .< Double(count))
  }
}

/// Numbers in memory, of which all are this network's own or its patterns'. What the lack of checks buys, the benchmark's
/// row "reference" shows, which is the same work with arrays.
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
