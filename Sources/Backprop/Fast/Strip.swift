import CNumerics

/// Neighbouring columns of a row, in registers. The best number depends on the processor: enough that no sum
/// waits for its previous term, but no more than fit into the registers.
protocol Strip {
  associatedtype Element: Factor
  static var columns: Int { get }
  init(_ elements: UnsafeMutablePointer<Element>)
  /// Doubles, rounded to the element.
  init(rounding numbers: Numbers)
  func store(_ elements: UnsafeMutablePointer<Element>)
  /// Adds a b to each column.
  mutating func add(_ a: Element, _ b: Self)
  /// The initial value of a sum that is stored in c, or added to it; and storing the result.
  init(sumIn c: Numbers, adding: Bool)
  func end(in c: Numbers, adding: Bool)
}

/// What is multiplied: doubles, or their rounded form. Sums of rounded numbers are added to c at the end, in
/// double precision.
protocol Factor {
  /// Eight columns.
  associatedtype Eight: StripOfEight where Eight.Element == Self
  static var isDouble: Bool { get }
}

/// The narrowest strip.
protocol StripOfEight: Strip {
  /// Stores four numbers in one place and four in another.
  func store(_ first: UnsafeMutablePointer<Element>, _ last: UnsafeMutablePointer<Element>)
}

/// A strip of doubles.
protocol DoubleStrip: Strip where Element == Double {
  /// Applies a function to each eight columns, given with the place of the first.
  func mapped(from first: Int, _ eight: (Int, Lanes) -> Lanes) -> Self
}

extension DoubleStrip {
  @inline(__always) func mapped(_ eight: (Int, Lanes) -> Lanes) -> Self { mapped(from: 0, eight) }
}

extension Double: Factor {
  static var isDouble: Bool { true }

  struct Eight: StripOfEight, DoubleStrip {
    static var columns: Int { 8 }
    var v: Lanes

    @inline(__always) init(_ v: Lanes) { self.v = v }
    @inline(__always) init(_ elements: Numbers) { v = elements.lanes(0) }
    @inline(__always) init(rounding numbers: Numbers) { v = numbers.lanes(0) }
    @inline(__always) func store(_ elements: Numbers) { elements.setLanes(0, v) }
    @inline(__always) func store(_ first: Numbers, _ last: Numbers) {
      UnsafeMutableRawPointer(first).storeBytes(of: v.lowHalf, as: SIMD4<Double>.self)
      UnsafeMutableRawPointer(last).storeBytes(of: v.highHalf, as: SIMD4<Double>.self)
    }
    @inline(__always) mutating func add(_ a: Double, _ b: Self) {
      v = .multiplyAdd(Lanes(repeating: a), b.v, v)
    }
    @inline(__always) init(sumIn c: Numbers, adding: Bool) {
      v = adding ? c.lanes(0) : Lanes(repeating: 0)
    }
    @inline(__always) func end(in c: Numbers, adding: Bool) { c.setLanes(0, v) }
    @inline(__always) func mapped(from first: Int, _ eight: (Int, Lanes) -> Lanes) -> Self {
      Self(eight(first, v))
    }
  }

  /// Four numbers, for short registers.
  struct Four: Strip {
    static var columns: Int { 4 }
    var v: FourLanes

    @inline(__always) init(_ elements: Numbers) { v = FourLanes(elements) }
    @inline(__always) init(rounding numbers: Numbers) { v = FourLanes(numbers) }
    @inline(__always) func store(_ elements: Numbers) { v.store(elements) }
    @inline(__always) mutating func add(_ a: Double, _ b: Self) {
      v = .multiplyAdd(FourLanes(repeating: a), b.v, v)
    }
    @inline(__always) init(sumIn c: Numbers, adding: Bool) {
      v = adding ? FourLanes(c) : FourLanes(repeating: 0)
    }
    @inline(__always) func end(in c: Numbers, adding: Bool) { v.store(c) }
  }
}

extension Float: Factor {
  static var isDouble: Bool { false }

  struct Eight: StripOfEight {
    static var columns: Int { 8 }
    var v: SIMD8<Float>

