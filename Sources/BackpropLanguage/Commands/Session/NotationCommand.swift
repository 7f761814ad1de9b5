/// `notation bishop`
extension Command {
  static let notation = Command(
    name: "notation", family: .session,
    synopsis: ["notation", "notation NAME", "notation NAME:\n  SYMBOL -> SYMBOL\n  …"],
    meaning: "read and show everything in the symbols of another course, or list these",
    details: """
      Rows define one of your own: `y -> a` calls the output a, `δ -> -δ` gives δ the opposite sign, \
      `w_ij -> w_ji` puts the receiving unit first, so that matrices have a row for each receiving unit, and \
      `bias b` calls the bias weight of unit j b_j, which sums and matrices then leave out. `layers 1 2 3` \
      numbers layers in superscripts, `w^{(2)}_{jk}`, and `layers [0] [1] [2]`, or a row such as \
      `w_ij -> W^{[l]}_{ji}`, says in which brackets; without subscripts a symbol is then a vector or \
      matrix. `units through the network` numbers units from the first input to the last output, so that \
      w_14 leads from unit 1 to unit 4; `w_{4,11}` needs its comma. All rows apply at once. What is defined \
      stays, and files do not depend on the notation.
      """,
    arguments: [.notationName],
    takesRows: true,
    examples: [
      "notation", "notation bishop",
      "notation course:\n  a -> z\n  y -> a\n  t -> y\n  E -> C\n  δ -> -δ\n  w_ij -> w_ji",
      "notation course:\n  a -> z\n  y -> a\n  w_ij -> W^{[l]}_{ji}\n  layers [0] [1] [2]\n  bias b",
      "notation handout",
    ],
    parse: parseNotation)

  @Sendable private static func parseNotation(_ parser: inout StatementParser) throws(Diagnostic) -> Action {
    guard !parser.cursor.isAtEnd else {
      return Action { (execution) throws(Diagnostic) in execution.listNotations() }
    }
    let names = parser.notations.all.map { $0.name }
    let name = try parser.cursor.name("the name of a notation: \(Wording.list(names, last: "or"))")
    var notation: Notation
    if parser.cursor.take(":") || !parser.rows.isEmpty {
      try parser.finish()
      notation = try NotationRows(parser).notation(named: name)
      notation.text = text(of: name.value, parser.rows)
    } else {
      try parser.finish()
      guard let known = parser.notations.named(name.value) else {
        if parser.notations.isBelowLoad {
          throw Diagnostic(
            .needs(
              command: "notation \(name.value.asTyped)",
              "a cell of its own below that of `load`: a cell is read whole before any of it runs"),
            at: name.range, example: "notation bishop")
        }
        throw Diagnostic(
          .unknownName(name.value, kind: "notation", known: names), at: name.range,
          suggestion: Spelling.nearest(to: name.value, among: names), example: "notation bishop")
      }
      notation = known
    }
    return Action(notation: notation) { [notation] (execution) throws(Diagnostic) in execution.use(notation) }
  }
}

extension Command {
  /// The statement that defines a notation, for files.
  private static func text(of name: String, _ rows: [TokenCursor]) -> String {
    rows.reduce("notation \(name):") { text, row in
      guard let first = row.rest.first, let last = row.rest.last else { return text }
      return text + "\n  " + row.source.string(first.range.lowerBound..<last.range.upperBound)
    }
  }
}

extension Execution {
  fileprivate mutating func use(_ notation: Notation) {
    state.notations.use(notation)
    var blocks = [NotationTable.block(notation)]
    let own = state.definitions.names + state.functions.map { $0.name }
    if let reader = state.reading.reader, let name = own.first(where: { reader.isSymbol($0) }) {
      blocks.append(
        .note([
          .text("\(name) is a symbol of this notation; your own \(name) is back after `notation handout`")
        ]))
    }
    if let layers = notation.layers, layers.listed > 1, let network = state.network?.core,
      layers.listed != network.layers.count
    {
      let count = network.layers.count
      let last = layers.first + count - 1
      blocks.append(
        .note([
          .text("`layers` lists \(layers.listed) layers, and the network in use has \(count): "),
          .text("here they are \(layers.first) to \(last)"),
        ]))
    }
    emitInHandoutNotation(blocks, isPage: false)
  }

  fileprivate func listNotations() {
    let rows = state.notations.all.map { notation in
      Table.Row(
        header: [.code(notation.name)],
        cells: [
          .inline([.text(notation.source.isEmpty ? "defined in this session" : notation.source)]),
          notation == state.notations.inUse ? .inline([.text("in use")]) : .empty,
        ])
    }
    emitInHandoutNotation(
      [.table(Table(rows: rows)), NotationTable.block(state.notations.inUse)], isPage: false)
  }
}
