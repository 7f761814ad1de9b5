import BackpropLanguage
import JSON
import JupyterKernel

/// `backprop grammar`: how to highlight the language, as JSON.
@Sendable func printGrammar(_ arguments: [String]) -> Int32 {
  guard arguments.isEmpty else { return fail(.usage, "grammar takes no argument") }
  Output.write(Highlighting.grammar + "\n")
  return 0
}

/// `backprop tokens FILE`: the tokens of a file as JSON, each with the positions of its first code point and
/// of the one after its last, for testing syntax highlighting.
@Sendable func printTokens(_ arguments: [String]) -> Int32 {
  guard let path = arguments.first, arguments.count == 1 else {
    return fail(.usage, "tokens takes one file: backprop tokens FILE")
  }
  switch HostSystem.read(path, waits: true) {
  case .failure(let failure): return fail(.noInput, "\(path) cannot be read: \(failure.reason)")
  case .success(let bytes):
    let tokens = Lexer.tokens(of: SourceText(String(decoding: bytes, as: UTF8.self))).tokens
    let printed = JSONValue.array(tokens.compactMap { $0.description })
    Output.write(String(decoding: printed.indentedBytes, as: UTF8.self) + "\n")
    return 0
  }
}

extension Token {
  /// Its position and kind; nil for invisible tokens.
  fileprivate var description: JSONValue? {
    let name: String
    switch kind {
    case .word: name = "word"
    case .subscripts: name = "subscript"
    case .number: name = "number"
    case .string: name = "string"
    case .symbol: name = "symbol"
    case .newline, .indent, .end: return nil
    }
    guard !range.isEmpty else { return nil }
    return ["start": .integer(range.lowerBound), "end": .integer(range.upperBound), "kind": .string(name)]
  }
}
