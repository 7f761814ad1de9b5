/// Looking at what there is.
enum ShowingCommands {
  static let all = [print]

  static let printable = [
    "weights", "activations", "δ", "Δw", "network", "patterns", "settings", "history", "total E", "mean E",
  ]

  static let print = Command(
    name: "print", synonyms: ["show"], family: .showing,
    synopsis: ["print WHAT, WHAT, …"],
    meaning:
      "show weights, δ, Δw, activations, network, patterns, settings, history, or the value of any formula",
    details: "A line that is just a formula prints its value as well.",
    arguments: [.words(printable), .formula],
    takesList: true,
    examples: ["print weights", "forward 2\nbackward\nprint w_jk, δ_j", "print network, patterns, settings"],
    parse: parse)

  @Sendable private static func parse(_ parser: inout StatementParser) throws(Diagnostic) -> Statement.Kind {
    var items: [Printed] = []
    repeat {
      let segment = parser.cursor.takeSegment()
      guard let first = segment.first else {
        throw parser.cursor.expected(
          "what to print: \(Wording.list(printable, last: "or")), or a formula",
          example: "print w_jk, δ_j")
      }
      if segment.count == 1, case .word(let word) = first.kind, let item = printed(word) {
        items.append(item)
        continue
      }
      items.append(.formula(try FormulaParser.formula(segment, in: parser.cursor.source)))
    } while parser.cursor.take(",")
    return .print(items)
  }

  static func printed(_ word: String) -> Printed? {
    switch word {
    case "weights", "w": .weights
    case "activations", "activation", "y", "a": .activations
    case "δ", "deltas", "errors": .deltas
    case "Δw": .weightChanges
    case "network": .network
    case "patterns": .patterns
    case "settings": .settings
    case "history": .history
    default: nil
    }
  }
}
