import Foundation
import Testing

@testable import BackpropLanguage

/// The rules by which editors and exports colour cells, beside the lexer, for each spelling that it knows.
struct HighlightingTests {
  /// The kinds of rules that colour a kind of token.
  private static func kinds(of token: Token) -> [String]? {
    switch token.kind {
    case .word: ["word"]
    case .subscripts: ["subscript"]
    case .number: ["number"]
    case .string: ["string"]
    case .symbol: ["symbol", "punctuation"]
    case .newline, .indent, .end: nil
    }
  }

  private static let rules: [(kind: String, expression: NSRegularExpression)] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "kernelspec/highlighting/rules.json")
    let rules = try? JSONDecoder().decode([[String]].self, from: Data(contentsOf: file))
    return (rules ?? []).compactMap { rule in
      (try? NSRegularExpression(pattern: rule[1])).map { (rule[0], $0) }
    }
  }()

  /// What is coloured, by its place in the text: at each place, the first rule counts that matches there.
  private static func coloured(_ text: String) -> [Range<Int>: String] {
    let units = NSRange(location: 0, length: text.utf16.count)
    var coloured: [Range<Int>: String] = [:]
    var place = 0
    while place < units.length {
      let rest = NSRange(location: place, length: units.length - place)
      let found = rules.lazy.compactMap { rule in
        let options: NSRegularExpression.MatchingOptions = [
          .anchored, .withTransparentBounds, .withoutAnchoringBounds,
        ]
        let range = rule.expression.firstMatch(in: text, options: options, range: rest)?.range
        return range.flatMap { $0.length > 0 ? (rule.kind, $0) : nil }
      }.first
      guard let (kind, range) = found else {
        place += 1
        continue
      }
      coloured[range.location..<range.location + range.length] = kind
      place += range.length
    }
    return coloured
  }

  private static func uncoloured(_ spellings: [String]) -> [String] {
    spellings.filter { spelling in
      let text = "x \(spelling) y"
      let coloured = coloured(text)
      return Lexer.tokens(of: SourceText(text)).tokens.contains { token in
        guard let kinds = kinds(of: token), !token.range.isEmpty else { return false }
        return !kinds.contains(coloured[token.range] ?? "text")
      }
    }
  }

  @Test func everyCommandOfLaTeX() {
    #expect(Self.rules.count > 10 && Lexer.plainCommands.count > 100)
    #expect(Self.uncoloured(Lexer.plainCommands.sorted().map { "\\" + $0 }) == [])
  }

  @Test func everySymbol() {
    let symbols = Lexer.symbols.keys.filter { !"'`".unicodeScalars.contains($0) }.sorted().map { String($0) }
    #expect(symbols.count > 40)
    #expect(Self.uncoloured(symbols + Lexer.longSymbols.map { "\($0.0)" }) == [])
  }

  @Test func everySuperscript() {
    #expect(Self.uncoloured(Lexer.superscripts.keys.sorted().map { "x" + String($0) }) == [])
  }

  /// A command that only spaces what is around it has the colour of such commands, and is no word.
  @Test func layoutIsNoWord() {
    let words = Lexer.layout.sorted().filter { name in
      Self.coloured("x \\\(name) y")[2..<3 + name.count] != "layout"
    }
    #expect(words == [])
  }
}
