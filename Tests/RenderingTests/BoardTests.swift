import BackpropLanguage
import Testing

@testable import Rendering

/// Derivations with reasons, in all three forms.
@Suite struct BoardTests {
  private static let y = Formula.quantity(.output, [Subscript("q")])
  private static let slope = Formula.partial(.quantity(.error, []), y)
  private static let delta = Formula.quantity(.delta, [Subscript("k")])
  private static let board = Board(
    lines: [
      Board.Line(
        left: slope, right: .negated(y), reason: [.text("chain rule via "), .formula(y)]),
      Board.Line(left: nil, right: y, reason: [.text("from 3")]),
      Board.Line(lead: "let", left: delta, right: y, reason: []),
    ],
    uses: [[.text("3: "), .equation(Equation(delta, y))]])

  @Test func alignsLinesAndReasonsInText() {
    #expect(
      TextWriter(digits: 6).text(Document([.board(Self.board)])) == """
        ∂E/∂y_q = -y_q   chain rule via y_q
                = y_q    from 3
        let δ_k = y_q
        with 3: δ_k = y_q
        """)
  }

  /// A long line and a long reason are both shown whole, within the page.
  @Test func breaksWhatIsTooLong() {
    let long = (0..<30).reduce(Self.y) { sum, _ in .sum(sum, Self.delta) }
    let words = (0..<12).map { "reason\($0)" }.joined(separator: " ")
    let board = Board(
      lines: [Board.Line(left: Self.slope, right: long, reason: [.text(words)])], uses: [])
    let lines = TextWriter(digits: 6).text(Document([.board(board)])).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.joined().occurrences(of: "δ_k") == 30)
    #expect(lines.joined().contains("reason0") && lines.joined().contains("reason11"))
  }

  @Test func isATableInHTML() {
    let html = HTMLWriter(digits: 6).html(Document([.board(Self.board)]))
    #expect(html.occurrences(of: "<tr>") == 3)
    #expect(html.contains("<td>chain rule via <i>y</i><sub><i>q</i></sub></td>"))
    #expect(html.contains("let <i>δ</i>"))
  }

  @Test func isAlignedInLaTeX() {
    #expect(
      LaTeXWriter(digits: 6).latex(Document([.board(Self.board)])) == """
        $$
        \\begin{aligned}
        \\frac{\\partial E}{\\partial y_q} &= -y_q && \\text{chain rule via $y_q$} \\\\
         &= y_q && \\text{from 3} \\\\
        \\text{let }\\delta_k &= y_q
        \\end{aligned}
        $$

        {\\small with 3: $\\delta_k = y_q$}
        """)
  }
}

extension String {
  fileprivate func occurrences(of part: String) -> Int {
    indices.count { self[$0...].hasPrefix(part) }
  }
}
