import Backprop

/// Patterns from tables.
extension Execution {
  mutating func readPatterns(_ request: TableRequest) throws(Diagnostic) {
    let file = request.file
    let bytes = try read(file)
    try require(Double(CSVTable.bytesNeeded(forFile: bytes.count)), for: "reading \"\(file.value)\"")
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
    try check(request.pictures, choice, file)
    let needed = table.bytesNeeded(
      inputs: choice.inputs.count, targets: choice.targets.count, areClasses: request.areClasses)
    try require(Double(needed), for: "the patterns of \"\(file.value)\"")
    do throws(FileProblem) {
      if !((request.inputs ?? []) + (request.targets ?? [])).contains(where: { $0.value.isName }) {
        table = try choice.withoutFalseHeader(table, areClasses: request.areClasses)
      }
      var (set, skipped) = try choice.patterns(of: table, areClasses: request.areClasses)
      set.imageShape = request.pictures?.value
      let patterns = NamedPatterns(name: request.name, set: set)
      state.store(patterns)
      note(TableWords.summary(patterns, choice, table, skipped))
    } catch {
      throw problem(error, in: request)
    }
  }

  /// With a line that reads this very table, where that is known.
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

  private func check(
    _ pictures: Located<ImageShape>?, _ choice: ColumnChoice, _ file: Located<String>
  ) throws(Diagnostic) {
    guard let pictures else { return }
    let (rows, columns) = (pictures.value.rows, pictures.value.columns)
    let size = rows.multipliedReportingOverflow(by: columns)
    guard !size.overflow, size.partialValue == choice.inputs.count else {
      throw Diagnostic(
        .fileContent(
          file.value, .pictureSize(rows: rows, columns: columns, inputs: choice.inputs.count)),
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

  /// To compare a misspelt name with a million would take seconds.
  private static let mostNamesCompared = 2000
}
