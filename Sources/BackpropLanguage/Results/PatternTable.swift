import Backprop

/// The patterns of a set.
enum PatternTable {
  private static let mostRows = 32
  private static let mostColumns = 16

  static func block(_ patterns: NamedPatterns) -> Block {
    let set = patterns.set
    let inputs = min(set.inputs.columns, mostColumns)
    let targets = min(set.targets.columns, mostColumns)
    var columns: [[Inline]] = (1...max(inputs, 1)).map {
      [set.inputName($0).map { .text($0) } ?? .formula(.quantity(.input, [Subscript("i", unit: $0)]))]
    }
    columns += (1...max(targets, 1)).map { Array(target(Subscript("k", unit: $0), of: set).suffix(1)) }
    let rows = (0..<min(set.count, mostRows)).map { n in
      let pattern = set[n]
      let cells = pattern.input.prefix(inputs) + pattern.target.prefix(targets)
      return Table.Row(header: [.text("\(n + 1)")], cells: cells.map { cell($0) })
    }
    var caption = PatternWords.summary(patterns)
    if set.count > mostRows { caption += "; the first \(mostRows) of \(set.count) patterns" }
    if max(set.inputs.columns, set.targets.columns) > mostColumns {
      caption += "; the first \(mostColumns) numbers of each"
    }
    return .table(Table(caption: [.text(caption)], columns: columns, rows: rows))
  }

  /// The heading of a target: `t_k1`, and the class that it stands for.
  static func target(_ place: Subscript, of set: PatternSet) -> [Inline] {
    let target = Inline.formula(.quantity(.target, [place]))
    guard let name = place.unit.flatMap({ set.className($0) }) else { return [target] }
    return [target, .text(" "), .text(name)]
  }

  private static func cell(_ value: Double) -> Table.Cell {
    if value == value.rounded(), value.magnitude < 1e6 { return .integer(Int(value)) }
    return .number(value)
  }
}
