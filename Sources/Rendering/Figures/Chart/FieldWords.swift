import BackpropLanguage

/// A field for those who cannot see it: its values at a few places.
enum FieldWords {
  private static let most = 5

  static func lines(_ field: Figure.Field, x: String, y: String) -> [String] {
    guard field.columns > 1, field.rows > 1, field.values.count == field.columns * field.rows
    else { return [] }
    let columns = Evenly.places(field.columns, atMost: most)
    let place = { (number: Int, count: Int, range: ClosedRange<Double>) in
      let share = Double(number) / Double(count - 1)
      return Layout.short(range.lowerBound * (1 - share) + range.upperBound * share, digits: 2)
    }
    let along = columns.map { place($0, field.columns, field.x) }.joined(separator: ", ")
    return ["\(field.label) where \(x) = \(along):"]
      + Evenly.places(field.rows, atMost: most).reversed().map { row in
        "\(y) = \(place(row, field.rows, field.y)): "
          + columns.map { value(field.values[row * field.columns + $0], field) }.joined(separator: ", ")
      }
  }

  private static func value(_ value: Double, _ field: Figure.Field) -> String {
    guard case .classes(let names) = field.scale, value.isFinite, names.indices.contains(Int(value)) else {
      return Layout.short(value)
    }
    return names[Int(value)]
  }
}
