import Backprop

/// A choice of columns of a table.
enum ColumnSelection: Equatable, Sendable {
  /// Counted from 1.
  case number(Int64)
  /// Both ends are included.
  case numbers(Int64, Int64)
  case name(String)

  var isName: Bool {
    if case .name = self { return true }
    return false
  }
}

extension CSVTable {
  /// The maximum number of classes in a column of words.
  static let mostClasses = 1000
  /// The maximum number of values in a pattern set read from a file.
  static let mostNumbers = 1 << 27

  /// The positions of the columns, from 0.
  func places(_ selection: ColumnSelection) throws(FileProblem) -> [Int] {
    switch selection {
    case .number(let number): return [try place(number)]
    case .numbers(let first, let last):
      guard first <= last else { throw .reversedColumns(first, last) }
      return Array(try place(first)...place(last))
    case .name(let asked):
      let name = FileText.name(asked)
      guard !header.isEmpty else { throw .noHeader(column: name) }
      let exact = header.indices.filter { header[$0] == name }
      let lowercased = name.lowercased()
      let found = exact.isEmpty ? header.indices.filter { header[$0].lowercased() == lowercased } : exact
      guard found.count <= 1 else { throw .ambiguousColumn(name) }
      guard let place = found.first else { throw .unknownColumn(name, known: header) }
      return [place]
    }
  }

  private func place(_ number: Int64) throws(FileProblem) -> Int {
    guard number >= 1, number <= columns else { throw .noSuchColumn(number, columns: columns) }
    return Int(number) - 1
  }

  /// The rows as patterns; columns are given by position. A single target column without a number, or any
  /// single one if `areClasses` is set, holds classes, one unit each, in numerical or else alphabetical
  /// order; everything else is numbers.
  func patterns(
    inputs: [Int], targets: [Int], areClasses: Bool = false
  ) throws(FileProblem) -> (set: PatternSet, skipped: SkippedRows) {
    guard rowCount > 0 else { throw .noRows(hasHeader: !header.isEmpty) }
    guard !inputs.isEmpty else { throw .noInputs(columns: columns) }
    let areTargets = Set(targets)
    if let both = inputs.first(where: { areTargets.contains($0) }) {
      throw .inputAndTarget(column: columnName(both))
    }
    try checkSize(inputs.count + targets.count)
    var content = Content(inputs: inputs, targets: targets, rows: rowCount)
    content.skipped = skippedAbove
    if let target = targets.first, targets.count == 1 {
      content.hasClasses = areClasses ? true : try !holdNumbers([target])
    }
    try read(into: &content)
    guard content.rows > 0 else {
      guard let first = content.skipped.first.first else { throw .noRows(hasHeader: !header.isEmpty) }
      throw .onlyBadRows(count: content.skipped.count, first: first)
    }
    let inputs = Matrix(rows: content.rows, columns: inputs.count, elements: content.inputElements)
    guard content.hasClasses else {
      let targets = Matrix(rows: content.rows, columns: targets.count, elements: content.targetElements)
      return (PatternSet(checkedInputs: inputs, targets: targets), content.skipped)
    }
    let classes = try classes(content)
    return (
      PatternSet(checkedInputs: inputs, targets: classes.targets, classNames: classes.names), content.skipped
    )
  }

  /// The bytes that the patterns take in addition to the file: eight per number. Classes are counted as the
  /// maximum possible for this number of rows.
  func bytesNeeded(inputs: Int, targets: Int, areClasses: Bool) -> Double {
    let width = inputs + (areClasses ? min(Self.mostClasses, rowCount) : targets)
    return min(Double(rowCount) * Double(width), Double(Self.mostNumbers)) * 8
  }

  /// The maximum memory, in bytes, for reading a table of the given size whose targets are numbers: a number
  /// and its separator take at least two bytes in the file and eight in memory.
  static func bytesNeeded(forFile bytes: Int) -> Double { Double(bytes) * 5 }

  /// Whether each of the columns has a number somewhere, or is empty.
  func holdNumbers(_ columns: [Int]) throws(FileProblem) -> Bool { try columnsOfWords(columns).isEmpty }

