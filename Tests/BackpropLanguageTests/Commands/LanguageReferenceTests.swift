import Foundation
import Testing

@testable import BackpropLanguage

@Suite struct LanguageReferenceTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "LANGUAGE-REFERENCE.md")

  /// With WRITE_REFERENCE set, the page is rewritten instead.
  @Test func thePageInTheRepositoryIsTheOneThatTheTableMakes() throws {
    if ProcessInfo.processInfo.environment["WRITE_REFERENCE"] != nil {
      try Data(LanguageReference.markdown.utf8).write(to: Self.file)
    }
    let page = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(page == LanguageReference.markdown, "run the tests with WRITE_REFERENCE=1 to write it anew")
  }

  static let examples: [String] = {
    let parts = LanguageReference.markdown.components(separatedBy: "```backprop\n").dropFirst()
    return parts.compactMap { $0.components(separatedBy: "\n```").first }
  }()

  @Test(arguments: examples)
  func everyExampleRuns(_ example: String) {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor")
    let (outcome, text) = notebook.outcome(of: example)
    #expect(outcome == .finished, "\(text)")
  }

  /// Each row of the table of symbols: all listed spellings mean the same.
  @Test func everySpellingReadsAlikeAndPrintsBack() throws {
    var count = 0
    for line in LanguageReference.markdown.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let spellings = cells.prefix(3).filter { $0.hasPrefix("`") && !$0.contains(" `") }
        .map { $0.replacingOccurrences(of: "`", with: "") }
      guard spellings.count == 3, cells.count == 4 else { continue }
      let formula = try Formula(spellings[0])
      for spelling in spellings { #expect(try Formula(spelling) == formula, "\(spelling)") }
      for spelling in [formula.unicode, formula.ascii, formula.latex] {
        #expect(try Formula(spelling) == formula, "\(spelling)")
      }
      count += 1
    }
    #expect(count == 8)
  }

  @Test func everyLineOfHelpIsThere() {
    let help = Notebook().run("help")
    for example in Self.examples where !example.contains("\n") {
      let verb = example.split(separator: " ").first.map { String($0) } ?? ""
      if !verb.contains("(") { #expect(help.contains("`\(verb)`"), "\(verb)") }
    }
  }
}
