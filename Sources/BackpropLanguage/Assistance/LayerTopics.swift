/// What there is to say about the signs and letters of formulas of vectors, in a notation that numbers
/// layers. They mean nothing in the others.
struct LayerTopics {
  private let notation: Notation
  private let numbers: LayerNumbers
  /// The number of layers.
  private let count: Int

  /// nil in a notation that numbers no layers.
  init?(_ state: SessionState) {
    guard let numbers = state.notations.inUse.layers else { return nil }
    notation = state.notations.inUse
    self.numbers = numbers
    count = state.notations.letters.count
  }

  func blocks(about word: String) -> [Block] {
    guard let (meaning, example) = topic(word) else { return [] }
    return [.paragraph([.strong(word), .text(": ")] + Inline.prose(meaning)), .code(example)]
  }

  private func topic(_ word: String) -> (meaning: String, example: String)? {
    switch word {
    case "⊙", "∘", ".*", "hadamard", "Hadamard", "hadamard product", "elementwise", "\\odot":
      return (
        "the product of two vectors, or of two matrices, unit by unit, as in `\(elementwise)`", elementwise
      )
    case "⊗", "outer", "outer product":
      return ("the outer product of two vectors, a column times a row: `\(outer)`", outer)
    case "^T", "⊤", "T", "transpose", "transposed":
      return (
        "transposes a matrix, or makes a row of a column: `\(back)` sums over the units of layer "
          + "\(numbers.first + last), and `\(outer)` is an outer product", back
      )
    case "‖", "‖·‖", "‖v‖", "‖‖", "||", "norm", "\\|", "\\Vert":
      return (
        "`\(norm)` is the sum of the squares of all numbers of a vector or a matrix; `^2` belongs to it", norm
      )
    case "diag":
      return (
        "the square matrix with a vector on its diagonal: `\(diagonal)` is `\(elementwise)`", diagonal
      )
    case "∇", "nabla":
      let byOutput = "∇_\(notation.symbol("y")) \(notation.symbol("E"))"
      return (
        "the gradient: `\(byOutput)` has a row for each output, and `\(gradient)` is the matrix of the "
          + "derivatives by the weights that lead to layer \(numbers.first + last)", byOutput
      )
    case "W", "weight matrix":
      return (
        "the weights that lead to a layer, as a matrix, `\(symbol("w", last))` or `\(symbol("W", last))`: "
          + "a row for each unit of layer \(numbers.first + last), a column for each unit of layer "
          + "\(numbers.first + last - 1)", "print " + symbol("w", last)
      )
    case "L" where notation.symbol("E") != "L":
      return (
        "the last layer, number \(numbers.first + last) in this network; `L-1` is the layer before it",
        "print " + raised("y", "L")
      )
    case "l", "ℓ":
      return (
        "any layer: `check`, `print` and `explain` go through all for which the parts exist; `l-1` is the "
          + "layer before", "print " + raised("a", "l")
      )
    default: return nil
    }
  }

  private var last: Int { count - 1 }
  /// The layer before the last one whose units have a δ; the last one if there is no other.
  private var hidden: Int { max(last - 1, 1) }

  private var back: String { "(\(symbol("w", last)))^T \(symbol("δ", last))" }
  private var outer: String { "\(symbol("δ", hidden)) (\(symbol("y", hidden - 1)))^T" }
  private var gradient: String { "∇_{\(symbol("w", last))} \(notation.symbol("E"))" }

  private var norm: String { "‖\(symbol("y", last)) - \(notation.symbol("t"))‖^2" }
  private var slope: String { "\(notation.symbol("g"))'(\(symbol("a", hidden)))" }

  private var diagonal: String {
    hidden == last ? "diag(\(slope)) \(symbol("δ", last))" : "diag(\(slope)) \(back)"
  }

  private var elementwise: String {
    return hidden == last ? "\(symbol("δ", last)) ⊙ \(slope)" : "\(back) ⊙ \(slope)"
  }

  /// The course's symbol for a layer's vector or matrix.
  private func symbol(_ handout: String, _ layer: Int) -> String {
    raised(handout, "\(numbers.first + layer)")
  }

  private func raised(_ handout: String, _ level: String) -> String {
    let level = numbers.enclosed(level)
    return notation.symbol(handout) + (level.utf8.count == 1 ? "^\(level)" : "^{\(level)}")
  }
}
