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
    guard !lines.isEmpty else { throw .noRows }
    guard !inputs.isEmpty else { throw .noInputs(columns: columns) }
    if let both = inputs.first(where: { targets.contains($0) }) {
      throw .inputAndTarget(column: columnName(both))
    }
    try checkSize(inputs.count + targets.count)
    let inputMatrix = try numbers(inputs)
    var targetMatrix: Matrix
    var names: [String]?
    if let target = targets.first, targets.count == 1, areClasses || !holdsNumbers(target) {
      let classes = try classes(target)
      targetMatrix = classes.targets
      names = classes.names
    } else {
      targetMatrix = try numbers(targets, mayBeClasses: targets.count == 1)
    }
    do throws(NetworkError) {
      return try PatternSet(inputs: inputMatrix, targets: targetMatrix, classNames: names)
    } catch {
      throw .network(path: "the patterns", error)
    }
  }

  private func field(_ row: Int, _ column: Int) -> String { fields[row * columns + column] }

  /// The beginning of a field in one line.
  private static func shown(_ field: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in field.unicodeScalars.prefix(40) {
      let isControl = scalar.value < 32 || (127..<160).contains(scalar.value)
      text.append(isControl ? " " : scalar)
    }
    return String(text)
  }

  /// Whether a number stands somewhere in the column, or nothing at all.
  func holdsNumbers(_ column: Int) -> Bool {
    var isEmpty = true
    for row in lines.indices {
      let field = field(row, column)
      if Self.number(field, hasDecimalComma: hasDecimalComma) != nil { return true }
      isEmpty = isEmpty && field.isEmpty
    }
    return isEmpty
  }

  private func checkSize(_ width: Int) throws(FileProblem) {
    guard width <= Self.mostNumbers / max(lines.count, 1) else {
      throw .tooManyNumbers(most: Self.mostNumbers)
    }
  }

  /// rows × columns named
  private func numbers(_ places: [Int], mayBeClasses: Bool = false) throws(FileProblem) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(lines.count * places.count)
    for row in lines.indices {
      for column in places {
        let field = field(row, column)
        guard let number = Self.number(field, hasDecimalComma: hasDecimalComma) else {
          let (line, name, found) = (lines[row], columnName(column), Self.shown(field))
          throw mayBeClasses && !field.isEmpty
            ? .wordAmongNumbers(line: line, column: name, found: found)
            : .notANumber(line: line, column: name, found: found)
        }
        elements.append(number)
      }
    }
    return Matrix(rows: lines.count, columns: places.count, elements: elements)
  }

  /// Numbers by size, before words by their bytes.
  private func precedes(_ a: String, _ b: String) -> Bool {
    let numbers = [a, b].map { Self.number($0, hasDecimalComma: hasDecimalComma) }
    switch (numbers[0], numbers[1]) {
    case (let x?, let y?) where x != y: return x < y
    case (.some, nil): return true
    case (nil, .some): return false
    default: return a.utf8.lexicographicallyPrecedes(b.utf8)
    }
  }

  /// rows × classes, one 1 a row.
  private func classes(_ column: Int) throws(FileProblem) -> (targets: Matrix, names: [String]) {
    var found: Set<String> = []
    for row in lines.indices {
      let name = field(row, column)
      guard !name.isEmpty else { throw .missingClass(line: lines[row], column: columnName(column)) }
      if found.insert(name).inserted, found.count > Self.mostClasses {
        throw .tooManyClasses(line: lines[row], column: columnName(column), most: Self.mostClasses)
      }
    }
    try checkSize(found.count)
    let names = found.sorted { precedes($0, $1) }
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() { places[name] = place }
    var targets = Matrix(rows: lines.count, columns: names.count, repeating: 0)
    for row in lines.indices { targets[row, places[field(row, column)] ?? 0] = 1 }
    return (targets, names)
  }
}
