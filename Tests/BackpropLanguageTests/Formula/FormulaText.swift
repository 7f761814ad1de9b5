@testable import BackpropLanguage

extension Formula {
  /// Parses a formula as in a cell.
  init(_ text: String, parameter: String? = nil) throws(Diagnostic) {
    let source = SourceText(text)
    let (tokens, diagnostics) = Lexer.tokens(of: source)
    if let first = diagnostics.first { throw first }
    self = try FormulaParser.formula(tokens, in: source, parameter: parameter).formula
  }
}

/// Parses equations as in a cell.
func equations(_ text: String) throws(Diagnostic) -> [SourceEquation] {
  let source = SourceText(text)
  let (tokens, diagnostics) = Lexer.tokens(of: source)
  if let first = diagnostics.first { throw first }
  return try FormulaParser.equations(tokens, in: source)
}
