import Testing

@testable import BackpropLanguage

extension FormulaContext {
  /// What a failing check of an equation finds; nil if nothing is named.
  func slips(in text: String) throws -> [Slip]? {
    let source = SourceText(text)
    let equations = try FormulaParser.equations(Lexer.tokens(of: source).tokens, in: source)
    let check = try IdentityCheck(try #require(equations.first), in: self)
    guard case .refuted(let refutation)? = check.refutation()?.problem else { return nil }
    return refutation.finding.map { $0.slips.map { $0.slip } }
  }
}
