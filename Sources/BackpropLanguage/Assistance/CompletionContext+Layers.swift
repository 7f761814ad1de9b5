/// Completion of symbols with the number of a layer above them: `W^`, `z^{[`, `w^2_`.
extension CompletionContext {
  /// Where the symbol begins whose superscript is being typed before a place; nil if there is none.
  static func startOfNumbered(_ line: ArraySlice<Unicode.Scalar>) -> Int? {
    guard let sign = line.lastIndex(of: "^"), sign > line.startIndex, isPartOfWord(line[sign - 1]) else {
      return nil
    }
    var open: [Unicode.Scalar] = []
    for scalar in line[(sign + 1)...] {
      switch scalar {
      case "{", "(", "[": open.append(scalar)
      case "}", ")", "]":
        guard open.popLast() != nil else { return nil }
      case "-", ",": guard !open.isEmpty else { return nil }
      default: guard isPartOfWord(scalar) else { return nil }
      }
    }
    var start = sign
    while start > line.startIndex, isPartOfWord(line[start - 1]) { start -= 1 }
    return start
  }

  /// The vectors and matrices of the layers, as the notation in force writes them.
  var layerVectors: [Completions.Item] {
    let notation = state.notations.inUse
    guard let numbers = notation.layers, let network = state.network else { return [] }
    let kinds: [(symbol: String, first: Int, meaning: String)] = [
      (partial.hasPrefix("W") ? "W" : notation.symbol("w"), 1, "the matrix of the weights to layer"),
      (notation.bias ?? "", 1, "the biases of layer"), (notation.symbol("a"), 1, "the total inputs of layer"),
      (notation.symbol("y"), 0, "the outputs of layer"), (notation.symbol("δ"), 1, "δ of layer"),
    ]
    return kinds.filter { !$0.symbol.isEmpty }.flatMap { kind in
      network.letters.indices.dropFirst(kind.first).map { layer in
        let level = numbers.text(layer)
        let raised = level.utf8.count > 1 ? "{\(level)}" : level
        return Completions.Item(
          text: "\(kind.symbol)^\(raised)", kind: "quantity",
          detail: "\(kind.meaning) \(numbers.first + layer)")
      }
    }
  }
}
