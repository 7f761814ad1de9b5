import Testing

@testable import Backprop

@Suite struct RandomGeneratorTests {
  /// The first outputs from the state 1, 2, 3, 4 by Blackman and Vigna's own C program, as the tests of
  /// Rust's rand_xoshiro give them.
  @Test func xoshiroReferenceVector() {
    var generator = RandomGenerator(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777,
      2_904_607_092_377_533_576,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  /// The first outputs of Vigna's splitmix64.c from 1234567, as widely published.
  @Test func splitMixReferenceVector() {
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test func logarithmIsWithinFourUnitsInTheLastPlace() {
    var generator = RandomGenerator(seed: 5)
    for _ in 0..<10_000 {
      let x = generator.uniform()
      guard x > 0 else { continue }
      let exact = Elementary.logarithm(x)
      #expect(abs(portableLogarithm(x) - exact) <= 4 * exact.ulp)
    }
  }

  /// Moments of 100 000 draws, within five standard errors of 0, 1 and 3.
  @Test func normalHasTheMomentsOfTheNormalDistribution() {
    var generator = RandomGenerator(seed: 1)
    let n = 100_000.0
    let draws = (0..<Int(n)).map { _ in generator.normal() }
    let mean = draws.reduce(0, +) / n
    let variance = draws.reduce(0) { $0 + $1 * $1 } / n
    let fourth = draws.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n
    #expect(abs(mean) < 5 / n.squareRoot())
    #expect(abs(variance - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(fourth - 3) < 5 * (96 / n).squareRoot())
  }

  @Test func shufflingIsAPermutationThatTheSeedFixes() {
    var order = Array(0..<100)
    var again = order
    var one = RandomGenerator(seed: 9)
    var two = RandomGenerator(seed: 9)
    one.shuffle(&order)
    two.shuffle(&again)
    #expect(order == again)
    #expect(order != Array(0..<100))
    #expect(order.sorted() == Array(0..<100))
  }

  @Test func theSameSeedGivesTheSameWeights() throws {
    var network = try Network(layers: [Layer(name: "i", units: 3), Layer(name: "k", units: 2)], bias: 1)
    network.initializeWeights(.uniform(-0.5, 0.5), seed: 1)
    let first = network
    network.initializeWeights(.uniform(-0.5, 0.5), seed: 2)
    #expect(network != first)
    network.initializeWeights(.uniform(-0.5, 0.5), seed: 1)
    #expect(network == first)
    #expect(first.projections[0].weights.elements.allSatisfy { $0 >= -0.5 && $0 < 0.5 })
    network.initializeWeights(.xavier, seed: 1)
    #expect(network.projections[0].weights.row(0) == [0, 0])
  }
}
