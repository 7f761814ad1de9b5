import BackpropLanguage
import Testing

@testable import Rendering

@Suite struct ScaleTests {
  private func labels(_ values: [Double], _ axis: Figure.Axis, fromZero: Bool = false) -> [String] {
    Scale(values, axis: axis, fromZero: fromZero).ticks(6).map { $0.label.ascii }
  }

  @Test func ticksAreRoundNumbers() {
    #expect(labels([0, 1], Figure.Axis("y", range: 0...1)) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(
      labels([1, 3000], Figure.Axis("epoch", range: 0...3000)) == [
        "0", "500", "1000", "1500", "2000", "2500", "3000",
      ])
    #expect(
      labels([-4, 4], Figure.Axis("w", range: -4...4))
        == ["−4", "−3", "−2", "−1", "0", "1", "2", "3", "4"])
    #expect(labels([0, 7e-6], Figure.Axis("E", range: 0...7e-6)).contains("2·10^−6"))
    #expect(labels([0, 1e6], Figure.Axis("epoch", range: 0...1e6)).last == "1000000")
    #expect(labels([0, 3e7], Figure.Axis("n", range: 0...3e7)).contains("10^7"))
  }

  @Test func logarithmicTicksAreDecades() {
    let axis = Figure.Axis("E", isLogarithmic: true)
    #expect(labels([0.001, 10], axis) == ["0.001", "0.01", "0.1", "1", "10"])
    #expect(labels([0.02, 0.8], axis) == ["0.02", "0.05", "0.1", "0.2", "0.5"])
    #expect(labels([1e-40, 1e20], axis) == ["10^−40", "10^−20", "1", "10^20"])
    let wide = labels([1e-300, 1], axis)
    #expect((3...8).contains(wide.count))
    #expect(wide.contains("10^−150") || wide.allSatisfy { $0.hasPrefix("10^") || $0 == "1" })
  }

  @Test func ticksLieWithinTheAxisAndDoNotCollide() {
    for values in [[0.0, 1], [-3, 17], [1e-300, 3e-300], [1e299, 5e299], [5, 5], [0, 0], [-1e-5, 1e5]] {
      for isLogarithmic in [false, true] {
        let scale = Scale(values, axis: Figure.Axis("", isLogarithmic: isLogarithmic), start: 0, end: 500)
        let places = scale.ticks(6).compactMap { scale.position($0.value) }
        #expect(places.allSatisfy { $0 >= -0.01 && $0 <= 500.01 }, "\(values)")
        #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 > 20 }, "\(values) \(places)")
        #expect((1...20).contains(places.count), "\(values) \(isLogarithmic)")
      }
    }
  }

  @Test func whatIsNotFiniteOrNotPositiveHasNoPlace() {
    let scale = Scale([1, 2, .nan, .infinity], axis: Figure.Axis("x"))
    #expect(scale.position(.nan) == nil)
    #expect(scale.position(-.infinity) == nil)
    #expect(Scale([0.1, 1], axis: Figure.Axis("x", isLogarithmic: true)).position(0) == nil)
    #expect(scale.low < 1 && scale.high > 2 && scale.high < 3)
  }

  /// The ends may be further apart than the largest number.
  @Test func theWidestRangeHasPositions() {
    let axis = Figure.Axis("x", range: -1.6e308...1.6e308)
    let scale = Scale([], axis: axis, start: 0, end: 100)
    #expect(scale.position(-1.6e308) == 0 && scale.position(0) == 50 && scale.position(1.6e308) == 100)
    #expect(scale.position(0.8e308) == 75)
  }
}
