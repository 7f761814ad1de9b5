import Backprop

/// `freeze w_ij` and `thaw`
extension Command {
  static let freeze = Command(
    name: "freeze", family: .network,
    synopsis: ["freeze bias", "freeze w_ij, w_j1k1, …", "freeze weights"],
    meaning: "keep weights out of updates",
    arguments: [.words(["bias", "weights"]), .weight],
    takesList: true,
    examples: ["freeze w_ij", "freeze w_i1j2, w_jk"],
    parse: { (parser) throws(Diagnostic) in
      let selections = try parseSelections(&parser)
      return Action { (execution) throws(Diagnostic) in try execution.setFrozen(true, selections) }
    })

  static let thaw = Command(
    name: "thaw", family: .network,
    synopsis: ["thaw", "thaw bias", "thaw w_ij, …"],
    meaning: "let frozen weights learn again; all of them if none is named",
    arguments: [.words(["bias", "weights"]), .weight],
    takesList: true,
    examples: ["thaw w_ij", "thaw"],
    parse: { (parser) throws(Diagnostic) in
      let selections =
        parser.cursor.isAtEnd ? [Located(.all, parser.range)] : try parseSelections(&parser)
      return Action { (execution) throws(Diagnostic) in try execution.setFrozen(false, selections) }
    })

  /// `bias`, `weights`, `w_ij`, `w_i1j`, `w_i1j1`, …
  private static func parseSelections(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> [Located<WeightSelection>] {
    var selections: [Located<WeightSelection>] = []
    repeat {
      let range = parser.cursor.range
      if parser.cursor.take(word: "bias") {
        selections.append(Located(.bias, range))
      } else if parser.cursor.take(word: "weights") {
        selections.append(Located(.all, range))
      } else if let word = parser.cursor.word, isBiases(word, parser) {
        guard parser.notations.inUse.isBias(word) else {
          throw Diagnostic(
            .expected("`bias`, for all bias weights", found: "`\(word.asTyped)`"), at: range,
            suggestion: "bias", example: "network 2-2-1, bias\nfreeze bias")
        }
        parser.cursor.advance()
        selections.append(Located(.bias, range))
      } else {
        selections.append(try parser.cursor.weightSelection())
      }
    } while parser.cursor.take(",")
    try parser.finish()
    return selections
  }

  /// Whether a word by itself is meant for all bias weights.
  private static func isBiases(_ word: String, _ parser: StatementParser) -> Bool {
    if parser.cursor.peek(1)?.kind.isSubscripts ?? false { return false }
    return parser.notations.inUse.isBias(word) || word == "b" || word == "biases"
  }
}

extension Execution {
  fileprivate mutating func setFrozen(_ isFrozen: Bool, _ selections: [Located<WeightSelection>])
    throws(Diagnostic)
  {
    var network = try currentNetwork()
    for selection in selections {
      var places = try network.places(of: selection, pins: state.pins)
      // Where biases have a symbol of their own, w does not mean them.
      if state.notations.inUse.bias != nil, case .between(let from, _) = selection.value, from.unit == nil {
        places.removeAll { network.core.projections[$0.projection].hasBias && $0.row == 0 }
      }
      var frozen = network.core.projections.map { projection in
        projection.frozen ?? [Bool](repeating: false, count: projection.weights.elements.count)
      }
      for (number, place) in places.enumerated() {
        if number % 100_000 == 0, host.isInterrupted() { throw problem(.interrupted) }
        let columns = network.core.projections[place.projection].weights.columns
        frozen[place.projection][place.row * columns + place.column] = isFrozen
      }
      for projection in Set(places.map { $0.projection }) {
        do throws(NetworkError) {
          try network.core.setFrozen(frozen[projection], ofProjection: projection)
        } catch { throw problem(error, at: selection.range) }
      }
    }
    network.forgetTraining(because: "other weights are frozen")
    state.store(network)
    let all = network.core.weightCount
    let frozen = network.core.projections.reduce(0) { $0 + ($1.frozen?.filter { $0 }.count ?? 0) }
    note(
      frozen == 0
        ? "no weight is frozen"
        : "\(frozen) of \(Wording.plural(all, "weight")) frozen: updates leave them alone")
  }
}
