import CLinux
import Glibc

/// Memory that was needed for work but is not needed while waiting.
enum IdleMemory {
  /// Returns to the system what is free on the heap, and the pages of code that have been touched: the system
  /// maps pages again when they are executed again, at a cost of microseconds. This halves the memory of a
  /// waiting kernel.
  static func release() {
    malloc_trim(0)
    releaseCode()
  }

  private static func releaseCode() {
    guard let maps = try? readFile("/proc/self/maps") else { return }
    for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
      // Only code that comes from a file: nothing writes to it, so the file contains all of it.
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count == 6, words[1] == "r-xp", words[5].hasPrefix("/") else { continue }
      let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard ends.count == 2, ends[0] < ends[1] else { continue }
      madvise(UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), MADV_DONTNEED)
    }
  }
}
