import Testing

@testable import BackpropLanguage

@Suite struct ModularNumberTests {
  private let prime = ModularNumber.prime

  /// Fermat: a^(p-1) = 1 for every a that p does not divide.
  @Test(arguments: [1, 2, 3, 1 << 40, (1 << 61) - 2, 0x1234_5678_9ABC_DEF] as [UInt64])
  func inverses(_ number: UInt64) throws {
    let a = ModularNumber(number)
    #expect(a.power(prime - 1) == .one)
    #expect(try a * #require(a.inverse) == .one)
    #expect(a + a.negated == .zero)
  }

  @Test func zeroHasNoInverse() {
    #expect(ModularNumber.zero.inverse == nil)
    #expect(ModularNumber(prime) == .zero)
    #expect(ModularNumber.zero.negated == .zero)
  }

  /// 2^61 = 1, so (2^60)^2 = 2^120 = 2^59; and (-1)^2 = 1.
  @Test func largeProducts() {
    let large = ModularNumber(UInt64(1) << 60)
    #expect(large * large == ModularNumber(UInt64(1) << 59))
    let minusOne = ModularNumber(whole: -1)
    #expect(minusOne * minusOne == .one)
    #expect(minusOne.value == prime - 1)
  }
}
