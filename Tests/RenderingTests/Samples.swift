import BackpropLanguage

/// Formulas and documents used by several tests.
enum Samples {
  static func number(_ spelling: String) -> Formula { .number(Double(spelling) ?? .nan, spelling: spelling) }
  static let delta = Formula.quantity(.delta, [Subscript("j", unit: 1)])
  static let weight = Formula.quantity(.weight, [Subscript("i"), Subscript("j")])

  /// The derivation in the description of the language, without its parentheses.
  static let derivation = Derivation(
    step: "2b", subject: delta,
    chain: [
      .product(
        .call(.transferDerivative, [.quantity(.totalInput, [Subscript("j", unit: 1)])]),
        .summation(
          "k",
          .product(
            .quantity(.delta, [Subscript("k")]),
            .quantity(.weight, [Subscript("j", unit: 1), Subscript("k")]),
            sign: .juxtaposed)),
        sign: .juxtaposed),
      .product(
        .product(number("0.104994"), number("0.003945"), sign: .cross), number("-8.000000"), sign: .cross),
      number("-0.003313"),
    ],
    uses: [
      [.formula(.quantity(.totalInput, [Subscript("j", unit: 1)])), .text(" = -2 (1a)")],
      [.formula(.quantity(.delta, [Subscript("k", unit: 1)])), .text(" (2a)")],
      [
        .formula(.quantity(.weight, [Subscript("j", unit: 1), Subscript("k", unit: 1)])),
        .text(" before the update"),
      ],
    ])

  /// Weights from input to hidden units, labelled.
  static func weights(rows: Int, columns: Int) -> Table {
    Table(
      caption: [.formula(weight), .text(" from input unit i to hidden unit j")],
      columns: (1...columns).map { [.text("j\($0)")] },
      rows: (1...rows).map { row in
        Table.Row(
          header: [.text("i\(row)")], cells: (1...columns).map { .number(Double(row * 10 - $0 * $0) / 8) })
      })
  }
}
