import Foundation
import SystemThreads
import Testing

@testable import Backprop
/// Work that threads share: each part is done once, by whichever thread is free, and is seen by the next.
@Suite struct CrewTests {
  /// With more threads than cores, most of them have not begun when the one that asks has done its part.
  @Test(arguments: [1, 2, 3, 17])
  func eachPartIsDoneOnce(members: Int) {
    let crew = Crew(members: members)
    let counts = UnsafeMutableBufferPointer<Int>.allocate(capacity: members)
    defer { counts.deallocate() }
    counts.initialize(repeating: 0)
    for round in 1...2000 {
      // A part reads what another did in the round before.
      crew.run { part in counts[part] += counts[part] == round - 1 ? 1 : 1_000_000 }
      #expect(counts.allSatisfy { $0 == round })
    }
  }

  @Test func partsReadWhatOtherThreadsWroteBefore() {
    let members = 5
    let crew = Crew(members: members)
    let numbers = UnsafeMutableBufferPointer<Int>.allocate(capacity: 2 * members)
    defer { numbers.deallocate() }
    numbers.initialize(repeating: 0)
    for round in 0..<2000 {
      let (old, new) = (round % 2 * members, (1 - round % 2) * members)
      crew.run { part in numbers[new + part] = numbers[old + (part + 1) % members] + 1 }
    }
    #expect(Array(numbers.prefix(members)) == [Int](repeating: 2000, count: members))
  }

  /// The threads have gone to sleep between two pieces of work.
  @Test func sleepersAreWoken() {
    let crew = Crew(members: 3)
    for _ in 1...20 {
      let done = Guarded(Set<Int>())
      crew.run { part in done.withLock { _ = $0.insert(part) } }
      #expect(done.withLock { $0 } == [0, 1, 2])
      usleep(5000)
    }
  }
}
