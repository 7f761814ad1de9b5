import Testing

@testable import Benchmarks

@Suite struct GoalTests {
  /// Ours takes 40 ns twice and 50 once; the peer twice that, and three times in the round in between.
  private let ours: [Double] = [40, 50, 40]
  private let peer: [Double] = [80, 150, 80]

  private var timings: [Timing] {
    [
      Timing(name: "Backprop", times: ours, first: ours), Timing(name: "peer", times: peer, first: ours),
      Timing(name: "slow peer", times: [400, 400, 400], first: ours),
    ]
  }

  @Test(arguments: [(45.0, Goal.Verdict.State.met), (40, .met), (39, .missed)])
  func nanosecondsAreThoseOfTheMedian(most: Double, state: Goal.Verdict.State) {
    let verdict = Goal.nanoseconds(most).verdict(timings)
    #expect(verdict.state == state)
    #expect(verdict.measured == "40.0 ns")
  }

  @Test func theLeastTimeIsSaidApart() {
    let times: [Double] = [40, 50, 50]
    let verdict = Goal.nanoseconds(45).verdict([Timing(name: "Backprop", times: times, first: times)])
    #expect(verdict.state == .metAtBest)
    #expect(verdict.reached == 50)
  }

  @Test(arguments: [(2.0, Goal.Verdict.State.met), (2.1, .missed)])
  func aRatioIsToTheFastestOfThePeers(least: Double, state: Goal.Verdict.State) {
    let verdict = Goal.timesAsFast(least, as: ["slow peer", "peer"]).verdict(timings)
    #expect(verdict.state == state)
    #expect(verdict.measured == "2.00 ×")
  }

  @Test func aPeerThatIsNotThereIsNotBeaten() {
    let verdict = Goal.timesAsFast(1, as: ["nobody"]).verdict(timings)
    #expect(verdict.state == .notMeasured)
    #expect(verdict.measured == "-")
  }
}
