/// Finds an index of a transfer function that is not that of its argument: `σ^3(z^2)`, `φ_k(v_j)`. An index
/// that fits says nothing new, since a layer has one transfer function.
struct TransferIndex {
  /// The letter of each layer, and the number of the first; nil where layers have no numbers.
  let letters: [String]
  let firstNumber: Int?
  let isTransfer: (String) -> Bool

  func problem(in tokens: [Token]) -> Diagnostic? {
    for place in tokens.indices {
      guard case .word(let word) = tokens[place].kind, isTransfer(word) else { continue }
      var next = place + 1
      var level: String?
      var letter: String?
      if firstNumber != nil, let read = superscript(at: next, in: tokens) {
        level = read.level
        next += read.count
        if !read.isBracketed, read.number != nil, tokens.kind(next) == .symbol("(") {
          return layerOrPower(word, read.level, at: tokens[place].range.through(tokens[next - 1].range))
        }
      }
      if let below = subscripts(at: next, in: tokens) {
        letter = below.last?.letter
        next += 1
      }
      guard level != nil || letter != nil, tokens.kind(next) == .symbol("("),
        let end = Self.end(ofBracketAt: next, in: tokens)
      else { continue }
      let argument = next + 1..<end
      guard !fits(level, levels(in: argument, of: tokens)) || !fits(letter, in: argument, of: tokens) else {
        continue
      }
      let index = tokens[place + 1].range.through(tokens[next - 1].range)
      return Diagnostic(
        .expected(
          "the transfer function of the layer that its argument belongs to", found: "another layer's"),
        at: index, example: "print g(a_j)")
    }
    return nil
  }

  /// `σ^2(z^2_j)`, where `tanh^2` is a square.
  private func layerOrPower(_ function: String, _ level: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .expected(
        "`\(function)(…)`, whose layer is that of its argument, or `\(function)(…)^\(level)` for a power",
        found: "`\(function)^\(level)`, which may be either"),
      at: range, example: "print g(a_j)")
  }

  private func superscript(at place: Int, in tokens: [Token]) -> LayerSuperscript.Reading? {
    LayerSuperscript.read { tokens.kind(place + $0) }
  }

  private func subscripts(at place: Int, in tokens: [Token]) -> [Subscript]? {
    guard case .subscripts(let places)? = tokens.kind(place), !tokens[place].spaceBefore else { return nil }
    return places
  }

  private static func end(ofBracketAt start: Int, in tokens: [Token]) -> Int? {
    var depth = 0
    for place in start..<tokens.count {
      if tokens[place].kind == .symbol("(") { depth += 1 }
      if tokens[place].kind == .symbol(")") { depth -= 1 }
      if depth == 0 { return place }
    }
    return nil
  }

  // MARK: - Layers

  private func number(_ level: String) -> Int? {
    level == "L" ? firstNumber.map { $0 + letters.count - 1 } : LayerSuperscript.number(level)
  }

  private func levels(in places: Range<Int>, of tokens: [Token]) -> [String] {
    places.compactMap { superscript(at: $0, in: tokens)?.level }.filter { $0 != "T" }
  }

  /// The argument belongs to its last layer: z^2 = w^2 a^1 + b^2.
  private func fits(_ level: String?, _ levels: [String]) -> Bool {
    guard let level, !levels.isEmpty else { return true }
    if let own = number(level), let last = levels.compactMap({ number($0) }).max() { return own == last }
    return levels.contains(level)
  }

  private func fits(_ letter: String?, in places: Range<Int>, of tokens: [Token]) -> Bool {
    guard let own = letter.flatMap({ letters.firstIndex(of: $0) }), firstNumber == nil else { return true }
    let used = places.flatMap { place in (subscripts(at: place, in: tokens) ?? []).map { $0.letter } }
    guard let last = used.compactMap({ letters.firstIndex(of: $0) }).max() else { return true }
    return own == last
  }
}
