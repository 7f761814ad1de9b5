import Testing

@testable import Rendering

/// Numbers of one kind have one number of digits after the point.
@Suite struct PrecisionTests {
  private func texts(_ values: [Double], atMost most: Int = 3, room: Int = .max) -> [String] {
    let precision = NumberPrecision(values, atMost: most) { $0.count <= room }
    return values.map { precision.text($0) }
  }

  @Test func allHaveAsManyDigits() {
    #expect(texts([0, 0.07, 0.94149]) == ["0.000", "0.070", "0.941"])
    #expect(texts([-7.67, -2.58123]) == ["-7.670", "-2.581"])
    #expect(texts([-1.25, 0.5]) == ["-1.25", "0.50"])
  }

  /// As many as are needed: 0.5 is not 0.500 where nothing has more.
  @Test func zerosThatAllWouldHaveAreLeftOut() {
    #expect(texts([0, 1, 1]) == ["0", "1", "1"])
    #expect(texts([0.05, 0.1]) == ["0.05", "0.10"])
  }

  @Test func whatWouldVanishKeepsADigit() {
    #expect(texts([0.0016, 7.537e-7, -0.0213], atMost: 4) == ["0.0016", "8e-7", "-0.0213"])
  }

  /// Where all are small, none is a lone digit.
  @Test func smallOnesAllHaveAnExponent() {
    #expect(texts([1.139e-5, -2.5e-6], atMost: 4) == ["1.14e-5", "-2.5e-6"])
  }

  @Test func oneWithoutRoomDecidesForAll() {
    #expect(texts([0.512, -0.498], room: 5) == ["0.51", "-0.50"])
    #expect(texts([1234.5678, 0.25]) == ["1234.57", "0.25"])
  }

  @Test func hugeOnesAndNoNumbersDoNotDecide() {
    #expect(texts([7.5e12, 0.25, .nan, .infinity]) == ["7.5e12", "0.25", "NaN", "∞"])
    #expect(texts([]) == [])
  }
}
