import Testing

@testable import Benchmarks

@Suite struct StatisticsTests {
  @Test func quantilesAreValuesThatWereMeasured() {
    let times: [Double] = [5, 1, 4, 2, 3]
    #expect(Statistics.median(times) == 3)
    #expect(Statistics.quantile(times, 0) == 1)
    #expect(Statistics.quantile(times, 0.75) == 4)
    #expect(Statistics.quantile(times, 1) == 5)
    #expect(Statistics.median([]).isNaN)
  }

  /// A round on a busy machine doubles both, and so changes nothing.
  @Test func ratiosAreTakenRoundByRound() {
    #expect(Statistics.ratio([20, 40, 20], to: [10, 20, 10]) == 2)
    #expect(Statistics.ratio([30, 20], to: [10, 10, 10]) == 3)
  }

  @Test func differencesAreInTheScaleOfTheGreatestWeight() {
    #expect(Statistics.difference([1, -8.5], [1, -8]) == 0.0625)
    #expect(Statistics.difference([1], [1, 2]) == .infinity)
    #expect(Statistics.difference([.nan, 1], [1, 1]) == .infinity)
    #expect(Statistics.difference([0, 0], [0, 0]) == 0)
  }
}
