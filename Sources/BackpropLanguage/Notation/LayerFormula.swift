/// A formula of vectors and matrices: what becomes of it in units, and its shape.
struct LayerFormula {
  let kind: Kind
  let shape: Shape
  /// As typed.
  let text: String
  let range: SourceRange
  /// Its first token.
  let start: Int
  /// The letters of units that no sum in it binds.
  var letters: Set<String> = []
  /// Whether nothing of the network is in it, so that it may stand for a vector of equal numbers.
  var isPlain = false
  var height = 1

  /// What the rows and the columns of a vector or a matrix belong to: each the layer whose units they count;
  /// nil: there is one.
  struct Shape: Equatable {
    var rows: Int?
    var columns: Int?

    static let number = Shape(rows: nil, columns: nil)
    var isNumber: Bool { self == .number }
    var transposed: Shape { Shape(rows: columns, columns: rows) }
  }

  indirect enum Kind {
    /// With its word, and the `(n-1)` after it.
    case symbol(LayerSymbol, Token, [Token])
    /// Tokens, and parts that have its rows and columns or are numbers.
    case row([Piece])
    case transposed(LayerFormula)
    /// Of two vectors or matrices.
    case product(LayerFormula, sign: Token?, LayerFormula)
    /// The sum of the squares of a matrix.
    case squares(LayerFormula)
    /// The square matrix with a vector on its diagonal.
    case diagonal(LayerFormula)
    /// ∂X/∂Y, with the tokens before X and between X and Y and after Y.
    case partial([Token], LayerFormula, [Token], LayerFormula, [Token])
  }

  enum Piece {
    case token(Token)
    case part(LayerFormula)
  }

  /// The text of its transpose.
  var transposedText: String {
    switch kind {
    case .transposed(let inner): inner.textWithoutBrackets
    case .product(let a, _, let b): b.transposedText + " " + a.transposedText
    case .diagonal: text
    case .symbol, .row, .partial, .squares: shape.isNumber ? text : isBare ? text + "^T" : "(\(text))^T"
    }
  }
}

extension LayerFormula {
  /// Whether it is a vector's or a matrix's symbol, or has none of either.
  var isSymbol: Bool {
    switch kind {
    case .symbol(let symbol, _, _): !symbol.isTransposed
    case .row(let pieces): pieces.allSatisfy { if case .part = $0 { false } else { true } }
    case .partial(_, let numerator, _, let variable, _): numerator.isSymbol && variable.isSymbol
    case .transposed, .product, .squares, .diagonal: false
    }
  }

  /// Whether `^T` can follow it.
  private var isBare: Bool { text.hasPrefix("(") || !text.includes("^") && text.utf8.count < 3 }

  /// Whether the part before `other` is its transpose.
  func isTransposed(of other: LayerFormula) -> Bool {
    guard case .transposed(let inner) = kind else { return false }
    return inner.textWithoutBrackets == other.textWithoutBrackets
  }

  /// A symbol needs no brackets.
  private var textWithoutBrackets: String {
    if case .row(let pieces) = kind, pieces.count == 3, case .part(let inner) = pieces[1],
      case .symbol = inner.kind
    {
      return inner.text
    }
    return text
  }
}

/// Writes a formula of vectors and matrices in units.
struct LayerFormulaWriter {
  /// The letter of each layer.
  let letters: [String]
  /// The layers whose only unit is meant, so that what belongs to it is a number.
  var ones: Set<Int> = []

  /// row, column: the letters of the unit that it is written for. live: those that have a meaning here.
  func tokens(_ formula: LayerFormula, _ row: String?, _ column: String?, live: Set<String>) -> [Token] {
    let row = formula.shape.rows == nil ? nil : row
    let column = formula.shape.columns == nil ? nil : column
    switch formula.kind {
    case .symbol(let symbol, let word, let suffix):
      let units = symbol.isTransposed ? [column, row] : [row, column]
      let places = zip(symbol.layers, units).map { layer, unit in
        ones.contains(layer) ? Subscript(letters[layer], unit: 1) : Subscript(unit ?? letters[layer])
      }
      let below = word.range.upperBound..<formula.range.upperBound
      return [word, Token(.subscripts(places), below)] + suffix
    case .row(let pieces):
      return pieces.flatMap { piece in
        switch piece {
        case .token(let token): [token]
        case .part(let part): tokens(part, row, column, live: live)
        }
      }
    case .transposed(let inner): return tokens(inner, column, row, live: live)
    case .product(let a, let sign, let b):
      let signs = sign.map { [$0] } ?? []
      guard let layer = a.shape.columns else {
        return tokens(a, row, nil, live: live) + signs + tokens(b, nil, column, live: live)
      }
      let letter = fresh(layer, besides: live)
      let inner = live.union([letter])
      let start = formula.range.lowerBound..<formula.range.lowerBound
      let sum = [
        Token(.symbol("Σ"), start, spaceBefore: true), Token(.subscripts([Subscript(letter)]), start),
      ]
      if formula.shape.isNumber, a.isTransposed(of: b) {
        let end = formula.range.upperBound..<formula.range.upperBound
        return sum + tokens(b, letter, column, live: inner)
          + [Token(.symbol("^"), end), Token(.number(2, spelling: "2"), end)]
      }
      return sum + tokens(a, row, letter, live: inner) + signs + tokens(b, letter, column, live: inner)
    case .squares(let inner):
      let (start, end) = (
        formula.range.lowerBound..<formula.range.lowerBound,
        formula.range.upperBound..<formula.range.upperBound
      )
      var (letters, inside): ([String], Set<String>) = ([], live)
      for layer in [inner.shape.rows, inner.shape.columns].compactMap({ $0 }) {
        letters.append(fresh(layer, besides: inside))
        inside.insert(letters[letters.count - 1])
      }
      let sums = letters.flatMap {
        [Token(.symbol("Σ"), start, spaceBefore: true), Token(.subscripts([Subscript($0)]), start)]
      }
      let row = inner.shape.rows == nil ? nil : letters.first
      let column = inner.shape.columns == nil ? nil : letters.last
      return sums + [Token(.symbol("("), start, spaceBefore: true)]
        + tokens(inner, row, column, live: inside)
        + [Token(.symbol(")"), end), Token(.symbol("^"), end), Token(.number(2, spelling: "2"), end)]
    case .diagonal(let vector):
      guard let row, let column else { return tokens(vector, row ?? column, nil, live: live) }
      let end = formula.range.upperBound..<formula.range.upperBound
      let units: [Token.Kind] = [.symbol("["), .word(row), .symbol("="), .word(column), .symbol("]")]
      return tokens(vector, row, nil, live: live) + units.map { Token($0, end) }
    case .partial(let before, let numerator, let between, let variable, let after):
      let isOfVector = !numerator.shape.isNumber
      return before + tokens(numerator, row, nil, live: live) + between
        + tokens(variable, isOfVector ? column : row, isOfVector ? nil : column, live: live) + after
    }
  }

  /// The letter of a layer, with primes if it has a meaning already.
  func fresh(_ layer: Int, besides live: Set<String>) -> String {
    var letter = letters[layer]
    while live.contains(letter) { letter += "'" }
    return letter
  }
}
