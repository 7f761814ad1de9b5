/// The symbols of a notation beside the handout's.
enum NotationTable {
  static func block(_ notation: Notation) -> Block {
    let example = NumberedUnits(letters: ["i", "j", "k"], units: [2, 2, 1])
    let writer = NotationWriter(
      notation: notation, letters: example.letters, numberedUnits: notation.numbersUnits ? example : nil)
    let (i, j, k) = (Subscript("i"), Subscript("j"), Subscript("k"))
    var shown: [(meaning: String, handout: Formula)] = [
      ("total input", .quantity(.totalInput, [j])), ("output", .quantity(.output, [j])),
      ("output of an output unit", .quantity(.output, [k])), ("input", .quantity(.input, [i])),
      ("target", .quantity(.target, [k])), ("error", .quantity(.error, [])),
      ("transfer function", .call(.transfer, [.quantity(.totalInput, [j])])),
      ("weight from i to j", .quantity(.weight, [i, j])),
      ("weight from the bias unit to j", .quantity(.weight, [Subscript("i", unit: 0), j])),
      ("learning rate", .name("η")), ("momentum", .name("α")),
    ]
    let delta = Formula.quantity(.delta, [j])
    let slope = Formula.partial(.quantity(.error, []), .quantity(.totalInput, [j]))
    if notation.lastOutput == nil { shown.remove(at: 2) }
    var rows = shown.map { row(writer, $0.meaning, [.formula(verbatim($0.handout))], $0.handout) }
    let written = writer.equation(Equation(delta, .negated(slope)))
    rows.append(
      Table.Row(
        header: [.text("δ of a unit")],
        cells: [
          .inline([.formula(verbatim(delta)), .text(" = "), .formula(verbatim(.negated(slope)))]),
          .inline([.formula(written.left), .text(" = "), .formula(written.right)]),
        ]))
    for parameter in Notation.parameters where notation.symbols[parameter.symbol] != nil {
      rows.append(row(writer, parameter.meaning, [.text(parameter.symbol)], .name(parameter.symbol)))
    }
    let order = notation.receivesFirst ? ("from i, columns: to j", "to j, columns: from i") : ("", "")
    if notation.receivesFirst {
      rows.append(
        Table.Row(
          header: [.text("rows of a matrix")],
          cells: [.inline([.text(order.0)]), .inline([.text(order.1)])]))
    }
    if notation.numbersUnits {
      rows.append(
        Table.Row(
          header: [.text("units of a 2-2-1 network")],
          cells: [.inline([.text("i1 i2 j1 j2 k1")]), .inline([.text("1 2 3 4 5")])]))
    }
    var caption: [Inline] = [.strong("notation \(notation.name)")]
    if !notation.source.isEmpty { caption.append(.text(": " + notation.source)) }
    return .table(Table(caption: caption, columns: [[.text("handout")], [.text("here")]], rows: rows))
  }

  private static func row(
    _ writer: NotationWriter, _ meaning: String, _ handout: [Inline], _ formula: Formula
  ) -> Table.Row {
    Table.Row(
      header: [.text(meaning)],
      cells: [.inline(handout), .inline([.formula(verbatim(writer.formula(formula)))])])
  }

  /// As it is, in every notation.
  private static func verbatim(_ formula: Formula) -> Formula {
    NotationWriter(notation: .handout, letters: []).formula(formula)
  }
}
