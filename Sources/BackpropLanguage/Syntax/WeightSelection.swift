/// Some weights: of a projection, all the weights from one unit, to one unit, or between two.
enum WeightSelection: Sendable {
  case all
  case bias
  case between(Subscript, Subscript)
}

extension TokenCursor {
  /// `w_ij`, `w_i1j2`, or `w` for all.
  mutating func weightSelection() throws(Diagnostic) -> Located<WeightSelection> {
    let start = range.lowerBound
    guard take(word: "w") else { throw expected("weights, as `w_ij` or `w_i1j2`") }
    if let superscript = layerSuperscript("w", [], from: start) { throw superscript }
    guard case .subscripts(let subscripts) = peek else { return Located(.all, range(from: start)) }
    guard subscripts.count == 2, let from = subscripts.first, let to = subscripts.last else {
      let lacksLetter = subscripts.contains { $0.letter.isEmpty }
      throw expected(
        lacksLetter
          ? "the letter of a layer before each number, as in `w_i1j2`"
          : "two subscripts, one for each of the units that it joins, as in `w_ij`")
    }
    advance()
    if let superscript = layerSuperscript("w", subscripts, from: start) { throw superscript }
    return Located(.between(from, to), range(from: start))
  }
}
