import Testing

@testable import Backprop

/// Points in the plane. Without noise they lie on the curves of their definitions.
@Suite struct PlanePatternsTests {
  private func points(
    _ set: PlanePatterns, _ count: Int, noise: Double = 0, seed: UInt64 = 1
  ) throws -> [(x: Double, y: Double, target: Double)] {
    let patterns = try set.patterns(count, noise: noise, seed: seed)
    return (0..<patterns.count).map {
      (patterns.inputs[$0, 0], patterns.inputs[$0, 1], patterns.targets[$0, 0])
    }
  }

  /// From the definitions of scikit-learn: make_moons(6) and make_circles(6, factor=0.5), not shuffled, with
  /// the two classes in turns.
  @Test func asScikitLearnHasThem() throws {
    let third = 3.0.squareRoot() / 2
    let moons: [(Double, Double)] = [(1, 0), (0, 0.5), (0, 1), (1, -0.5), (-1, 0), (2, 0.5)]
    for (point, expected) in zip(try points(.moons, 6), moons) {
      #expect(abs(point.x - expected.0) < 1e-15 && abs(point.y - expected.1) < 1e-15)
    }
    let circles = [(1, 0), (0.5, 0), (-0.5, third), (-0.25, third / 2), (-0.5, -third), (-0.25, -third / 2)]
    for (point, expected) in zip(try points(.circles, 6), circles) {
      #expect(abs(point.x - expected.0) < 1e-15 && abs(point.y - expected.1) < 1e-15)
    }
  }

  /// The arms are each other's images in the origin, and make 1¾ turns. Angles of up to 4.5 half turns are
  /// rounded before their sine is taken: an error of up to 3e-15.
  @Test func spiralsTurn() throws {
    let spiral = try points(.spiral, 200)
    for n in stride(from: 0, to: 200, by: 2) {
      #expect(abs(spiral[n].x + spiral[n + 1].x) < 1e-14 && abs(spiral[n].y + spiral[n + 1].y) < 1e-14)
      let radius = (spiral[n].x * spiral[n].x + spiral[n].y * spiral[n].y).squareRoot()
      #expect(abs(radius - Double(n / 2 + 1) / 100) < 1e-14)
    }
    // At radius 1 the angle is 3.5 π.
    #expect(abs(spiral[198].x + 1) < 1e-14 && abs(spiral[198].y) < 1e-14)
  }

  @Test(arguments: PlanePatterns.allCases)
  func classesTakeTurnsAndNoiseIsNormal(_ set: PlanePatterns) throws {
    let exact = try points(set, 4001)
    let noisy = try points(set, 4001, noise: 0.3, seed: 7)
    #expect(noisy.map { $0.target } == (0..<4001).map { Double($0 % 2) })
    let moves = zip(exact, noisy).flatMap { [$1.x - $0.x, $1.y - $0.y] }
    let mean = moves.reduce(0, +) / 8002
    let variance = moves.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 8002
    // Four standard errors.
    #expect(abs(mean) < 4 * 0.3 / 8002.0.squareRoot())
    #expect(abs(variance - 0.09) < 4 * 0.09 * (2 / 8002.0).squareRoot())
    let again = try points(set, 4001, noise: 0.3, seed: 7)
    #expect(zip(noisy, again).allSatisfy { $0 == $1 })
    let other = try points(set, 4001, noise: 0.3, seed: 8)
    #expect(!zip(noisy, other).contains { $0.x == $1.x })
  }

  @Test func sizesThatCannotBe() throws {
    for count in [-1, 0, 1, 1_000_001] {
      #expect(throws: NetworkError.patternSetSize(least: 2, most: 1_000_000, size: Int64(count))) {
        try PlanePatterns.moons.patterns(count, noise: 0.1, seed: 1)
      }
    }
    #expect(try PlanePatterns.spiral.patterns(2, noise: 0, seed: 1).count == 2)
  }

  @Test func sinesAreThoseOfTheLibrary() {
    for step in -400...400 {
      let x = Double(step) / 37
      let (sine, cosine) = portableSineAndCosine(halfTurns: x)
      #expect(abs(sine - Elementary.sine(Double.pi * x)) < 1e-14)
      #expect(abs(cosine - Elementary.cosine(Double.pi * x)) < 1e-14)
    }
    #expect(portableSineAndCosine(halfTurns: 0.5) == (1, 0))
  }
}
