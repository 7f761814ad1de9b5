import BackpropLanguage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `backprop vocabulary`: the words of the language as JSON, for those who colour it.
func printVocabulary(_ arguments: [String]) -> Int32 {
  guard arguments.isEmpty else { return fail(.usage, "vocabulary takes no argument") }
  return printJSON([
    "command": EditorVocabulary.commands, "option": EditorVocabulary.options,
    "function": EditorVocabulary.functions, "quantity": EditorVocabulary.quantities,
    "constant": EditorVocabulary.constants,
  ])
}

/// `backprop tokens FILE`: the tokens of a file as JSON, each with its first code point and the one behind its last, for
/// testing what colours the language.
func printTokens(_ arguments: [String]) -> Int32 {
  guard let path = arguments.first, arguments.count == 1 else {
    return fail(.usage, "tokens takes one file: backprop tokens FILE")
  }
  guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
    return fail(.noInput, "cannot read \(path)")
  }
  let tokens = Lexer.tokens(of: SourceText(String(decoding: bytes, as: UTF8.self))).tokens
  return printJSON(
    tokens.compactMap { token -> PrintedToken? in
      guard let kind = token.kind.editorName, !token.range.isEmpty else { return nil }
      return PrintedToken(start: token.range.lowerBound, end: token.range.upperBound, kind: kind)
    })
}

private struct PrintedToken: Encodable {
  var start: Int
  var end: Int
  var kind: String
}

private func printJSON(_ value: some Encodable) -> Int32 {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  guard let json = try? encoder.encode(value) else { return fail(.system, "cannot write JSON") }
  print(String(decoding: json, as: UTF8.self))
  return 0
}

extension Token.Kind {
  /// Its name in the output of `backprop tokens`; nil for what no one sees.
  fileprivate var editorName: String? {
    switch self {
    case .word: "word"
    case .subscripts: "subscript"
    case .number: "number"
    case .string: "string"
    case .symbol: "symbol"
    case .newline, .indent, .end: nil
    }
  }
}
