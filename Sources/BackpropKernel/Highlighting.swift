import BackpropCells
import BackpropLanguage
import JSON
import JupyterKernel

/// Syntax highlighting for editors: the rules of kernelspec/highlighting with the words from the parser's own
/// tables.
enum Highlighting {
  /// JSON: `rules`, each a kind and a pattern, to be tried in order; `words`, the words of each kind.
  static var grammar: String {
    let words: JSONValue = [
      "command": list(EditorVocabulary.commands), "option": list(EditorVocabulary.options),
      "function": list(EditorVocabulary.functions), "quantity": list(EditorVocabulary.quantities),
      "constant": list(EditorVocabulary.constants),
    ]
    return "{\"rules\": \(text(PackageResources.rules_json)), \"words\": \(text(words.indentedBytes))}"
  }

  /// The prebuilt extension for JupyterLab and Notebook 7: file names in its folder, and their contents.
  static var labExtension: [(name: String, bytes: [UInt8])] {
    let script = text(PackageResources.remoteEntry_js)
      .replacing("GRAMMAR;", with: grammar + ";", maxReplacements: 1)
    let description = text(PackageResources.package_json).replacing("VERSION", with: Version.current)
    return [("package.json", Array(description.utf8)), ("static/remoteEntry.js", Array(script.utf8))]
  }

  private static func list(_ words: [String]) -> JSONValue { .array(words.map { .string($0) }) }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
