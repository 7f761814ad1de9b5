import BackpropLanguage
import Testing

@testable import Rendering

@Suite struct FigureHTMLTests {
  private func html(_ figure: Figure) -> String {
    let drawing = figure.drawing
    return FigureHTML.html(drawing)
  }

  @Test func everyWeightAndUnitHasItsNumbers() throws {
    let html = html(try FigureSamples.diagram([2, 2, 1], bias: 1))
    for name in ["w_i0j1 = ", "w_i2j2 = ", "unit k1, a = ", "bias unit j0, always 1"] {
      #expect(html.components(of: "title=\"\(name)") == 1, "\(name)")
    }
    #expect(
      html.components(of: "<area shape=\"poly\"") == 9 && html.components(of: "<area shape=\"circle\"") == 7)
    #expect(html.contains("usemap=\"#bpm-"))
  }

  /// The first area that holds the pointer counts, so a unit comes before the lines that end in it.
  @Test func whatLiesOnTopComesFirst() throws {
    let html = html(try FigureSamples.diagram([2, 2, 1]))
    let unit = try #require(html.range(of: "title=\"unit j1"))
    let line = try #require(html.range(of: "title=\"w_i1j1"))
    #expect(unit.lowerBound < line.lowerBound)
  }

  @Test func aPageStaysSmall() throws {
    let html = html(try FigureSamples.weights([64, 60, 10], style: .hinton))
    #expect(html.components(of: "<area") == 1000)
    let curves = (1...60).map { FigureSamples.curve("<b>\($0)", FigureSamples.falling(Double($0), 3000)) }
    let many = self.html(FigureSamples.errors(curves))
    #expect(!many.contains("<b>") && many.utf8.count < 3_000_000)
  }
}
