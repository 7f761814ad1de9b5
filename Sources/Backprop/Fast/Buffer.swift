#if canImport(Glibc)
  import Glibc
#endif

/// Numbers that start at a cache line and belong to one owner. Large buffers are in large pages if the system
/// has them: such pages are allocated, and found by the processor, several times as fast.
struct Buffer: ~Copyable {
  let numbers: Numbers
  let count: Int
  /// The size of the buffer's own mapping; 0 if the numbers come from the allocator.
  private let mappedBytes: Int

  /// In bytes, on x86-64 and on arm64.
  private static let largePage = 1 << 21

  /// `count` zeros, plus as many as are needed to fill the last lanes.
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

  /// A copy of these numbers.
  init(_ elements: [Double]) {
    self.init(count: elements.count)
    for n in elements.indices { numbers[n] = elements[n] }
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

  /// Copies as many numbers as both have.
  func copy(from other: borrowing Buffer) {
    numbers.update(from: other.numbers, count: Swift.min(count, other.count))
  }

  /// Whether all numbers are finite: then 0 x is 0 for each, and so is the sum.
  var isFinite: Bool {
    var sum = Lanes(repeating: 0)
    for n in stride(from: 0, to: count, by: 8) { sum += 0 * numbers.lanes(n) }
    return sum.total == 0
  }
}
