import Backprop

/// Which columns of a table are meant.
enum ColumnSelection: Equatable, Sendable {
  /// Counted from 1.
  case number(Int)
  /// Both ends among them.
  case numbers(Int, Int)
  case name(String)
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
      let (first, last) = (try place(first), try place(last))
      return first <= last ? Array(first...last) : Array((last...first).reversed())
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

  /// The rows as patterns; columns by their places. A single target column that begins with a word, or any where
  /// `areClasses`, holds classes, one unit each, in the order of numbers or else of the alphabet; everything else is
  /// numbers.
  func patterns(inputs: [Int], targets: [Int], areClasses: Bool = false) throws(FileProblem) -> PatternSet {
    guard !lines.isEmpty else { throw .noRows }
    try checkSize(inputs.count + targets.count)
    let inputMatrix = try numbers(inputs)
    var targetMatrix: Matrix
    var names: [String]?
    if targets.count == 1, areClasses || holdsWords(targets[0]) {
      let classes = try classes(targets[0])
      targetMatrix = classes.targets
      names = classes.names
    } else {
      targetMatrix = try numbers(targets)
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

  private func holdsWords(_ column: Int) -> Bool {
    let first = field(0, column)
    return !first.isEmpty && Self.number(first, hasDecimalComma: hasDecimalComma) == nil
  }

  private func checkSize(_ width: Int) throws(FileProblem) {
    guard width <= Self.mostNumbers / max(lines.count, 1) else {
      throw .tooManyNumbers(most: Self.mostNumbers)
    }
  }

  /// rows × columns named
  private func numbers(_ places: [Int]) throws(FileProblem) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(lines.count * places.count)
    for row in lines.indices {
      for column in places {
        let field = field(row, column)
        guard let number = Self.number(field, hasDecimalComma: hasDecimalComma) else {
          throw .notANumber(line: lines[row], column: columnName(column), found: Self.shown(field))
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
