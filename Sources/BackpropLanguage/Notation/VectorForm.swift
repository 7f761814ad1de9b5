/// How a formula of vectors and matrices was typed, which is evaluated in units.
struct VectorForm: Equatable, Sendable {
  /// As typed: `(w^3)^T δ^3`.
  var text: String
  /// The letter of the units that its rows count; nil if it has only one.
  var rows: String?
  /// Whether it is only a symbol, `δ^3`, which the same symbol with subscripts stands for.
  var isSymbol: Bool
  /// Whether it is a number, as `x^T x` is.
  var isNumber: Bool
}

/// What `let v = a^2` has on its right, so that v has the rows and columns of a^2.
struct VectorDefinition: Sendable {
  var name: String
  /// The notation that it is written in.
  var notation = ""
  /// None if the name stands for no vector or matrix.
  var tokens: [Token] = []
}
