import Testing

@testable import BackpropLanguage

@Suite struct TestDocumentTests {
  /// 100 % is only shown for all, never for less.
  @Test(arguments: [
    (4, 4, "100"), (3, 4, "75"), (9961, 10_000, "99.61"), (999_536, 1_000_000, "99.95"),
    (99_999, 100_000, "99.999"),
    (999_999, 1_000_000, "99.9999"), (0, 7, "0"),
  ])
  func percentage(_ right: Int, _ count: Int, _ text: String) {
    #expect(TestDocument.percentage(Double(right) / Double(count)) == text)
  }
}