  /// The columns that hold words and no numbers.
  func columnsOfWords(_ columns: [Int]) throws(FileProblem) -> [Int] {
    var withoutNumber = columns
    var withWords: Set<Int> = []
    var fields: [CSVField] = []
    var reader = self.reader
    while let row = try reader.row(into: &fields), !withoutNumber.isEmpty {
      guard problem(row, fields) == nil else { continue }
      withoutNumber.removeAll { number(in: fields[$0]) != nil }
      for column in withoutNumber where !fields[column].range.isEmpty { withWords.insert(column) }
    }
    return withoutNumber.filter { withWords.contains($0) }
  }

  /// Whether the column contains a number that is not whole.
  func holdsFractions(_ column: Int) throws(FileProblem) -> Bool {
    var fields: [CSVField] = []
    var reader = self.reader
    while let row = try reader.row(into: &fields) {
      guard problem(row, fields) == nil, let number = number(in: fields[column]) else { continue }
      if number != number.rounded() { return true }
    }
    return false
  }

  /// Whether a word is repeated in the column, within the first rows.
  func repeatsWords(_ column: Int) throws(FileProblem) -> Bool {
    var found: Set<String> = []
    var fields: [CSVField] = []
    var reader = self.reader
    while found.count < Self.mostWordsCompared, let row = try reader.row(into: &fields) {
      guard problem(row, fields) == nil, number(in: fields[column]) == nil else { continue }
      guard found.insert(text(of: fields[column])).inserted else { return true }
    }
    return false
  }

  private static let mostWordsCompared = 10_000

  private func checkSize(_ width: Int) throws(FileProblem) {
    guard width <= Self.mostNumbers / max(rowCount, 1) else {
      throw .tooManyNumbers(most: Self.mostNumbers)
    }
  }

  // MARK: - Reading

  /// What has been read of the requested columns.
  private struct Content {
    let inputs: [Int]
    let targets: [Int]
    var hasClasses = false
    var rows = 0
    var inputElements: [Double] = []
    var targetElements: [Double] = []
    /// The class of each row, numbered in order of appearance.
    var classes: [Int] = []
    var classPlaces: [String: Int] = [:]
    var skipped = SkippedRows()

    init(inputs: [Int], targets: [Int], rows: Int) {
      self.inputs = inputs
      self.targets = targets
      inputElements.reserveCapacity(rows * inputs.count)
    }

    /// Discards what has been read of a row that turns out to be bad.
    mutating func removeRest() {
      inputElements.removeLast(inputElements.count - rows * inputs.count)
      if !hasClasses { targetElements.removeLast(targetElements.count - rows * targets.count) }
    }
  }

  private func read(into content: inout Content) throws(FileProblem) {
    var marks = DecimalMarks()
    var fields: [CSVField] = []
    var reader = self.reader
    while let row = try reader.row(into: &fields) {
      do throws(FileProblem) {
        if let problem = problem(row, fields) { throw problem }
        try appendNumbers(
          content.inputs, of: row, fields, to: &content.inputElements, &marks, mayBeClasses: false)
        if content.hasClasses {
          try appendClass(content.targets[0], of: row, fields, to: &content)
        } else {
          try appendNumbers(
            content.targets, of: row, fields, to: &content.targetElements, &marks,
            mayBeClasses: content.targets.count == 1)
        }
        content.rows += 1
      } catch {
        guard skipsBadRows, error.concernsOneRow else { throw error }
        content.removeRest()
        content.skipped.add(error)
      }
    }
  }

  private func appendNumbers(
    _ columns: [Int], of row: CSVRow, _ fields: [CSVField], to elements: inout [Double],
    _ marks: inout DecimalMarks, mayBeClasses: Bool
  ) throws(FileProblem) {
    for column in columns {
      let field = fields[column]
      guard let number = number(in: field) else {
        let (name, found) = (columnName(column), FileText.excerpt(text(of: field)))
        throw mayBeClasses && !NumberSlip.isMissing(found)
          ? .wordAmongNumbers(line: row.line, column: name, found: found)
          : .notANumber(line: row.line, column: name, found: found)
      }
      if hasDecimalComma { try marks.look(at: field, in: self, line: row.line) }
      elements.append(number)
    }
  }

