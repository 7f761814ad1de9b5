import Foundation

/// How long something took, in nanoseconds.
struct Time {
  /// Of this process, all its threads together: what others do on the machine is not in it.
  var processor: Double
  /// By the clock on the wall: what counts where several cores work on one thing.
  var wall: Double

  static func of(_ work: () throws -> Void) rethrows -> Time {
    let processor = nanoseconds(CLOCK_PROCESS_CPUTIME_ID)
    let wall = nanoseconds(CLOCK_MONOTONIC)
    try work()
    return Time(
      processor: nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - processor,
      wall: nanoseconds(CLOCK_MONOTONIC) - wall)
  }

  private static func nanoseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
