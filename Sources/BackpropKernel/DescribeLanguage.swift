import BackpropLanguage
import JSON
import JupyterKernel

/// `backprop vocabulary`: the words of the language as JSON, for those who colour it.
func printVocabulary(_ arguments: [String]) -> Int32 {
  guard arguments.isEmpty else { return fail(.usage, "vocabulary takes no argument") }
  let words = [
    "command": EditorVocabulary.commands, "option": EditorVocabulary.options,
    "function": EditorVocabulary.functions, "quantity": EditorVocabulary.quantities,
    "constant": EditorVocabulary.constants,
  ]
  return printJSON(.object(words.mapValues { .array($0.map { .string($0) }) }))
}

/// `backprop tokens FILE`: the tokens of a file as JSON, each with its first code point and the one behind its last, for
/// testing what colours the language.
func printTokens(_ arguments: [String]) -> Int32 {
  guard let path = arguments.first, arguments.count == 1 else {
    return fail(.usage, "tokens takes one file: backprop tokens FILE")
  }
  let bytes: [UInt8]
  do throws(SystemError) {
    bytes = try readFile(path)
  } catch {
    return fail(.noInput, "cannot read \(path): \(error)")
  }
  let tokens = Lexer.tokens(of: SourceText(String(decoding: bytes, as: UTF8.self))).tokens
  let shown = tokens.compactMap { token -> JSONValue? in
    guard let kind = token.kind.editorName, !token.range.isEmpty else { return nil }
    return [
      "start": .integer(token.range.lowerBound), "end": .integer(token.range.upperBound),
      "kind": .string(kind),
    ]
  }
  return printJSON(.array(shown))
}

private func printJSON(_ value: JSONValue) -> Int32 {
  print(String(decoding: value.bytes, as: UTF8.self))
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
