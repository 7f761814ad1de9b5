/// An expression in the handout's notation: one tree for its Unicode, ASCII and LaTeX spellings.
public indirect enum Formula: Equatable, Sendable {
  /// A number and the digits as typed, so that `0.10` is printed as `0.10`.
  case number(Double, spelling: String)
  case constant(Constant)
  /// A quantity of the network with its subscripts: `w_ij`, `δ_k`, `y_j2`, `E`.
  case quantity(Quantity, [Subscript])
  /// A name known to the session: η, α, or the user's own defined by `let`.
  case name(String)
  case negated(Formula)
  case sum(Formula, Formula)
  case difference(Formula, Formula)
  /// `explicit` tells `a × b` and `a * b` from juxtaposition, for printing only.
  case product(Formula, Formula, sign: ProductSign)
  case quotient(Formula, Formula)
  case power(Formula, Formula)
  /// `g(a_j)`, `g'(a_j)`, `exp(…)`, `min(a, b)`.
  case call(Function, [Formula])
  /// `Σ_k …`: the sum over every unit of the layer that the letter names.
  case summation(String, Formula)
  /// `[k = r]`: 1 where the two subscripts name the same unit, else 0.
  case iverson(Subscript, Subscript)
  /// `∂X/∂Y`: X any formula, Y a weight, an output or a total input.
  case partial(Formula, Formula)
  /// A symbol of another course, with its arguments if it is a function: only in what is shown, never in what
  /// is evaluated.
  case symbol(CourseSymbol, [Formula])
}

/// How a product was written; it is printed in the same way.
public enum ProductSign: Equatable, Sendable { case juxtaposed, dot, cross }

public enum Constant: Equatable, Sendable { case pi, e }

/// The quantity that a symbol of the handout stands for. The raw value is its Unicode spelling.
public enum Quantity: String, Equatable, Sendable, CaseIterable {
  case weight = "w"
  case weightChange = "Δw"
  /// The change of a weight at the previous update.
  case previousWeightChange = "Δw(n-1)"
  case totalInput = "a"
  case output = "y"
  case input = "x"
  case target = "t"
  case delta = "δ"
  case error = "E"
  case totalError = "total E"
  case meanError = "mean E"
  /// The share of the pattern set that is classified right, as `test` counts it.
  case accuracy
  /// The number of epochs of the last training.
  case epochs
}

public enum Function: Equatable, Sendable {
  case transfer, transferDerivative
  case elementary(ElementaryFunction)
  /// A user's own function, or a transfer function, by name.
  case named(String)
  /// `[a > b]`, in learning rules: 1 where it holds, else 0.
  case comparison(Relation)
}

/// One subscript: a letter with a unit number (`j2`), or a letter alone (free, or pinned by `let q = 2`).
public struct Subscript: Equatable, Hashable, Sendable {
  public let letter: String
  public let unit: Int?
  public init(_ letter: String, unit: Int? = nil) {
    self.letter = letter
    self.unit = unit
  }
}

/// Two formulas, and how they are claimed to compare.
public struct Equation: Equatable, Sendable {
  public let left: Formula
  public let relation: Relation
  public let right: Formula
  public init(_ left: Formula, _ right: Formula, relation: Relation = .equal) {
    self.left = left
    self.relation = relation
    self.right = right
  }
}
