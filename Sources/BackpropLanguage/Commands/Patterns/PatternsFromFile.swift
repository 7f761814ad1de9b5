import Backprop

/// `patterns iris from "iris.csv", inputs 1..4, target species`
extension Command {
  private static let fromFile = "patterns iris from \"iris.csv\", inputs 1..4, target species"

  /// `iris from "iris.csv", inputs 1..4, target species`
  static func parsePatternsFromFile(_ parser: inout StatementParser) throws(Diagnostic) -> Action {
    do throws(Diagnostic) {
      let request = try tableRequest(&parser)
      return Action(example: fromFile) { (execution) throws(Diagnostic) in
        try execution.readPatterns(request)
      }
    } catch {
      throw error.teaching(fromFile)
    }
  }

  private static func tableRequest(_ parser: inout StatementParser) throws(Diagnostic) -> TableRequest {
    var name: Located<String>?
    // `patterns "iris.csv"` and `patterns from "iris.csv"` give no name.
    if parser.cursor.peek?.isString != true {
      let isNamed = !(parser.cursor.word == "from" && parser.cursor.peek(1).map { $0.kind.isString } ?? false)
      if isNamed { name = try parser.cursor.name("a name for the patterns") }
      guard parser.cursor.take(word: "from") else { throw parser.cursor.expected("`from`") }
    }
    guard let file = parser.cursor.takeString() else {
      throw parser.cursor.expected("the name of a file, in quotes")
    }
    let options = try parser.options()
    try check(options, areOfPoints: false)
    return TableRequest(
      name: name?.value ?? "patterns", file: file, inputs: options.columns("inputs"),
      targets: options.columns("target"), areClasses: options.has("classes"),
      pictures: pictures(options), skipsBadRows: options.has("skip"), labels: options.name("labels"),
      first: options.count("first"))
  }

  private static func pictures(_ options: OptionValues) -> Located<ImageShape>? {
    guard let sides = options.numbers("pictures"), sides.count == 2, let range = options.range("pictures")
    else { return nil }
    let counts = sides.map { Int(clamping: Int64($0)) }
    return Located(ImageShape(rows: counts[0], columns: counts[1]), range)
  }
}

/// A file to be read as patterns.
struct TableRequest: Sendable {
  var name: String
  var file: Located<String>
  /// nil: all except the targets and a column that names or counts the rows.
  var inputs: [Located<ColumnSelection>]?
  /// nil: the last column.
  var targets: [Located<ColumnSelection>]?
  var areClasses = false
  var pictures: Located<ImageShape>?
  var skipsBadRows = false
  /// The file with the labels.
  var labels: Located<String>?
  /// How many patterns are taken; nil: all.
  var first: Int?
}

extension Execution {
  fileprivate mutating func readPatterns(_ request: TableRequest) throws(Diagnostic) {
    let file = request.file
    let bytes = try readUnpacked(file)
    if try readArrays(bytes, request) { return }
    if let labels = request.labels {
      throw Diagnostic(.fileContent(file.value, .array(.optionOfArrays("labels"))), at: labels.range)
    }
    try require(CSVTable.bytesNeeded(forFile: bytes.count), for: "reading \"\(file.value)\"")
    var table: CSVTable
    do throws(FileProblem) {
      table = try CSVTable(bytes, skipsBadRows: request.skipsBadRows, isInterrupted: host.isInterrupted)
    } catch {
      throw problem(error, in: file)
    }
    let targets = try request.targets.map { (list) throws(Diagnostic) in try places(list, in: table, file) }
    let inputs = try request.inputs.map { (list) throws(Diagnostic) in try places(list, in: table, file) }
    var choice: ColumnChoice
    do throws(FileProblem) {
      choice = try ColumnChoice(inputs: inputs, targets: targets, in: table)
    } catch {
      throw problem(error, in: request)
    }
    if let both = choice.inputAndTarget {
      throw Diagnostic(
        .fileContent(file.value, .inputAndTarget(column: table.columnName(both))),
        at: (request.targets ?? request.inputs)?.first?.range ?? file.range)
    }
    try check(request.pictures, inputs: choice.inputs.count, file)
    let needed = table.bytesNeeded(
      inputs: choice.inputs.count, targets: choice.targets.count, areClasses: request.areClasses)
    try require(needed, for: "the patterns of \"\(file.value)\"")
    do throws(FileProblem) {
      if !((request.inputs ?? []) + (request.targets ?? [])).contains(where: { $0.value.isName }) {
        table = try choice.withoutFalseHeader(table, areClasses: request.areClasses)
      }
      var (set, skipped) = try choice.patterns(of: table, areClasses: request.areClasses)
      let count = set.count
      if let first = request.first, first < count, let begin = try? set.selecting(Array(0..<first)) {
        set = begin
      }
      set.imageShape = request.pictures?.value
      if !table.header.isEmpty { set.inputNames = choice.inputs.map { table.columnName($0) } }
      let patterns = NamedPatterns(name: request.name, set: set)
      state.store(patterns)
      note(TableWords.summary(patterns, choice, table, skipped) + PatternWords.share(set, of: count))
    } catch {
      throw problem(error, in: request)
    }
  }

  /// With an example line that reads this table, if one is known.
  private func problem(_ error: FileProblem, in request: TableRequest) -> Diagnostic {
    var diagnostic = problem(error, in: request.file)
    if let options = options(against: error) {
      diagnostic.example = "patterns \(request.name) from \"\(request.file.value)\", \(options)"
    }
    return diagnostic
  }

  private func options(against error: FileProblem) -> String? {
    if case .labelElsewhere(let column, _, _, let areClasses) = error {
      return "target \(column)" + (areClasses ? ", classes" : "")
    }
    if case .constantTarget = error { return "target 1, classes" }
    if case .wordsInInputs(let column, _, _, let isOnlyOne, let numbers) = error {
      if isOnlyOne { return "target \(column)" }
      return numbers.isEmpty ? nil : "inputs \(Wording.columnRanges(numbers))"
    }
    return nil
  }

  func check(
    _ pictures: Located<ImageShape>?, inputs: Int, _ file: Located<String>
  ) throws(Diagnostic) {
    guard let pictures else { return }
    let (rows, columns) = (pictures.value.rows, pictures.value.columns)
    let size = rows.multipliedReportingOverflow(by: columns)
    guard !size.overflow, size.partialValue == inputs else {
      throw Diagnostic(
        .fileContent(
          file.value, .pictureSize(rows: rows, columns: columns, inputs: inputs)),
        at: pictures.range)
    }
  }

  private func places(
    _ columns: [Located<ColumnSelection>], in table: CSVTable, _ file: Located<String>
  ) throws(Diagnostic) -> [Int] {
    var places: [Int] = []
    for column in columns {
      do throws(FileProblem) {
        places += try table.places(column.value)
      } catch {
        var suggestion: String?
        if case .unknownColumn(let name, let known) = error {
          suggestion = Spelling.nearest(to: name, among: Array(known.prefix(Self.mostNamesCompared)))
        }
        if case .reversedColumns(let first, let last) = error { suggestion = "\(last)..\(first)" }
        throw Diagnostic(.fileContent(file.value, error), at: column.range, suggestion: suggestion)
      }
    }
    return places
  }

  /// Comparing a misspelt name with a million others would take seconds.
  private static let mostNamesCompared = 2000
}

extension Token.Kind {
  var isString: Bool {
    if case .string = self { return true }
    return false
  }
}
