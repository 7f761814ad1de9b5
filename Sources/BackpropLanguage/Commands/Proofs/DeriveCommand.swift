/// `derive ∂E/∂w_qr`
extension Command {
  static let derive = Command(
    name: "derive", family: .proofs,
    synopsis: ["derive FORMULA [, with g]"],
    meaning: "derive a formula line by line, each line with its reason, for any weights and patterns",
    details: """
      Nothing needs to be presented: a derivation holds for every network of this shape, with the error and \
      the transfer functions in use. `derive ∂E/∂w_qr` and `derive ∂E/∂w_pq` derive the handout's rule. \
      Others are δ_j, ∂y_k/∂w_pq, ∂E/∂y_j, Δw_jk, g'(a_j), the derivative of what is derived itself, such \
      as ∂δ_k/∂a_k, or any formula with a ∂ or a quantity that the network computes. The numbers of \
      equations are the handout's; the last line repeats them. With `with g`, g and g' are written out for \
      the network's transfer functions. Each line follows from the one above it by a rule of calculus or \
      algebra, and is checked on random networks before it is shown. `explain` shows the numbers of the \
      presented pattern instead.
      """,
    arguments: [.formula],
    options: [
      CommandOption(
        name: "with", value: .phrase("g"), meaning: "g and g' are written out for the transfer functions")
    ],
    examples: ["derive ∂E/∂w_qr", "derive ∂E/∂w_pq", "derive δ_j", "derive ∂E/∂w_pq, with g"],
    parse: parseDerive)

  @Sendable private static func parseDerive(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> Action {
    let segment = parser.cursor.takeSegment()
    guard !segment.isEmpty else {
      throw parser.cursor.expected("what to derive: ∂E/∂w_qr, δ_j or another formula")
    }
    if let place = segment.firstIndex(where: { $0.kind == .word("with") }), place > 0 {
      throw Diagnostic(
        .missingComma(option: "with g", command: "derive"), at: segment[place].range,
        suggestion: ", with", example: "derive ∂E/∂w_pq, with g")
    }
    let formula = try FormulaParser.formula(segment, in: parser.cursor.source)
    let withTransfers = try parser.options().has("with")
    return Action { (execution) throws(Diagnostic) in
      let context = try execution.formulaContext()
      try context.refuseMemory(in: [formula], example: "derive ∂E/∂w_qr")
      let board = try context.board(
        of: formula, withTransfers: withTransfers, isInterrupted: execution.host.isInterrupted)
      execution.emit([.board(board)])
    }
  }
}
