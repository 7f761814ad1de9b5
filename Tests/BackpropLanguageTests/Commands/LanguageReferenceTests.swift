import BackpropLanguage
import Foundation
import Testing

@Suite struct LanguageReferenceTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "LANGUAGE-REFERENCE.md")

  /// With WRITE_REFERENCE set, the page is written anew instead.
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

  @Test func everyLineOfHelpIsThere() {
    let help = Notebook().run("help")
    for example in Self.examples where !example.contains("\n") {
      let verb = example.split(separator: " ").first.map { String($0) } ?? ""
      if !verb.contains("(") { #expect(help.contains("`\(verb)`"), "\(verb)") }
    }
  }
}
