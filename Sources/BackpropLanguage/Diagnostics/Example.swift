/// The correct line below an error, written for a 2-2-1 network: `NetworkNotation` adapts it to the current
/// network.
enum Example {
  /// A line that is just a formula.
  static let formula = "w_jk * y_j"
  static let matrix = "w_ij = [0.15 0.25; 0.20 0.30]"
  static let matrixOfRows = "w_ij =\n  0.15 0.25\n  0.20 0.30"

  /// How many characters of a statement are compared with examples.
  static let mostCompared = 1_000

  /// The command's example that shares the most words with a line; for a line without a command, an example
  /// of the same form.
  static func line(like line: String, of command: Command?) -> String {
    guard let command else { return assignment(like: line) ?? formula }
    let said = words(of: line).dropFirst()
    var best = command.examples.first ?? command.name
    var most = 0
    for example in command.examples {
      let own = words(of: example)
      let shared = said.reduce(0) { $0 + (own.contains($1) ? 1 : 0) }
      if shared > most { (best, most) = (example, shared) }
    }
    return best
  }

  /// The steps up to the command that something needs.
  static func before(_ command: String) -> String {
    switch command {
    case "backward": "forward 2\nbackward"
    case "train": "train 100 epochs"
    default: "forward 2"
    }
  }

  /// A definition of a name that has no meaning yet, or of another one where it cannot be given any.
  static func defining(_ name: String, letters: [String] = []) -> String {
    // `delta2`, which lacks its subscript.
    let bare = String(name.prefix { !$0.isNumber && $0 != "_" })
    if bare != name, let quantity = Quantity(rawValue: Lexer.greek[bare] ?? bare) { return quantity.example }
    let isFree =
      !Vocabulary.isReserved(name) && CommandTable.command(named: name) == nil
      && ParticularLetter(rawValue: name) == nil && !letters.contains(name) && !name.contains("_")
    let isJoining = name == "of" || Vocabulary.connectives.contains(name.lowercased())
    guard isFree, !isJoining else { return "let c = 1/2" }
    // What counts something is called so in most courses.
    return ["I", "J", "K", "M", "m", "n"].contains(name) ? "let \(name) = 2" : "let \(name) = 0.5"
  }

  /// nil if it contains no `=`.
  private static func assignment(like line: String) -> String? {
    guard let sign = line.firstRange(of: "=") else { return nil }
    let left = line[..<sign.lowerBound].drop { $0 == " " }
    if left.hasPrefix("w") { return line.includes("\n") ? matrixOfRows : matrix }
    if left == "E" || left == "E " { return "E = Σ_k (t_k - y_k)^2" }
    if left.hasPrefix("α") || left.hasPrefix("alpha") || left.hasPrefix("\\alpha") { return "α = 0.9" }
    if left.hasPrefix("η") || left.hasPrefix("eta") || left.hasPrefix("\\eta") { return "η = 0.5" }
    return String(left).includes("(") ? "g(a) = a / (1 + abs(a))" : "let c = 1/2"
  }

  /// The words and arrows of a line; numbers do not count.
  private static func words(of text: String) -> [String] {
    text.split { !$0.isLetter }.map { String($0) } + (text.includes("->") ? ["->"] : [])
  }
}
