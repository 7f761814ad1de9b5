import Glibc

/// How much more memory the process may use.
enum AvailableMemory {
  /// In bytes: the minimum of what the machine has free, what the control group allows and what the limits on
  /// the address space leave. A tenth of the first two is left for other processes.
  static func bytes() -> Double? {
    var amounts: [Double] = []
    if let free = machine() { amounts.append(0.9 * free) }
    if let group = controlGroup() { amounts.append(0.9 * group) }
    amounts += limits()
    return amounts.min()
  }

  /// `MemAvailable` of proc(5).
  private static func machine() -> Double? { field("MemAvailable", of: "/proc/meminfo") }

  /// The value of a line `NAME: 1234 kB`, in bytes.
  private static func field(_ name: String, of path: String) -> Double? {
    for line in text(path).split(separator: "\n") where line.hasPrefix(name + ":") {
      let number = line.drop { !("0"..."9").contains($0) }.prefix { ("0"..."9").contains($0) }
      return Double(number).map { $0 * 1024 }
    }
    return nil
  }

  /// The memory that control groups leave to this process. In version 2, it is the minimum over its own group
  /// and all ancestors; in version 1, it is that of its own group.
  private static func controlGroup() -> Double? {
    var amounts: [Double] = []
    for line in text("/proc/self/cgroup").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      if parts[1].isEmpty {
        var group = String(parts[2])
        while true {
          let folder = "/sys/fs/cgroup" + (group == "/" ? "" : group)
          amounts += left(folder, limit: "memory.max", used: "memory.current", cached: "inactive_file")
          guard let slash = group.lastIndex(of: "/"), group != "/" else { break }
          group = slash == group.startIndex ? "/" : String(group[..<slash])
        }
      } else if parts[1].split(separator: ",").contains("memory") {
        for folder in ["/sys/fs/cgroup/memory\(parts[2])", "/sys/fs/cgroup/memory"] {
          amounts += left(
            folder, limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes",
            cached: "total_inactive_file")
        }
      }
    }
    return amounts.min()
  }

  /// The memory that a group's limit leaves. Cached files stay in memory until the memory is needed, and
  /// count as used.
  private static func left(_ folder: String, limit: String, used: String, cached: String) -> [Double] {
    guard let limit = number(text("\(folder)/\(limit)")), let used = number(text("\(folder)/\(used)")) else {
      return []
    }
    let line = text("\(folder)/memory.stat").split(separator: "\n").first { $0.hasPrefix(cached + " ") }
    let reclaimed = line.flatMap { number($0.dropFirst(cached.count + 1)) } ?? 0
    return [max(limit - used + reclaimed, 0)]
  }

  /// The digits at the beginning of a text.
  private static func number(_ text: some StringProtocol) -> Double? {
    Double(String(text.prefix { ("0"..."9").contains($0) }))
  }

  /// What `ulimit -v` and `ulimit -d` leave. A part is reserved for the allocator's overhead.
  private static func limits() -> [Double] {
    let pages = text("/proc/self/statm").split(separator: " ").compactMap { Double($0) }
    let page = Double(sysconf(Int32(_SC_PAGESIZE)))
    var amounts: [Double] = []
    for (resource, place) in [(RLIMIT_AS, 0), (RLIMIT_DATA, 5)] {
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, limit.rlim_cur != .max,
        pages.indices.contains(place)
      else { continue }
      amounts.append(0.9 * max(Double(limit.rlim_cur) - pages[place] * page, 0))
    }
    return amounts
  }

  /// A small file's text; empty if there is none.
  private static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : ""
  }
}
