import Foundation
import TestSupport
import Testing

/// The front page: its cells show the output printed there.
@Suite struct ReadmeTests {
  private static func page() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
  }

  /// Without numbers that are only rounding errors, which depend on the processor.
  private static func stable(_ text: String) -> String {
    text.split(separator: "\n").map { line in
      line.split(separator: " ").filter { abs(Double($0) ?? 1) > 1e-12 }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  /// The blocks below "A first cell" alternate between a cell and its output.
  @Test func theFirstCellsShowTheirOutput() throws {
    let parts = try Self.page().components(separatedBy: "## A first cell\n")
    let section = try #require(parts.dropFirst().first?.components(separatedBy: "\n## ").first)
    let blocks = section.components(separatedBy: "```\n").enumerated().filter { $0.offset % 2 == 1 }
      .map { $0.element }
    try #require(blocks.count == 4)
    let notebook = Notebook()
    for place in stride(from: 0, to: blocks.count, by: 2) {
      let shown = Self.stable(notebook.run(blocks[place]))
      let lines = try some(Self.stable(blocks[place + 1]).split(separator: "\n").map { String($0) })
      #expect(Program.firstMissing(lines, in: shown) == nil, "\(shown)")
    }
  }

  @Test func itIsAFrontPage() throws {
    #expect(try Self.page().split(separator: "\n", omittingEmptySubsequences: false).count <= 201)
  }
}
