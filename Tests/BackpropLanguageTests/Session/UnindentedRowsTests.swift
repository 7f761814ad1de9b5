import TestSupport
import Testing

@testable import BackpropLanguage

/// Rows below `check:` that are not indented are one mistake.
@Suite struct UnindentedRowsTests {
  @Test(arguments: [
    "check:\nδ_k = -∂E/∂a_k\n    = (t_k - y_k) g'(a_k)", "mark δ_k:\n= -∂E/∂a_k\n= (t_k - y_k) g'(a_k)",
    "prove:\nδ_k = -∂E/∂a_k\n= (t_k - y_k) g'(a_k)\n# a remark",
  ])
  func oneMessage(_ cell: String) {
    #expect(CellParser.parse(SourceText(cell)).diagnostics.count == 1)
  }

  /// What is no row of it is read by itself.
  @Test(arguments: ["check:\n\nδ_k = 1", "check:\nprint y_k = ", "check:\nnetwork 2-2-1 = 3"])
  func others(_ cell: String) {
    #expect(CellParser.parse(SourceText(cell)).diagnostics.count == 2)
  }
}
