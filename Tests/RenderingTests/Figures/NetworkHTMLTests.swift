import BackpropLanguage
import Foundation
import Testing

@testable import Rendering

@Suite struct NetworkHTMLTests {
  /// a = w₁ y₁ + (-2) + …, whose terms are about two weights and about nothing.
  private static let derivation = Derivation(
    step: "1a", subject: .quantity(.totalInput, [Subscript("j", unit: 1)]),
    chain: [
      .summation("i", .quantity(.weight, [Subscript("i"), Subscript("j", unit: 1)])),
      .product(
        .number(3, spelling: "3"),
        .sum(
          .sum(
            .product(.number(0.5, spelling: "0.5"), .number(2, spelling: "2"), sign: .cross),
            .number(-2, spelling: "-2")), .name("…")), sign: .cross),
    ], uses: [],
    terms: [
      .weight(projection: 0, row: 1, column: 0), .weight(projection: 0, row: 2, column: 0), nil,
    ])

  @Test func termsAreElementsWithTheNamesOfTheirWeights() {
    let html = HTMLWriter(digits: 6, marksTerms: true).body(Document([.derivation(Self.derivation)]))
    let open = { (key: String) in
      "<span class=\"bpn-t\" data-k=\"\(key)\" role=\"button\" tabindex=\"0\">"
    }
    #expect(html.contains("3 × (\(open("w0-1-0"))0.5 × 2</span> + \(open("w0-2-0"))(−2)</span> + …)"))
    #expect(html.components(of: "<span") == 2 && HTMLWriterTests.isWellFormed("<div>\(html)</div>"))
    // The same without names where nothing can be lit.
    let plain = HTMLWriter(digits: 6).body(Document([.derivation(Self.derivation)]))
    #expect(plain.contains("3 × (0.5 × 2 + (−2) + …)") && !plain.contains("<span"))
  }

  @Test func aPictureThatAnswersHoldsItsAnswers() throws {
    var diagram = try NetworkLabelTests.diagram([2, 2, 1], bias: 1)
    let silent = FigureBundle(digits: 6).entries(Self.figure(diagram))
    #expect(!silent.contains { $0.text.contains("data-k") || $0.text.contains("bpn") })

    diagram.answers = [
      Figure.NetworkDiagram.Answer(part: .unit(layer: 1, unit: 0), blocks: [.derivation(Self.derivation)]),
      Figure.NetworkDiagram.Answer(
        part: .weight(projection: 0, row: 1, column: 0),
        blocks: [.paragraph([.text("</script><!-- <script>")])]),
    ]
    let html = try #require(
      FigureBundle(digits: 6).entries(Self.figure(diagram)).first { $0.type == "text/html" }
    ).text
    #expect(html.components(of: "<script") == 2 && html.components(of: "</script>") == 2)
    #expect(!html.contains("<!--") && !html.contains("src=\"http"))
    let start = try #require(html.range(of: "<script type=\"application/json\">"))
    let end = try #require(html.range(of: "</script>", range: start.upperBound..<html.endIndex))
    let answers = try JSONDecoder().decode(
      [String: String].self, from: Data(html[start.upperBound..<end.lowerBound].utf8))
    #expect(answers.keys.sorted() == ["u1-0", "w0-1-0"])
    #expect(answers["w0-1-0"] == "<p>&lt;/script&gt;&lt;!-- &lt;script&gt;</p>")
    // The parts of the picture that the answers are about.
    let svg = SVGWriter.svg(Self.figure(diagram).drawing)
    for key in answers.keys { #expect(svg.contains("<g data-k=\"\(key)\">"), "\(key)") }
  }

  private static func figure(_ diagram: Figure.NetworkDiagram) -> Figure {
    Figure(title: "Network", description: "", content: .network(diagram), formats: [.svg])
  }
}
