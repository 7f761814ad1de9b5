import Foundation

/// How long something took, in nanoseconds.
struct Time {
  /// The CPU time of this process, summed over its threads; other processes are not included.
  var processor: Double
  /// Wall-clock time: what counts when several cores share the work.
  var wall: Double

  static var now: Time {
    Time(processor: nanoseconds(CLOCK_PROCESS_CPUTIME_ID), wall: nanoseconds(CLOCK_MONOTONIC))
  }

  static func of(_ work: () throws -> Void) rethrows -> Time {
    let start = now
    try work()
    return now.since(start)
  }

  func since(_ start: Time) -> Time {
    Time(processor: processor - start.processor, wall: wall - start.wall)
  }

  func times(_ factor: Double) -> Time { Time(processor: processor * factor, wall: wall * factor) }

  private static func nanoseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
