/// The handout's steps, one by one.
enum PassCommands {
  static let all = [forward, backward, update, step]

  static let forward = Command(
    name: "forward", synonyms: ["present"], family: .passes,
    synopsis: ["forward [PATTERN]", "forward INPUTS [-> TARGETS]"],
    meaning: "present a pattern: 1a input to hidden, 1b hidden to output, 1c compare with the target",
    details: "Without a pattern: the one presented last, or the first of the set.",
    arguments: [.patternNumber],
    examples: ["forward 2", "forward 0 1 -> 1", "forward"],
    parse: { (parser) throws(Diagnostic) in .forward(try parsePresented(&parser)) })

  static let backward = Command(
    name: "backward", family: .passes,
    synopsis: ["backward"],
    meaning: "2a: δ_k and Δw_jk; 2b: δ_j; 2c: Δw_ij, all with the weights before any update",
    details: """
      Δw_jk = η δ_k y_j, and with momentum Δw_jk = η δ_k y_j + α Δw_jk(n-1), where Δw(n-1) is the change at \
      the previous update, by hand or by `train`.
      """,
    examples: ["forward 2\nbackward"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return .backward
    })

  static let update = Command(
    name: "update", family: .passes,
    synopsis: ["update"],
    meaning: "add Δw to the weights: w ← w + Δw",
    examples: ["forward 2\nbackward\nupdate"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return .update
    })

  static let step = Command(
    name: "step", family: .passes,
    synopsis: ["step [PATTERN]", "step INPUTS -> TARGETS"],
    meaning: "forward, backward and update for one pattern, under the handout's headings",
    arguments: [.patternNumber],
    examples: ["step 2", "step 0 1 -> 1"],
    parse: { (parser) throws(Diagnostic) in .step(try parsePresented(&parser)) })

  /// Nothing, a pattern's number, or inputs with or without targets.
  private static func parsePresented(_ parser: inout StatementParser) throws(Diagnostic) -> Presented {
    _ = parser.cursor.take(word: "pattern")
    if parser.cursor.isAtEnd { return .again }
    let start = parser.cursor.range.lowerBound
    let input = try parser.cursor.numbers(example: "forward 0.5 0.1 -> 1")
    guard let first = input.first else {
      throw parser.cursor.expected("the number of a pattern, or its inputs", example: parser.example)
    }
    let inputRange = parser.cursor.range(from: start)
    guard parser.cursor.take("->") else {
      try parser.finish()
      if input.count == 1, first.value == first.value.rounded(), first.value.magnitude < 1e9 {
        return .number(Located(Int(first.value), first.range))
      }
      return .typed(input: Located(input.map { $0.value }, inputRange), target: nil)
    }
    let targetStart = parser.cursor.range.lowerBound
    let target = try parser.cursor.numbers(example: "forward 0.5 0.1 -> 1")
    guard !target.isEmpty else {
      throw parser.cursor.expected("the targets, numbers", example: "forward 0 1 -> 1")
    }
    let targetRange = parser.cursor.range(from: targetStart)
    try parser.finish()
    return .typed(
      input: Located(input.map { $0.value }, inputRange),
      target: Located(target.map { $0.value }, targetRange))
  }
}
