import Foundation

/// The seeds of one random test: a few fixed ones, then fresh ones for its share of RANDOM_SECONDS, from
/// RANDOM_SEED on. Each is printed before its trial begins, so that it is known even after a crash.
/// RANDOM_SECONDS=0 RANDOM_SEED=7 is the trial of seed 7 alone.
struct Trials: Sequence, IteratorProtocol {
  private static let seconds = number("RANDOM_SECONDS")
  private static let firstSeed = number("RANDOM_SEED").map { UInt64($0) }
  /// Fresh each time, so that many runs see many trials; small enough to be typed.
  private static let beginning = UInt64.random(in: 1000..<1_000_000_000)

  private let name: String
  private var fixed: ArraySlice<UInt64>
  private var freshSeed: UInt64
  private let end: ContinuousClock.Instant

  /// `share`: its share of the total time.
  init(_ name: String, fixed: ClosedRange<UInt64> = 1...3, share: Double) {
    self.name = name
    let alone = Self.firstSeed != nil && (Self.seconds ?? 0) == 0
    self.fixed = alone ? [] : Array(fixed)[...]
    if alone, let seed = Self.firstSeed { self.fixed = [seed] }
    freshSeed = Self.firstSeed ?? Self.beginning
    end = .now + .seconds((Self.seconds ?? 0) * share)
  }

  mutating func next() -> UInt64? {
    guard let seed = fixed.popFirst() ?? fresh() else { return nil }
    Self.say("\(name): seed \(seed)")
    return seed
  }

  private mutating func fresh() -> UInt64? {
    guard ContinuousClock.now < end else { return nil }
    freshSeed &+= 1
    return freshSeed &- 1
  }

  /// Unbuffered.
  static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  private static func number(_ name: String) -> Double? {
    ProcessInfo.processInfo.environment[name].flatMap { Double($0) }
  }
}
