import Testing

@testable import Backprop

@Suite struct ProcessorTests {
  /// Limits in the form of the kernel's documentation of control groups: microseconds per period. A fraction
  /// of a core counts as one core.
  @Test(arguments: [
    ("max 100000", nil), ("200000 100000", 2), ("250000 100000", 3), ("50000 100000", 1), ("50000 50000", 1),
    ("0 100000", nil), ("", nil), ("1", nil), ("a b", nil), ("-1 100000", nil), ("1 0", nil),
    ("9223372036854775807 1", Int.max),
  ])
  func coresOfAControlGroup(_ limit: String, _ cores: Int?) {
    #expect(Processor.cores(ofLimit: limit) == cores)
  }

  @Test func atLeastOneCore() { #expect(Processor.cores >= 1) }
}
