import Glibc

/// Reads the resource usage of the kernel and its machine from /proc.
struct UsageMeter {
  private var kernel = Reading()
  private var host = Reading()

  /// Ticks of a clock and of a work counter over the same time.
  private struct Reading {
    var work = 0.0
    var clock = 0.0

    /// The share of the time since the last reading that was work, in percent.
    mutating func percent(_ next: Reading) -> Double {
      defer { self = next }
      let elapsed = next.clock - clock
      return elapsed > 0 ? ((next.work - work) / elapsed * 1000).rounded() / 10 : 0
    }
  }

  mutating func measure() -> UsageReply {
    let memory = Self.memory()
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    return UsageReply(
      hostname: Self.hostname(), pid: Int(getpid()), kernelCPU: kernel.percent(Self.kernelReading()),
      kernelMemory: Self.residentBytes(), coreCount: cores, hostCPU: host.percent(Self.hostReading()),
      hostMemory: memory)
  }

  private static func words(_ path: String) -> [[Substring]] {
    guard let bytes = try? readFile(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
  }

  private static func kernelReading() -> Reading {
    var used = timespec()
    var clock = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used)
    clock_gettime(CLOCK_MONOTONIC, &clock)
    func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 }
    return Reading(work: seconds(used), clock: seconds(clock))
  }

  /// The first line of /proc/stat: user, nice, system, idle, waiting, …
  private static func hostReading() -> Reading {
    let ticks = (words("/proc/stat").first ?? []).dropFirst().prefix(8).compactMap { Double($0) }
    let total = ticks.reduce(0, +)
    let idle = ticks.dropFirst(3).prefix(2).reduce(0, +)
    return Reading(work: total - idle, clock: total)
  }

  private static func residentBytes() -> Int {
    let pages = words("/proc/self/statm").first?.dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }

  private static func memory() -> UsageReply.HostMemory {
    var bytes: [Substring: Int] = [:]
    for line in words("/proc/meminfo") where line.count >= 2 { bytes[line[0]] = (Int(line[1]) ?? 0) * 1024 }
    let total = bytes["MemTotal:"] ?? 0
    let available = bytes["MemAvailable:"] ?? 0
    let percent = total > 0 ? (Double(total - available) / Double(total) * 1000).rounded() / 10 : 0
    return UsageReply.HostMemory(
      total: total, available: available, used: total - available, free: bytes["MemFree:"] ?? 0,
      percent: percent)
  }

  private static func hostname() -> String {
    guard let bytes = try? readFile("/proc/sys/kernel/hostname") else { return "" }
    return String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)
  }
}
