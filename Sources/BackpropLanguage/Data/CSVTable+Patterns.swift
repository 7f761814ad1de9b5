import Backprop

/// Which columns of a table are meant.
enum ColumnSelection: Equatable, Sendable {
  /// Counted from 1.
  case number(Int)
  /// Both ends among them.
  case numbers(Int, Int)
  case name(String)

  var isName: Bool {
    if case .name = self { return true }
    return false
  }
}

extension CSVTable {
  /// The most classes that a column of words may have.
  static let mostClasses = 1000
  /// The most numbers in a pattern set read from a file.
  static let mostNumbers = 1 << 27

  /// The places of the columns, from 0.
  func places(_ selection: ColumnSelection) throws(FileProblem) -> [Int] {
    switch selection {
    case .number(let number): return [try place(number)]
    case .numbers(let first, let last):
      guard first <= last else { throw .reversedColumns(first, last) }
      return Array(try place(first)...place(last))
    case .name(let name):
      guard !header.isEmpty else { throw .noHeader(column: name) }
      let exact = header.indices.filter { header[$0] == name }
      let lowercased = name.lowercased()
      let found = exact.isEmpty ? header.indices.filter { header[$0].lowercased() == lowercased } : exact
      guard found.count <= 1 else { throw .ambiguousColumn(name) }
      guard let place = found.first else { throw .unknownColumn(name, known: header) }
      return [place]
    }
  }

  private func place(_ number: Int) throws(FileProblem) -> Int {
    guard number >= 1, number <= columns else { throw .noSuchColumn(number, columns: columns) }
    return number - 1
  }

  /// The rows as patterns; columns by their places. A single target column without a number, or any where
  /// `areClasses`, holds classes, one unit each, in the order of numbers or else of the alphabet; everything else is
  /// numbers.
  func patterns(inputs: [Int], targets: [Int], areClasses: Bool = false) throws(FileProblem) -> PatternSet {
    guard !rows.isEmpty else { throw .noRows }
    guard !inputs.isEmpty else { throw .noInputs(columns: columns) }
    if let both = inputs.first(where: { targets.contains($0) }) {
      throw .inputAndTarget(column: columnName(both))
    }
    try checkSize(inputs.count + targets.count)
    let inputMatrix = try numbers(inputs)
    let targetMatrix: Matrix
    var names: [String]?
    if let target = targets.first, targets.count == 1, areClasses || !holdNumbers([target]) {
      let classes = try classes(target)
      targetMatrix = classes.targets
      names = classes.names
    } else {
      targetMatrix = try numbers(targets, mayBeClasses: targets.count == 1)
    }
    return PatternSet(checkedInputs: inputMatrix, targets: targetMatrix, classNames: names)
  }

  /// The beginning of a field in one line.
  private static func shown(_ field: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in field.unicodeScalars.prefix(40) {
      let isControl = scalar.value < 32 || (127..<160).contains(scalar.value)
      text.append(isControl ? " " : scalar)
    }
    return String(text)
  }

  /// Whether in each of the columns a number stands somewhere, or nothing at all. The rows are read once for all.
  func holdNumbers(_ columns: [Int]) -> Bool {
    var withoutNumber = columns
    var withWords: Set<Int> = []
    var fields: [CSVField] = []
    for row in rows {
      read(row, into: &fields)
      withoutNumber.removeAll { number(in: fields[$0]) != nil }
      if withoutNumber.isEmpty { return true }
      for column in withoutNumber where !fields[column].range.isEmpty { withWords.insert(column) }
    }
    return withWords.isDisjoint(with: withoutNumber)
  }

  private func checkSize(_ width: Int) throws(FileProblem) {
    guard width <= Self.mostNumbers / max(rows.count, 1) else {
      throw .tooManyNumbers(most: Self.mostNumbers)
    }
  }

  /// rows × columns named
  private func numbers(_ places: [Int], mayBeClasses: Bool = false) throws(FileProblem) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(rows.count * places.count)
    var fields: [CSVField] = []
    for row in rows {
      read(row, into: &fields)
      for column in places {
        let field = fields[column]
        guard let number = number(in: field) else {
          let (line, name, found) = (row.line, columnName(column), Self.shown(text(of: field)))
          throw mayBeClasses && !field.range.isEmpty
            ? .wordAmongNumbers(line: line, column: name, found: found)
            : .notANumber(line: line, column: name, found: found)
        }
        elements.append(number)
      }
    }
    return Matrix(rows: rows.count, columns: places.count, elements: elements)
  }

  /// Numbers by size, before words by their bytes.
  private func precedes(_ a: String, _ b: String) -> Bool {
    let numbers = [a, b].map { DecimalNumber.value(of: $0, hasDecimalComma: hasDecimalComma) }
    switch (numbers[0], numbers[1]) {
    case (let x?, let y?) where x != y: return x < y
    case (.some, nil): return true
    case (nil, .some): return false
    default: return a.utf8.lexicographicallyPrecedes(b.utf8)
    }
  }

  /// rows × classes, one 1 a row.
  private func classes(_ column: Int) throws(FileProblem) -> (targets: Matrix, names: [String]) {
    var found: [String: Int] = [:]
    var classes: [Int] = []
    classes.reserveCapacity(rows.count)
    for row in rows {
      let name = text(of: field(of: row, column))
      guard !name.isEmpty else { throw .missingClass(line: row.line, column: columnName(column)) }
      let place = found[name] ?? found.count
      if place == found.count {
        guard place < Self.mostClasses else {
          throw .tooManyClasses(line: row.line, column: columnName(column), most: Self.mostClasses)
        }
        found[name] = place
      }
      classes.append(place)
    }
    try checkSize(found.count)
    let names = found.keys.sorted { precedes($0, $1) }
    var places = [Int](repeating: 0, count: names.count)
    for (place, name) in names.enumerated() { places[found[name] ?? 0] = place }
    var targets = Matrix(rows: rows.count, columns: names.count, repeating: 0)
    for (row, found) in classes.enumerated() { targets[row, places[found]] = 1 }
    return (targets, names)
  }
}
