import Backprop

/// The targets that an array holds.
struct ArrayTargets {
  let matrix: Matrix
  let classNames: [String]?

  /// Whole numbers, one per pattern, are classes, a unit each, in order of size; all else is numbers.
  /// areClasses: other numbers, one per pattern, are classes too. The classes are those of the whole array,
  /// also if only its first rows are taken.
  init(
    _ array: NumberArray, rows: Int, areClasses: Bool, isInterrupted: () -> Bool
  ) throws(FileProblem) {
    let isWhole: Bool
    switch array.element {
    case .unsigned, .signed: isWhole = true
    case .boolean, .float: isWhole = areClasses
    }
    guard array.width == 1, isWhole else {
      matrix = try array.matrix(rows: rows, isInterrupted: isInterrupted)
      classNames = nil
      return
    }
    let labels = try array.matrix(rows: array.rows, isInterrupted: isInterrupted).elements
    let found = try Self.classes(labels, isInterrupted)
    var places: [Double: Int] = [:]
    for (place, label) in found.enumerated() { places[label] = place }
    guard found.count <= CSVTable.mostNumbers / rows else {
      throw .tooManyNumbers(most: CSVTable.mostNumbers)
    }
    var targets = Matrix(rows: rows, columns: found.count, repeating: 0)
    for row in 0..<rows { targets[row, places[labels[row]] ?? 0] = 1 }
    matrix = targets
    classNames = found.map { Wording.number($0) }
  }

  /// The different labels, in order.
  private static func classes(
    _ labels: [Double], _ isInterrupted: () -> Bool
  ) throws(FileProblem) -> [Double] {
    var found: Set<Double> = []
    for (place, label) in labels.enumerated() {
      if place & 0xFFFF == 0, isInterrupted() { throw .interrupted }
      guard !found.contains(label) else { continue }
      guard label == label.rounded(), label.magnitude < 1e15 else {
        throw .array(.classIsNoWholeNumber(label))
      }
      guard found.count < CSVTable.mostClasses else { throw .array(.tooManyClasses(CSVTable.mostClasses)) }
      found.insert(label)
    }
    return found.sorted()
  }
}
