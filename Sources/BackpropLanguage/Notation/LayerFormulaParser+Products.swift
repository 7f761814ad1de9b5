/// Products of vectors, matrices and numbers, and what fits.
extension LayerFormulaParser {
  mutating func term() throws(Diagnostic) -> LayerFormula {
    var left = try chain()
    while true {
      if stands("⊗") {
        let sign = tokens[index]
        index += 1
        let right = try chain()
        left = try outerProduct(left, sign, right)
        continue
      }
      guard let length = elementwiseSign else { return left }
      let sign = tokens[index]
      index += length
      let right = try chain()
      var times = sign
      times.kind = .symbol("*")
      left = try unitByUnit(left, sign, times, right)
    }
  }

  /// `δ^2 ⊗ a^1`, a column times a row.
  func outerProduct(
    _ a: LayerFormula, _ sign: Token, _ b: LayerFormula
  ) throws(Diagnostic) -> LayerFormula {
    try refuseMixture(a, b)
    if let matrix = [a, b].first(where: { $0.shape.columns != nil }) {
      throw Diagnostic(.layers(.outer(part(matrix))), at: a.range.through(b.range))
    }
    var times = sign
    times.kind = .symbol("*")
    let row = try made(.transposed(b), b.shape.transposed, from: b.start, [b])
    return try made(
      .product(a, sign: times, row), LayerFormula.Shape(rows: a.shape.rows, columns: b.shape.rows),
      from: a.start, [a, b])
  }

  /// The number of tokens of `⊙` or `.*` here.
  private var elementwiseSign: Int? {
    if stands("⊙") { return 1 }
    return stands(".") && kind(1) == .symbol("*") ? 2 : nil
  }

  mutating func chain() throws(Diagnostic) -> LayerFormula {
    try chain(from: try factor())
  }

  /// Goes on behind the first factor.
  private mutating func chain(from first: LayerFormula) throws(Diagnostic) -> LayerFormula {
    var left = first
    while true {
      if stands("*") || stands("×") || stands("·") {
        let sign = tokens[index]
        index += 1
        let right = try signedFactor()
        left = try product(left, sign, right)
      } else if stands("/") {
        let sign = tokens[index]
        index += 1
        let right = try signedFactor()
        guard right.shape.isNumber else { throw onlyForNumbers("`/`", right) }
        left = try row(
          [.part(left), .token(sign), .part(right)], left.shape, from: left.start, [left, right])
      } else if beginsFactor {
        let right = try factor()
        do throws(Diagnostic) {
          left = try product(left, nil, right)
        } catch {
          throw lacksElementwiseSign(left, before: right) ? misfit(left, right, isElementwise: true) : error
        }
      } else {
        return left
      }
    }
  }

  /// Whether a ⊙ between two factors is missing: `σ'(z^2) (w^3)^T δ^3`, whose rest is a vector of the same
  /// units.
  private func lacksElementwiseSign(_ left: LayerFormula, before right: LayerFormula) -> Bool {
    var rest = self
    guard left.shape.columns == nil, left.shape != right.shape, let product = try? rest.chain(from: right)
    else { return false }
    return product.shape == left.shape
  }

  private var beginsFactor: Bool {
    switch kind(0) {
    case .word: true
    case .symbol(let symbol):
      switch symbol {
      case "(", "[", "{", "Σ", "∂", "∇", "\\frac", "√", "|(": true
      case "‖": !isWithinNorm
      default: false
      }
    default: false
    }
  }

  func product(
    _ a: LayerFormula, _ sign: Token?, _ b: LayerFormula
  ) throws(Diagnostic) -> LayerFormula {
    try refuseMixture(a, b)
    let pieces: [LayerFormula.Piece] = [.part(a)] + (sign.map { [.token($0)] } ?? []) + [.part(b)]
    if a.shape.isNumber { return try row(pieces, b.shape, from: a.start, [a, b]) }
    if b.shape.isNumber { return try row(pieces, a.shape, from: a.start, [a, b]) }
    // `1/2 v^T v` is half of a sum.
    if case .row(let parts) = a.kind, case .part(let number)? = parts.first, number.shape.isNumber,
      case .part(let last)? = parts.last, parts.count > 1
    {
      let rest = try product(last, sign, b)
      return try row(parts.dropLast() + [.part(rest)], rest.shape, from: a.start, [number, rest])
    }
    // As in NumPy.
    if let sign, sign.kind == .symbol("*"), reader.notation.hasDifferentials, a.shape == b.shape {
      return try unitByUnit(a, sign, sign, b)
    }
    if sign == nil || sign?.kind == .symbol("·"), a.shape.columns == b.shape.rows,
      let scaled = try scaled(a, sign, b)
    {
      return scaled
    }
    guard a.shape.columns == b.shape.rows, sign == nil || sign?.kind == .symbol("·") else {
      throw misfit(a, b)
    }
    return try made(
      .product(a, sign: sign, b), LayerFormula.Shape(rows: a.shape.rows, columns: b.shape.columns),
      from: a.start, [a, b])
  }

  /// A product with a diagonal matrix: `diag(v) A` has the rows of A times the units of v, and `A diag(v)`
  /// the columns.
  private func scaled(
    _ a: LayerFormula, _ sign: Token?, _ b: LayerFormula
  ) throws(Diagnostic) -> LayerFormula? {
    let signs = sign.map { [LayerFormula.Piece.token($0)] } ?? []
    if case .diagonal(let vector) = a.kind {
      return try row([.part(vector)] + signs + [.part(b)], b.shape, from: a.start, [a, b])
    }
    guard case .diagonal(let vector) = b.kind else { return nil }
    let across = try made(.transposed(vector), vector.shape.transposed, from: b.start, [vector])
    return try row([.part(a)] + signs + [.part(across)], a.shape, from: a.start, [a, b])
  }

  func misfit(_ a: LayerFormula, _ b: LayerFormula, isElementwise: Bool = false) -> Diagnostic {
    let range = a.range.through(b.range)
    var suggestion: String?
    if isElementwise || a.shape == b.shape && a.shape.columns != a.shape.rows {
      suggestion = "\(a.text) ⊙ \(b.text)"
    } else if a.shape.rows == b.shape.rows {
      suggestion = "\(a.transposedText) \(b.text)"
    } else if a.shape.columns == b.shape.columns {
      suggestion = "\(a.text) \(b.transposedText)"
    }
    return Diagnostic(.layers(.product(part(a), part(b))), at: range, suggestion: suggestion)
  }

  /// `+`, `-` or `⊙`; shown: the sign as typed.
  func unitByUnit(
    _ a: LayerFormula, _ shown: Token, _ sign: Token, _ b: LayerFormula
  ) throws(Diagnostic) -> LayerFormula {
    try refuseMixture(a, b)
    let isProduct = sign.kind == .symbol("*")
    let fits =
      a.shape == b.shape || (a.shape.isNumber && (a.isPlain || isProduct))
      || (b.shape.isNumber && (b.isPlain || isProduct))
    guard fits else {
      let range = a.range.through(b.range)
      let named = isProduct ? "⊙" : source.string(shown.range)
      throw Diagnostic(.layers(.differ(part(a), sign: named, part(b))), at: range)
    }
    return try row(
      [.part(a), .token(sign), .part(b)], a.shape.isNumber ? b.shape : a.shape, from: a.start, [a, b])
  }
}
