import Backprop

/// The results of a network on a pattern set, as tables.
struct TestDocument {
  let network: NetworkState
  let patterns: NamedPatterns
  let result: TestResult
  /// Whether inputs are called x_i1 rather than i1.
  var namesInputs = false

  /// The maximum number of patterns shown one by one, and of inputs and outputs shown for each.
  private static let mostRows = 32
  private static let mostInputs = 8
  private static let mostOutputs = 8

  var blocks: [Block] {
    var blocks: [Block] = [.table(table)]
    if patterns.set.count > Self.mostRows {
      blocks.append(.note([.text("the first \(Self.mostRows) of \(patterns.set.count) patterns")]))
    }
    blocks.append(
      .paragraph([
        .formula(.quantity(.totalError, [])), .text(" = "), .number(result.totalError), .text(", "),
        .formula(.quantity(.meanError, [])), .text(" = "), .number(result.meanError),
        .text(", with the current weights"),
      ]))
    blocks += nonFinite
    blocks += classification
    return blocks
  }

  /// The note about patterns whose outputs are not numbers.
  private var nonFinite: [Block] {
    let places = result.nonFinite
    guard let first = places.first else { return [] }
    let counted = result.classes == nil ? "" : "; they count as wrong"
    return [
      .paragraph([
        .strong(
          "\(places.count) of \(Wording.plural(patterns.set.count, "pattern")), the first of them pattern "
            + "\(first + 1), give outputs or E that are infinite or not a number\(counted).")
      ])
    ]
  }

  private var table: Table {
    let isWide = patterns.set.targets.columns > Self.mostOutputs && result.confusion != nil
    return isWide ? classTable : unitTable
  }

  /// One row per pattern if there are many classes: the right class, the network's answer, its output, and E.
  private var classTable: Table {
    let set = patterns.set
    let names = Self.classNames(set.targets.columns, set, network)
    let rows = (0..<min(set.count, Self.mostRows)).map { n in
      let outputs = result.outputs.row(n)
      let answer = Self.largest(outputs)
      return Table.Row(
        header: [.text("\(n + 1)")],
        cells: [
          .inline([.text(names[Self.largest(set[n].target)])]), .inline([.text(names[answer])]),
          .number(outputs[answer]), .number(result.errors[n]),
        ])
    }
    return Table(
      caption: [.text("patterns \(patterns.name.asTyped)")],
      columns: [
        [.text("target")], [.text("output")], [.text("largest y")], [.formula(.quantity(.error, []))],
      ], rows: rows)
  }

  private static func largest(_ values: [Double]) -> Int {
    values.indices.max { values[$0] < values[$1] } ?? 0
  }

  private var unitTable: Table {
    let set = patterns.set
    let last = network.core.layers.count - 1
    let showsInputs = set.inputs.columns <= Self.mostInputs
    var columns: [[Inline]] = []
    if showsInputs { columns += (1...set.inputs.columns).map { [input($0)] } }
    let outputs = 1...set.targets.columns
    columns += outputs.map { PatternTable.target(Subscript(network.letter(last), unit: $0), of: set) }
    columns += outputs.map { [.formula(.quantity(.output, [Subscript(network.letter(last), unit: $0)]))] }
    columns.append([.formula(.quantity(.error, []))])
    let rows = (0..<min(set.count, Self.mostRows)).map { n in
      let pattern = set[n]
      var cells: [Table.Cell] = showsInputs ? pattern.input.map { plain($0) } : []
      cells += pattern.target.map { plain($0) }
      cells += result.outputs.row(n).map { .number($0) }
      cells.append(.number(result.errors[n]))
      return Table.Row(header: [.text("\(n + 1)")], cells: cells)
    }
    return Table(caption: [.text("patterns \(patterns.name.asTyped)")], columns: columns, rows: rows)
  }

  private func input(_ unit: Int) -> Inline {
    if let name = patterns.set.inputName(unit) { return .text(name) }
    return namesInputs
      ? .formula(.quantity(.input, [Subscript(network.letter(0), unit: unit)]))
      : .text(network.unit(0, unit))
  }

  /// Zeros and ones without digits after the point.
  private func plain(_ value: Double) -> Table.Cell {
    if value == value.rounded(), value.magnitude < 1e6 { return .integer(Int(value)) }
    return .number(value)
  }

  private var classification: [Block] {
    guard let accuracy = result.accuracy, let confusion = result.confusion else { return [] }
    let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    let percentage = Self.percentage(accuracy)
    var blocks: [Block] = [
      .paragraph([
        .text("accuracy: \(right) of \(patterns.set.count), \(percentage) %")
      ])
    ]
    let names = Self.classNames(confusion.count, patterns.set, network)
    let rows = confusion.indices.map { target in
      Table.Row(header: [.text(names[target])], cells: confusion[target].map { .integer($0) })
    }
    blocks.append(
      .table(
        Table(
          caption: [.text("confusion: rows target, columns output")], columns: names.map { [.text($0)] },
          rows: rows)))
    return blocks
  }

  static func classNames(_ count: Int, _ set: PatternSet, _ network: NetworkState) -> [String] {
    if let names = set.classNames, names.count == count { return names.map { $0.asTyped } }
    let last = network.core.layers.count - 1
    if network.core.outputUnits == 1 { return ["0", "1"] }
    return (1...count).map { network.unit(last, $0) }
  }

  /// A share in percent with two decimals, or with more if anything less than all would be shown as 100.
  static func percentage(_ share: Double) -> String {
    let texts = (2...12).lazy.map { Numeral(share * 100, digits: $0).withoutTrailingZeros.text }
    return texts.first { $0 != "100" || share >= 1 } ?? "100"
  }
}
