import Backprop

/// How a course writes the handout's symbols. The session itself knows only the handout's: `NotationReader`
/// turns what is typed into it, and `NotationWriter` what is shown into the course's.
struct Notation: Equatable, Sendable {
  var name: String
  /// The book or paper it is taken from, with chapter and equations; empty for one of the session's own.
  var source = ""
  /// The statement that defines it, as typed; empty for a built-in one.
  var text = ""
  /// The course's symbol for each of the handout's that is written otherwise: `["a": "z"]`.
  var symbols: [String: String] = [:]
  /// The output of the output layer, if it is called otherwise than that of hidden units.
  var lastOutput: String?
  /// Whether δ is ∂E/∂a rather than -∂E/∂a.
  var hasOppositeDelta = false
  /// Whether the receiving unit is the first subscript of a weight; matrices then have a row for each
  /// receiving unit.
  var receivesFirst = false
  /// The symbol of a bias weight: b_j for w_i0j.
  var bias: String?
  /// The numbers of layers in superscripts; nil: letters alone say which layer is meant.
  var layers: LayerNumbers?
  /// Whether units are numbered through the network: w_14 is the weight from unit 1 to unit 4.
  var numbersUnits = false
  /// The letter that numbers the pattern, which may stand below every symbol: E_p, δ_pj.
  var pattern: String?
  /// The letter that numbers the update, which may stand after every symbol: δ_j(n).
  var update: String?
  /// The symbol of t_k - y_k.
  var errorSignal: String?
  /// A symbol of inputs beside that of outputs, with the pattern below it: i_pi.
  var inputLetter: String?
  /// Whether the 1 of the bias unit is an input, x_0.
  var hasBiasInput = false
  /// Whether weights, and only they, may have the number of their layer: w_ji^{(1)}.
  var numbersWeights = false
  /// Whether dz^{[1]} is ∂J/∂z^{[1]}.
  var hasDifferentials = false

  static let handout = Notation(name: "handout", source: "the handout of the lecture, equations 1 to 5")

  var isHandout: Bool { self == .handout }

  /// What a notation can rename, with its meaning.
  static let concepts: [(symbol: String, meaning: String)] = [
    ("a", "total input"), ("y", "output"), ("x", "input"), ("t", "target"), ("E", "error"),
    ("g", "transfer function"), ("δ", "δ of a unit"), ("w", "weight"), ("η", "learning rate"),
    ("α", "momentum"),
  ]

  /// Parameters of learning rules that are one letter, such as Adam's ε, with the rule.
  static let parameters: [(symbol: String, meaning: String)] = LearningRule.all.flatMap { rule in
    rule.parameters.filter { $0.name.unicodeScalars.count == 1 }.map {
      ($0.name, "\($0.name) of \(rule.name)")
    }
  }

  var matrixForm: MatrixForm { MatrixForm(rowsReceive: receivesFirst, hasBiasApart: bias != nil) }

  /// The course's symbol for the handout's.
  func symbol(_ handout: String) -> String { symbols[handout] ?? handout }

  /// What the letter a of a course is to the session, whose a is the total input, if it has no meaning there:
  /// Haykin's slope in φ(v) = 1 / (1 + exp(-a v)).
  static let freeLetter = "own_a"

  /// Whether a is a letter that `let` may define.
  var leavesAFree: Bool {
    symbols["a"] != nil && !symbols.values.contains("a") && lastOutput != "a" && bias != "a"
  }

  /// Whether it is the symbol of a bias weight or of its change.
  func isBias(_ word: String) -> Bool { bias.map { word == $0 || word == "Δ" + $0 } ?? false }

  /// Gives parameters of rules another letter if theirs is taken: adam's ε where ε is the learning rate.
  /// named: those with a row of their own.
  mutating func makeRoomForParameters(except named: Set<String>) {
    for parameter in Self.parameters where !named.contains(parameter.symbol) {
      let taken = Self.concepts.map { symbol($0.symbol) } + [bias, lastOutput].compactMap { $0 }
      guard taken.contains(parameter.symbol) else { continue }
      symbols[parameter.symbol] = ["κ", "ζ", "ξ"].first { !taken.contains($0) }
    }
  }

  /// Two of the handout's symbols with the same one here; nil if each has its own.
  var clash: (written: String, meanings: [String])? {
    var uses = (Self.concepts + Self.parameters).map { (symbol($0.symbol), $0.meaning) }
    if let lastOutput { uses.append((lastOutput, "output of an output unit")) }
    if let bias { uses.append((bias, "bias weight")) }
    for (written, _) in uses {
      let meanings = uses.filter { $0.0 == written }.map { $0.1 }
      if meanings.count > 1 { return (written, meanings) }
    }
    return nil
  }
}
