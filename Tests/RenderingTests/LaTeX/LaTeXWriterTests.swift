import BackpropLanguage
import Testing

@testable import Rendering

@Suite struct LaTeXWriterTests {
  let writer = LaTeXWriter(digits: 2)

  @Test func setsADerivationInAlignedLines() {
    let latex = writer.latex(Document([.derivation(Samples.derivation)]))
    #expect(latex.contains("\\begin{aligned}\n\\text{2b}\\quad \\delta"))
    #expect(latex.contains(" &= -0.003313\n\\end{aligned}"))
  }

  @Test func setsNumbersInAnArray() {
    #expect(
      writer.latex(Document([.table(Samples.weights(rows: 1, columns: 2))])).hasSuffix(
        """
        $$
        \\begin{array}{lrr}
         & \\text{j1} & \\text{j2} \\\\ \\hline
        \\text{i1} & 1.12 & 0.75\\rule{0pt}{2.6ex} \\\\
        \\end{array}
        $$
        """))
  }

  @Test func keepsNarrowTablesWhole() {
    let counts = Table(
      columns: (0..<10).map { [.text("\($0)")] }, rows: [Table.Row(cells: (0..<10).map { .integer($0) })])
    #expect(writer.latex(Document([.table(counts)])).components("\\begin{array}") == 1)
  }

  @Test func setsAMinusInTheFirstCellAsASign() {
    let table = Table(columns: [[.text("x")]], rows: [Table.Row(cells: [.number(-1)])])
    #expect(writer.latex(Document([.table(table)])).contains("\\hline\n-1.00\\rule"))
  }

  @Test func noPageEndsBetweenATableAndWhatItBelongsTo() {
    let captioned = Block.table(Samples.weights(rows: 1, columns: 2))
    var weights = Samples.weights(rows: 1, columns: 2)
    weights.caption = []
    let table = Block.table(weights)
    let step = [Inline.text("2a")]
    #expect(writer.latex(Document([.heading(step), table])).hasPrefix("\\textbf{2a}\n$$"))
    let whole = writer.latex(Document([.heading(step), captioned]))
    #expect(whole.hasPrefix("\\textbf{2a}\n\n\\nopagebreak\n$w"))
    #expect(writer.latex(Document([.paragraph(step), table])).hasPrefix("2a\n$$"))
    #expect(writer.latex(Document([.note(step), table])).hasPrefix("{\\small 2a}\n\n$$"))
  }

  @Test func foldsWideTables() {
    let latex = writer.latex(Document([.table(Samples.weights(rows: 1, columns: 20))]))
    #expect(latex.components("\\begin{array}") == 3)
  }

  @Test func escapesWhatLaTeXWouldObey() {
    #expect(
      LaTeXText.escaped("50 % of $x_1 & {y} #2 ^~\\ δ→")
        == "50 \\% of \\$x\\_1 \\& \\{y\\} \\#2 \\textasciicircum{}\\textasciitilde{}\\textbackslash{} "
        + "$\\delta$$\\to$"
    )
    #expect(LaTeXText.escaped("⊙⊗∘⊤‖") == "$\\odot$$\\otimes$$\\circ$$\\top$$\\Vert$")
    #expect(writer.latex(Document([.code("  a_b")])) == "\\noindent\n\\texttt{~~a\\_b}")
  }

  @Test func writesNumbersAsMathematics() {
    #expect(LaTeXWriter.number(Numeral(4e-12, digits: 2)) == "4 \\times 10^{-12}")
    #expect(LaTeXWriter.number(Numeral(-.infinity, digits: 2)) == "-\\infty")
    #expect(LaTeXWriter.number(Numeral(.nan, digits: 2)) == "\\text{NaN}")
    #expect(writer.latex(Document([.note([.number(4e-12)])])) == "{\\small ${4 \\times 10^{-12}}$}")
  }
}

extension String {
  /// How often a part occurs.
  fileprivate func components(_ part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
