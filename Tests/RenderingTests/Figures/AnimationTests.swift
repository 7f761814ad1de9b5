import BackpropLanguage
import Foundation
import Testing

@testable import Rendering

@Suite struct AnimationTests {
  private func animation(frames: Int) -> Animation {
    Animation(
      title: "A step of </script>", description: "From 1a to 2c",
      frames: (0..<frames).map { number in
        Animation.Frame(
          name: "epoch \(number)", blocks: [.paragraph([.text("</script><b> & \"\\")])],
          figures: [FigureSamples.transfer(), FigureSamples.confusion()])
      }, still: frames - 1, formats: [.svg])
  }

  /// The frames as read by the page's script.
  private func pages(_ html: String) throws -> [[String: String]] {
    let start = try #require(html.range(of: "<script type=\"application/json\">"))
    let end = try #require(html.range(of: "</script>", range: start.upperBound..<html.endIndex))
    let json = Data(html[start.upperBound..<end.lowerBound].utf8)
    let data = try JSONDecoder().decode(Pages.self, from: json)
    return try data.f.map { frame in
      let pieces = try stride(from: 0, to: frame.s.count, by: 2).flatMap { place -> ArraySlice<String> in
        let run = frame.s[place]..<frame.s[place] + frame.s[place + 1]
        return try #require(data.c.indices.contains(run) ? data.c[run] : nil)
      }
      return ["n": frame.n, "s": pieces.joined(), "t": frame.t]
    }
  }

  private struct Pages: Decodable {
    var c: [String]
    var f: [Frame]

    struct Frame: Decodable {
      var n: String
      var s: [Int]
      var t: String
    }
  }

  @Test(arguments: ["", "<a>1</a><b/>\n<a>1</a>", "x<y", "<", "<<a></a>", "a<i>Σ</i>b</a><", "<a b='\"'/>"])
  func piecesMakeUpTheWhole(_ text: String) {
    var pieces = SharedPieces()
    let places = pieces.places(of: text) + pieces.places(of: text)
    #expect(places.map { pieces.all[$0] }.joined() == text + text)
    #expect(Set(pieces.all).count == pieces.all.count)
  }

  @Test func everyFrameIsInThePage() throws {
    let html = AnimationHTML(digits: 6).html(animation(frames: 5))
    let pages = try pages(html)
    #expect(pages.count == 5)
    #expect(pages[3]["n"] == "epoch 3")
    // It opens on its first frame, whatever the still picture is.
    #expect(html.contains("max=\"4\" value=\"0\""))
    #expect(pages.allSatisfy { HTMLWriterTests.isWellFormed("<div>\($0["s"] ?? "")</div>") })
    #expect(pages.allSatisfy { ($0["s"] ?? "").components(of: "<svg") == 2 })
    #expect(html.components(of: "<script") == 2 && html.components(of: "</script>") == 2)
    #expect(!html.contains("src=\"http") && !html.contains("href=\"http"))
  }

  @Test func aLongOneIsThinnedOutAndKeepsItsEnds() throws {
    let html = AnimationHTML(digits: 6).html(animation(frames: 500))
    #expect(html.utf8.count < AnimationHTML.mostBytes * 2)
    let pages = try pages(html)
    #expect(pages.count <= AnimationHTML.mostFrames + 1)
    #expect(pages.first?["n"] == "epoch 0" && pages.last?["n"] == "epoch 499")
  }

  /// The page of a book is narrow: two pictures wider than the page are placed one below the other.
  @Test func theStillPictureIsNotTooWide() {
    let wide = Animation.Frame(
      name: "", blocks: [], figures: [FigureSamples.transfer(), FigureSamples.transfer()])
    let narrow = Animation.Frame(
      name: "", blocks: [], figures: [FigureSamples.confusion(), FigureSamples.confusion()])
    let one = FigureSamples.transfer().drawing
    let stacked = AnimationBundle.drawing(wide)
    #expect(stacked.width == one.width && stacked.height == 2 * one.height)
    let row = AnimationBundle.drawing(narrow)
    #expect(row.width == 2 * FigureSamples.confusion().drawing.width)
  }

  @Test func standsStillWhereNothingMoves() {
    let bundle = Renderer().rendition(of: CellResult(.animation(animation(frames: 3))))
    #expect(bundle.entries.map { $0.type } == ["text/plain", "text/html", "image/svg+xml"])
    #expect(bundle["text/plain"]?.contains("epoch 2 (of 3 frames)") == true)
    #expect(
      bundle["text/html"]?.contains("<img alt=\"From 1a to 2c\" src=\"data:image/svg+xml;base64,") == true)
  }
}
