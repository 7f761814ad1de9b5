import CNumerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Processor {
  /// How many cores this process may use at once: those that it is bound to, or fewer if its control group is
  /// allowed less processor time. In this way, a hub that runs in containers gives each student two of
  /// sixty-four cores.
  public static let cores = max(1, min(boundTo, ofGroup ?? .max))

  private static var boundTo: Int {
    #if canImport(Glibc)
      numerics_allowed_processors()
    #elseif canImport(Darwin)
      sysconf(Int32(_SC_NPROCESSORS_ONLN))
    #else
      1
    #endif
  }

  /// The smallest limit of the control group and its ancestors. Source: cpu.max in the kernel's documentation
  /// of control groups, version 2.
  private static var ofGroup: Int? {
    #if canImport(Glibc)
      guard let group = firstLine(of: "/proc/self/cgroup"), group.hasPrefix("0::/") else { return nil }
      var folders = group.dropFirst(4).split(separator: "/")
      var least: Int?
      while true {
        let path = (["/sys/fs/cgroup"] + folders.map { String($0) } + ["cpu.max"]).joined(separator: "/")
        if let limit = firstLine(of: path), let cores = cores(ofLimit: limit) {
          least = min(cores, least ?? cores)
        }
        if folders.popLast() == nil { return least }
      }
    #else
      return nil
    #endif
  }

  /// limit: "max 100000", or the microseconds of processor time allowed per period, and the period. Returns:
  /// nil if there is no limit.
  static func cores(ofLimit limit: String) -> Int? {
    let numbers = limit.split(separator: " ").map { Int($0) }
    guard numbers.count == 2, let time = numbers[0], let period = numbers[1], time > 0, period > 0 else {
      return nil
    }
    return (time - 1) / period + 1
  }

  #if canImport(Glibc)
    private static func firstLine(of path: String) -> String? {
      guard let file = fopen(path, "r") else { return nil }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 4096)
      guard fgets(&line, Int32(line.count), file) != nil else { return nil }
      let text = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
      return String(decoding: text, as: UTF8.self)
    }
  #endif
}