  private func appendClass(
    _ column: Int, of row: CSVRow, _ fields: [CSVField], to content: inout Content
  ) throws(FileProblem) {
    let field = fields[column]
    // A code point has at most four bytes.
    guard field.range.count <= 8 * FileText.longest else {
      throw .classTooLong(line: row.line, column: columnName(column), most: FileText.longest)
    }
    let name = FileText.line(text(of: field))
    guard !NumberSlip.isMissingWord(name) else {
      throw .missingClass(line: row.line, column: columnName(column), found: name)
    }
    guard name.unicodeScalars.count <= FileText.longest else {
      throw .classTooLong(line: row.line, column: columnName(column), most: FileText.longest)
    }
    let place = content.classPlaces[name] ?? content.classPlaces.count
    if place == content.classPlaces.count {
      guard place < Self.mostClasses else {
        throw .tooManyClasses(line: row.line, column: columnName(column), most: Self.mostClasses)
      }
      content.classPlaces[name] = place
    }
    content.classes.append(place)
  }

  // MARK: - Classes

  /// rows × classes, with one 1 per row.
  private func classes(_ content: Content) throws(FileProblem) -> (targets: Matrix, names: [String]) {
    let found = content.classPlaces
    try checkSize(found.count)
    let names = found.keys.sorted { precedes($0, $1) }
    var places = [Int](repeating: 0, count: names.count)
    for (place, name) in names.enumerated() { places[found[name] ?? 0] = place }
    var targets = Matrix(rows: content.rows, columns: names.count, repeating: 0)
    for (row, found) in content.classes.enumerated() { targets[row, places[found]] = 1 }
    return (targets, names)
  }

  /// Numbers in order of size come before words in order of their bytes.
  private func precedes(_ a: String, _ b: String) -> Bool {
    let numbers = [a, b].map { DecimalNumber.value(of: $0, hasDecimalComma: hasDecimalComma) }
    switch (numbers[0], numbers[1]) {
    case (let x?, let y?) where x != y: return x < y
    case (.some, nil): return true
    case (nil, .some): return false
    default: return a.utf8.lexicographicallyPrecedes(b.utf8)
    }
  }
}

/// The skipped rows.
struct SkippedRows: Equatable {
  private(set) var count = 0
  /// The reasons for the first few.
  private(set) var first: [FileProblem] = []

  static let mostNamed = 3

  mutating func add(_ problem: FileProblem) {
    count += 1
    if first.count < Self.mostNamed { first.append(problem) }
  }
}

extension FileProblem {
  /// Whether skipping the row solves the problem.
  fileprivate var concernsOneRow: Bool {
    switch self {
    case .notText, .textAfterQuote, .raggedRow, .notANumber, .wordAmongNumbers, .missingClass: true
    case .interrupted, .foreign, .noRows, .unclosedQuote, .fieldTooLong, .tooManyColumns, .noSuchColumn,
      .unknownColumn, .ambiguousColumn, .noHeader, .wordsInInputs, .labelElsewhere, .constantTarget,
      .mixedDecimalMarks, .onlyBadRows, .reversedColumns, .inputAndTarget, .pictureSize, .noInputs,
      .classTooLong, .tooManyClasses, .tooManyNumbers, .array, .unexpected, .tooDeep, .textTooLong,
      .tooManyValues, .repeatedMember, .wrongValue, .laterVersion, .network,
      .fileTooLarge:
      false
    }
  }
}

/// The decimal marks found so far in a table in which 5,1 is a number: a point in the same table may separate
/// thousands.
private struct DecimalMarks {
  private var pointLine: Int?
  private var commaLine: Int?

  mutating func look(at field: CSVField, in table: CSVTable, line: Int) throws(FileProblem) {
    if table.contains(UInt8(ascii: "."), field) { pointLine = pointLine ?? line }
    if table.contains(UInt8(ascii: ","), field) { commaLine = commaLine ?? line }
    if let pointLine, let commaLine {
      throw .mixedDecimalMarks(pointLine: pointLine, commaLine: commaLine)
    }
  }
}
