/// A symbol of a course's notation, ready to be shown.
public struct CourseSymbol: Equatable, Sendable {
  /// In Unicode, with its primes: `z`, `σ'`, `Δw`.
  let name: String
  let subscripts: [Subscript]
  /// The number of its layer: `(2)`; empty if the course numbers none.
  let superscript: String
  /// What is said before it, as in `total C`, and after it, as in `Δw_ij(n-1)`.
  let words: String
  var suffix: String

  init(
    _ name: String, _ subscripts: [Subscript], superscript: String = "", words: String = "",
    suffix: String = ""
  ) {
    self.name = name
    self.subscripts = subscripts
    self.superscript = superscript
    self.words = words
    self.suffix = suffix
  }
}
