/// What is wrong in a formula of numbered layers.
public enum LayerProblem: Equatable, Sendable {
  /// A vector or a matrix, as typed: the layers, as the course numbers them, whose units its rows and its
  /// columns count.
  public struct Part: Equatable, Sendable {
    var text: String
    var rows: Int?
    var columns: Int?
  }

  /// Two sides of an equation or inequality, or two parts with `+`, `-`, `⊙` between them.
  case differ(Part, sign: String, Part)
  /// A product: the columns of the first count other units than the rows of the second.
  case product(Part, Part)
  /// A matrix beside `⊗`.
  case outer(Part)
  /// A matrix, or a vector that is a row, in `diag(…)`.
  case diagonal(Part)
  /// Something that is only for numbers: `/`, a power, a sum over a letter.
  case onlyForNumbers(String, Part)
  /// Letters of units beside vectors.
  case mixed(letters: [String], Part)
  /// A vector in a line of a rule about single weights.
  case vectorAmongUnits(String, of: String)
  /// One letter for units of two layers, counted as the course does.
  case twoLayers(letter: String, Int, Int)
  /// A number that no layer has, or that no weights lead to.
  case noSuchLayer(String, ClosedRange<Int>, isOfWeights: Bool)
  /// A layer in general, in a formula none of whose layers has all parts.
  case noLayer(letter: String)
  /// A layer in general, where one must be named.
  case generalLayer(letter: String)
  /// The gradient by something that belongs to more than one layer: `∇_b C`.
  case gradient(String)
}
