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

  @Test func theLeastTimeIsSaidApart() {
    // Round by round, the peer takes 2, 1.6 and 1.6 times as long as ours; each at its fastest, twice.
    let times: [Double] = [40, 50, 50]
    let rounds = [
      Timing(name: "Backprop", times: times, first: times),
      Timing(name: "peer", times: [80, 80, 80], first: times),
    ]
    let verdict = Goal(ratio: 1.8, rival: .bestPeer).verdict(rounds)
    #expect(verdict.state == .metAtBest)
    #expect(verdict.reached == 1.6)
  }

  /// What does less than the whole work is no peer.
  @Test func theBestPeerDoesTheWholeWork() {
    let others = ["floor", "dgemm", "sgemm", "genann (table)", "built-in", "reference"].map {
      Timing(name: $0, times: [10, 10, 10], first: ours)
    }
    let verdict = Goal(ratio: 2, rival: .bestPeer).verdict(timings + others)
    #expect(verdict.state == .met)
    #expect(verdict.goal == "2 × the best peer")
    let alone = Goal(ratio: 1, rival: .bestPeer).verdict(Array(timings.prefix(1)) + others)
    #expect(alone.state == .notMeasured)
  }

  @Test(arguments: [(Goal.Rival.floor, "floor"), (.products, "sgemm"), (.builtIn, "built-in")])
  func othersAreFoundByName(rival: Goal.Rival, name: String) {
    let other = Timing(name: name, times: [20, 20, 20], first: ours)
    let verdict = Goal(ratio: 0.5, rival: rival).verdict(timings + [other])
    #expect(verdict.state == .met)
    #expect(verdict.measured == "0.50 ×")
  }

  @Test(arguments: [(2.0, Goal.Verdict.State.met), (2.1, .missed)])
  func aRatioIsToTheFastestOfThePeers(least: Double, state: Goal.Verdict.State) {
    let verdict = Goal(ratio: least, rival: .peers(["slow peer", "peer"])).verdict(timings)
    #expect(verdict.state == state)
    #expect(verdict.measured == "2.00 ×")
  }

  @Test func aPeerThatIsNotThereIsNotBeaten() {
    let verdict = Goal(ratio: 1, rival: .peers(["nobody"])).verdict(timings)
    #expect(verdict.state == .notMeasured)
    #expect(verdict.measured == "-")
  }
}