    @inline(__always) init(_ v: SIMD8<Float>) { self.v = v }
    @inline(__always) init(_ elements: UnsafeMutablePointer<Float>) {
      v = UnsafeRawPointer(elements).loadUnaligned(as: SIMD8<Float>.self)
    }
    @inline(__always) init(rounding numbers: Numbers) { v = numerics_rounded(numbers.lanes(0)) }
    @inline(__always) func store(_ elements: UnsafeMutablePointer<Float>) {
      UnsafeMutableRawPointer(elements).storeBytes(of: v, as: SIMD8<Float>.self)
    }
    @inline(__always) func store(_ first: UnsafeMutablePointer<Float>, _ last: UnsafeMutablePointer<Float>) {
      UnsafeMutableRawPointer(first).storeBytes(of: v.lowHalf, as: SIMD4<Float>.self)
      UnsafeMutableRawPointer(last).storeBytes(of: v.highHalf, as: SIMD4<Float>.self)
    }
    @inline(__always) mutating func add(_ a: Float, _ b: Self) {
      v = numerics_multiply_add_singles(SIMD8(repeating: a), b.v, v)
    }
    @inline(__always) init(sumIn c: Numbers, adding: Bool) { v = SIMD8(repeating: 0) }
    @inline(__always) func end(in c: Numbers, adding: Bool) {
      let sum = numerics_widened(v)
      c.setLanes(0, adding ? c.lanes(0) + sum : sum)
    }
  }

  /// Sixteen numbers, which take as much room as eight doubles.
  struct Sixteen: Strip {
    static var columns: Int { 16 }
    var v: SIMD16<Float>

    @inline(__always) init(_ elements: UnsafeMutablePointer<Float>) {
      v = UnsafeRawPointer(elements).loadUnaligned(as: SIMD16<Float>.self)
    }
    @inline(__always) init(rounding numbers: Numbers) {
      v = SIMD16(lowHalf: Eight(rounding: numbers).v, highHalf: Eight(rounding: numbers + 8).v)
    }
    @inline(__always) func store(_ elements: UnsafeMutablePointer<Float>) {
      UnsafeMutableRawPointer(elements).storeBytes(of: v, as: SIMD16<Float>.self)
    }
    @inline(__always) mutating func add(_ a: Float, _ b: Self) {
      v = numerics_multiply_add_many_singles(SIMD16(repeating: a), b.v, v)
    }
    @inline(__always) init(sumIn c: Numbers, adding: Bool) { v = SIMD16(repeating: 0) }
    @inline(__always) func end(in c: Numbers, adding: Bool) {
      Eight(v.lowHalf).end(in: c, adding: adding)
      Eight(v.highHalf).end(in: c + 8, adding: adding)
    }
  }
}

/// A strip that is twice as wide.
struct Pair<Half: Strip>: Strip {
  static var columns: Int { 2 * Half.columns }
  var v: Half
  var w: Half

  @inline(__always) init(_ v: Half, _ w: Half) {
    self.v = v
    self.w = w
  }
  @inline(__always) init(_ elements: UnsafeMutablePointer<Half.Element>) {
    v = Half(elements)
    w = Half(elements + Half.columns)
  }
  @inline(__always) init(rounding numbers: Numbers) {
    v = Half(rounding: numbers)
    w = Half(rounding: numbers + Half.columns)
  }
  @inline(__always) func store(_ elements: UnsafeMutablePointer<Half.Element>) {
    v.store(elements)
    w.store(elements + Half.columns)
  }
  @inline(__always) mutating func add(_ a: Half.Element, _ b: Self) {
    v.add(a, b.v)
    w.add(a, b.w)
  }
  @inline(__always) init(sumIn c: Numbers, adding: Bool) {
    v = Half(sumIn: c, adding: adding)
    w = Half(sumIn: c + Half.columns, adding: adding)
  }
  @inline(__always) func end(in c: Numbers, adding: Bool) {
    v.end(in: c, adding: adding)
    w.end(in: c + Half.columns, adding: adding)
  }
}

extension Pair: DoubleStrip where Half: DoubleStrip {
  @inline(__always) func mapped(from first: Int, _ eight: (Int, Lanes) -> Lanes) -> Self {
    Self(v.mapped(from: first, eight), w.mapped(from: first &+ Half.columns, eight))
  }
}
