import CNumerics

/// Neighbouring columns of a row, in registers. How many are best depends on the processor: enough that no sum waits for its
/// last term, and no more than there are registers for.
protocol Strip {
  static var columns: Int { get }
  init()
  init(_ numbers: Numbers)
  mutating func add(_ a: Double, _ b: Self)
  func store(_ numbers: Numbers)
}

struct OneLanes: Strip {
  static var columns: Int { 8 }
  var v = Lanes(repeating: 0)
  @inline(__always) init() {}
  @inline(__always) init(_ numbers: Numbers) { v = numbers.lanes(0) }
  @inline(__always) mutating func add(_ a: Double, _ b: OneLanes) {
    v = .multiplyAdd(Lanes(repeating: a), b.v, v)
  }
  @inline(__always) func store(_ numbers: Numbers) { numbers.setLanes(0, v) }
}

/// Twice as many.
struct Pair<Half: Strip>: Strip {
  static var columns: Int { 2 * Half.columns }
  var v = Half()
  var w = Half()
  @inline(__always) init() {}
  @inline(__always) init(_ numbers: Numbers) {
    v = Half(numbers)
    w = Half(numbers + Half.columns)
  }
  @inline(__always) mutating func add(_ a: Double, _ b: Pair<Half>) {
    v.add(a, b.v)
    w.add(a, b.w)
  }
  @inline(__always) func store(_ numbers: Numbers) {
    v.store(numbers)
    w.store(numbers + Half.columns)
  }
}

typealias TwoLanes = Pair<OneLanes>
typealias FourLanes = Pair<TwoLanes>
