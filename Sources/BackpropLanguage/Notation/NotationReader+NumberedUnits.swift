/// Units that are numbered through the network.
extension NotationReader {
  /// `Σ_{j=4}^5` where units are numbered through the network: bounds in the numbers of the layer. Others
  /// become -1, which no layer has.
  func bounds(in line: [Token]) -> [Token] {
    guard let numberedUnits else { return line }
    var tokens = line
    for place in tokens.indices where tokens[place].kind == .symbol("Σ") {
      guard case .subscripts(let letters)? = tokens.kind(place + 1), let letter = letters.last?.letter,
        let layer = self.letters.firstIndex(of: letter), units.indices.contains(layer)
      else { continue }
      func replace(_ place: Int) {
        guard case .number(let value, let spelling)? = tokens.kind(place) else { return }
        let number = Int(exactly: value).flatMap { numberedUnits.unit($0) }
        let unit = value == 0 ? 0 : number.flatMap { $0.letter == letter ? $0.unit : nil } ?? -1
        tokens[place].kind = .number(Double(unit), spelling: spelling)
      }
      var next = place + 2
      if tokens.kind(next) == .symbol("=from") {
        replace(next + 1)
        next += 2
      }
      if tokens.kind(next) == .symbol("^") {
        replace(tokens.kind(next + 1) == .symbol("{") ? next + 2 : next + 1)
      }
    }
    return tokens
  }

  /// Subscripts with the letters of layers instead of numbers through the network.
  func numbered(_ given: [Subscript], of written: String) -> [Subscript] {
    guard let numberedUnits, let count = subscriptCount(of: written),
      case .places(let places) = numberedUnits.read(given, count: count)
    else { return given }
    return places
  }

  /// `plot hidden 4 5`: numbers of units by themselves.
  func named(in tokens: [Token]) -> [Token] {
    guard let numberedUnits, tokens.first?.kind == .word(Command.plot.name) else { return tokens }
    var isOfUnits = false
    return tokens.map { token in
      switch token.kind {
      case .word(let word):
        isOfUnits =
          FigureTable.plotted.named(word)?.arguments.contains {
            if case .units = $0 { true } else { false }
          } == true
      case .number(let value, _):
        guard isOfUnits, let number = Int(exactly: value) else { break }
        let unit = numberedUnits.unit(number)?.text ?? "\(number)"
        return Token(.word(unit), token.range, spaceBefore: token.spaceBefore)
      case .subscripts, .string, .symbol, .newline, .indent, .end: isOfUnits = false
      }
      return token
    }
  }
}
