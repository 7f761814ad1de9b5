/// The value of a formula as a block: a line if it is one number, otherwise a table labelled by its free
/// indices.
enum ValueTable {
  /// The maximum number of rows shown of a long table.
  private static let mostRows = 200

  static func block(_ source: SourceFormula, _ value: IndexedValue) -> Block {
    guard let form = source.vectorForm else { return block(source.formula, value) }
    let head: [Inline] = form.isSymbol ? [.formula(source.formula)] : [.text(form.text.asTyped)]
    switch value.indices.count {
    case 0: return .paragraph(head + [.text(" = "), .number(value.values.first ?? .nan)])
    case 1: return vector(head, value, value.indices[0])
    case 2:
      guard let rows = form.rows else { break }
      return matrix(head, value, isTransposed: value.indices[1].letter == rows)
    default: break
    }
    return block(source.formula, value)
  }

  /// A matrix whose rows count the units of the first letter, or of the second.
  private static func matrix(_ head: [Inline], _ value: IndexedValue, isTransposed: Bool) -> Block {
    let (first, second) = (value.indices[0], value.indices[1])
    let (rows, columns) = isTransposed ? (second, first) : (first, second)
    let width = second.units.count
    var table = Table.matrix(
      caption: head, rows: rows.units.count, columns: columns.units.count,
      rowHeader: { [.text(rows.letter + "\(rows.units.lowerBound + $0)")] },
      columnHeader: { [.text(columns.letter + "\(columns.units.lowerBound + $0)")] },
      cell: { .number(value.values[isTransposed ? $1 * width + $0 : $0 * width + $1]) })
    table.letters = Table.Letters(rows: rows.letter, columns: columns.letter, areGiven: true)
    return .table(table)
  }

  static func block(_ formula: Formula, _ value: IndexedValue) -> Block {
    switch value.indices.count {
    case 0: .paragraph([.formula(formula), .text(" = "), .number(value.values.first ?? .nan)])
    case 1: vector([.formula(formula)], value, value.indices[0])
    case 2: matrix(formula, value, value.indices[0], value.indices[1])
    default: long(formula, value)
    }
  }

  private static func vector(_ head: [Inline], _ value: IndexedValue, _ index: IndexedValue.Index) -> Block {
    .table(
      .matrix(
        rows: value.values.count, columns: 1,
        rowHeader: { [.text(index.letter + "\(index.units.lowerBound + $0)")] },
        columnHeader: { _ in head }, cell: { row, _ in .number(value.values[row]) }))
  }

  private static func matrix(
    _ formula: Formula, _ value: IndexedValue, _ rows: IndexedValue.Index, _ columns: IndexedValue.Index
  ) -> Block {
    var table = Table.matrix(
      caption: [.formula(formula)], rows: rows.units.count, columns: columns.units.count,
      rowHeader: { [.text(rows.letter + "\(rows.units.lowerBound + $0)")] },
      columnHeader: { [.text(columns.letter + "\(columns.units.lowerBound + $0)")] },
      cell: { .number(value.values[$0 * columns.units.count + $1]) })
    table.letters = Table.Letters(rows: rows.letter, columns: columns.letter)
    return .table(table)
  }

  private static func long(_ formula: Formula, _ value: IndexedValue) -> Block {
    var rows: [Table.Row] = []
    for place in value.values.indices.prefix(mostRows) {
      var rest = place
      var units: [Int] = []
      for index in value.indices.reversed() {
        let size = max(index.units.count, 1)
        units.insert(index.units.lowerBound + rest % size, at: 0)
        rest /= size
      }
      let header = zip(value.indices, units).map { $0.letter + "\($1)" }.joined(separator: " ")
      rows.append(Table.Row(header: [.text(header)], cells: [.number(value.values[place])]))
    }
    var caption: [Inline] = []
    if value.values.count > mostRows { caption = [.text("the first \(mostRows) of \(value.values.count)")] }
    return .table(Table(caption: caption, columns: [[.formula(formula)]], rows: rows))
  }
}

/// Numbers in running text.
enum ValueWords {
  /// `0.05 0.1`; the middle of a long list is left out.
  static func numbers(_ values: [Double]) -> String {
    if values.count <= 12 { return values.map { number($0) }.joined(separator: " ") }
    let start = values.prefix(4).map { number($0) }.joined(separator: " ")
    return start + " … (\(values.count) numbers)"
  }

  /// As it would be typed, but with six digits after the point if it has more than anybody would type.
  private static func number(_ value: Double) -> String {
    let exact = Wording.number(value)
    return exact.count <= 12 ? exact : Numeral(value, digits: 6).withoutTrailingZeros.text
  }
}

extension IndexedValue {
  /// The number at the units that the letters stand for; nil if a letter is missing or its unit is out of
  /// range.
  func value(at units: [String: Int]) -> Double? {
    var place = 0
    for index in indices {
      guard let unit = units[index.letter], index.units.contains(unit) else { return nil }
      place = place * index.units.count + unit - index.units.lowerBound
    }
    return values.indices.contains(place) ? values[place] : nil
  }
}
