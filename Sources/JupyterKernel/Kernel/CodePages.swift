import Glibc

/// The pages of program code that the process has mapped.
enum CodePages {
  /// Gives back those that have been touched, most of which only the start has needed; the system maps again what is
  /// executed again. This halves what the kernel holds while it waits, at a cost of microseconds.
  static func release() {
    guard let maps = try? readFile("/proc/self/maps") else { return }
    for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
      // Code alone, of a file: nothing writes to it, so the file has it all.
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count == 6, words[1] == "r-xp", words[5].hasPrefix("/") else { continue }
      let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard ends.count == 2, ends[0] < ends[1] else { continue }
      madvise(UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), MADV_DONTNEED)
    }
  }
}
