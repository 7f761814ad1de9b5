/// The smallest meaningful piece of a cell, the same for all three spellings: `\delta`, `delta` and `δ` are
/// one name.
public struct Token: Equatable, Sendable {
  public var kind: Kind
  public var range: SourceRange
  /// Whether there is white space before it: `g (a)` and `-0.5 0.5` are read differently from `g(a)` and
  /// `1-0.5`.
  public var spaceBefore: Bool
  /// At the first token of a formula of vectors that is written in units here: how it was typed.
  var vectorForm: VectorForm?
  /// At the symbol of a weight: whether it is that before an update that the claim has the weight after of.
  var isOfUpdate = false

  public enum Kind: Equatable, Sendable {
    /// A word, Greek letter or symbol name in its Unicode spelling; primes are part of it (`g'`).
    case word(String)
    /// `_i1j2`, `_{ij}`, `_k` after a word, `Σ` or `∂`: letters, each with an optional unit number.
    case subscripts([Subscript])
    case number(Double, spelling: String)
    case string(String)
    /// `->`, `<=`, `..`, `+`, `(`, `∂`, `Σ`, `|` and so on, each in one spelling.
    case symbol(String)
    case newline
    /// The white space at the beginning of a line, in columns; only for lines that are not blank.
    case indent(Int)
    case end
  }

  public init(_ kind: Kind, _ range: SourceRange, spaceBefore: Bool = false) {
    self.kind = kind
    self.range = range
    self.spaceBefore = spaceBefore
  }
}
