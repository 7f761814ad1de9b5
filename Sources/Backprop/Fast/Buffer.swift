#if canImport(Glibc)
  import Glibc
#endif

/// Numbers that begin at a cache line and belong to one owner. Many of them lie in large pages, where the
/// system has some: these are given out, and found by the processor, several times as fast.
struct Buffer: ~Copyable {
  let numbers: Numbers
  let count: Int
  /// Of a mapping of its own; 0 where the numbers come from the allocator.
  private let mappedBytes: Int

  private static let largePage = 1 << 21

  /// `count` zeros, and as many more as fill the last lanes.
  init(count: Int) {
    let room = Swift.max(count, 1).paddedToLanes
    self.count = count
    let size = room * MemoryLayout<Double>.stride
    #if canImport(Glibc)
      if size >= Self.largePage {
        let mapped = (size + Self.largePage - 1) / Self.largePage * Self.largePage
        let place = mmap(nil, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        if let place, place != MAP_FAILED {
          madvise(place, mapped, MADV_HUGEPAGE)
          numbers = place.bindMemory(to: Double.self, capacity: room)
          mappedBytes = mapped
          return
        }
      }
    #endif
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    numbers = bytes.bindMemory(to: Double.self, capacity: room)
    numbers.initialize(repeating: 0, count: room)
    mappedBytes = 0
  }

  deinit {
    #if canImport(Glibc)
      if mappedBytes > 0 {
        munmap(numbers, mappedBytes)
        return
      }
    #endif
    UnsafeMutableRawPointer(numbers).deallocate()
  }

  func copy(from other: borrowing Buffer) {
    numbers.update(from: other.numbers, count: Swift.min(count, other.count))
  }

  /// Whether no number is infinite or not a number: 0 x is then 0, and so is the sum of all.
  var isFinite: Bool {
    var sum = Lanes(repeating: 0)
    for n in stride(from: 0, to: count, by: 8) { sum += 0 * numbers.lanes(n) }
    return sum.total == 0
  }
}
