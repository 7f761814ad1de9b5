extension Wording {
  static func sentence(_ problem: LayerProblem) -> String {
    switch problem {
    case .differ(let a, let sign, let b):
      return "\(described(a)), but \(described(b)): \(verb(sign)) unit by unit"
    case .product(let a, let b):
      let layer = a.columns.map { "layer \($0)" } ?? "one column"
      let rows = b.rows.map { "a row for each unit of layer \($0)" } ?? "one row"
      return "a product sums over the columns of `\(a.text.asTyped)` "
        + "and the rows of `\(b.text.asTyped)`, but "
        + (a.columns == nil ? "the first has one column" : "the first has a column for each unit of \(layer)")
        + " and the second \(rows)"
    case .outer(let part):
      return
        "`⊗` is the outer product of two vectors, a column times a row, but \(described(part)); "
        + "`⊙` multiplies unit by unit"
    case .diagonal(let part):
      return "`diag(v)` is the matrix with the vector v on its diagonal, but \(described(part))"
    case .onlyForNumbers(let what, let part): return "\(what) is for numbers, but \(described(part))"
    case .mixed(let letters, let part):
      return "\(list(letters.map { "`\($0.asTyped)`" })) "
        + (letters.count == 1 ? "names a unit" : "name units") + ", but \(described(part)): "
        + "write an equation by units or by vectors, not by both"
    case .vectorAmongUnits(let vector, let weight):
      return "`\(vector.asTyped)` has no subscripts, so it is a vector or a matrix, but "
        + "`\(weight.asTyped)` is of one weight: write a line of a rule by units or by vectors, not by both"
    case .twoLayers(let letter, let a, let b):
      return "`\(letter.asTyped)` is a unit of layer \(a) and a unit of layer \(b): "
        + "in one formula a letter is for units of one layer only, or has a sum of its own for each"
    case .noSuchLayer(let symbol, let layers, let isOfWeights):
      return "expected the number of a layer of this network"
        + (isOfWeights ? " that weights lead to" : "")
        + ", \(layers.lowerBound) to \(layers.upperBound), found `\(symbol.asTyped)`"
    case .noLayer(let letter): return "there is no layer \(letter) for which this network has all these parts"
    case .generalLayer(let letter):
      return
        "`\(letter.asTyped)` is any layer: `check`, `print` and `explain` go through all of them, "
        + "and here one is needed, by its number"
    case .gradient(let symbol):
      return
        "`∇_\(symbol.asTyped)` needs the number of a layer, as in `∇_{w^2}`; "
        + "without one it is for the outputs or the total inputs of the output layer"
    }
  }

  private static func verb(_ sign: String) -> String {
    switch sign {
    case "⊙": "`⊙` multiplies"
    case "+": "`+` adds"
    case "-": "`-` subtracts"
    case ",", "(": "a function is worked out"
    default: "`\(sign)` compares"
    }
  }

  /// What a line for any layer was worked out for.
  static func layers(_ letter: String, _ layers: [Int]) -> String {
    "\(letter) = \(list(layers.map { "\($0)" })): "
      + (layers.count == 1 ? "the only layer" : "every layer") + " for which all parts exist"
  }

  /// `a^2` has a row for each unit of layer 2
  private static func described(_ part: LayerProblem.Part) -> String {
    "`\(part.text.asTyped)` " + shape(part)
  }

  private static func shape(_ part: LayerProblem.Part) -> String {
    let rows = part.rows.map { "a row for each unit of layer \($0)" }
    let columns = part.columns.map { "a column for each unit of layer \($0)" }
    let both = [rows, columns].compactMap { $0 }
    return both.isEmpty ? "is a number" : "has " + both.joined(separator: " and ")
  }
}
