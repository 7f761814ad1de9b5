import Testing

@testable import Rendering

@Suite struct LaTeXLineTests {
  @Test func leavesShortLinesAlone() {
    #expect(LaTeXLine.pieces("g'(a) \\sum_k \\delta_k w_{jk}") == ["g'(a) \\sum_k \\delta_k w_{jk}"])
  }

  @Test func cutsASumInsideParentheses() {
    let term = "\\left(-0.009913\\right) \\times 0.103420"
    let pieces = LaTeXLine.pieces("0.25 \\times \\left(\(term) + \(term) + \(term) + \(term)\\right)")
    #expect(
      pieces == [
        "0.25 \\times \\left(\(term) + \(term) \\right.", "\\left. {} + \(term) + \(term)\\right)",
      ])
  }

  @Test func cutsNoFraction() {
    let sum = (1...20).map { "0.12345\($0)" }.joined(separator: " + ")
    #expect(LaTeXLine.pieces("\\frac{\(sum)}{2}").count == 1)
    #expect(LaTeXLine.pieces(sum).count > 2)
  }

  @Test func whatWasNeverOpenedIsNotClosed() {
    let terms = (1...40).map { "y_{\($0)}" }.joined(separator: " + ")
    for odd in ["\\rightarrow", "\\leftarrow", "\\right)"] {
      let pieces = LaTeXLine.pieces(odd + " " + terms)
      #expect(pieces.count > 1)
      #expect(!pieces.joined().contains("\\right.") && !pieces.joined().contains("\\left."))
    }
  }
}
