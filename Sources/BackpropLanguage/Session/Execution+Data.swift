import Backprop

/// Patterns from files, divided and scaled.
extension Execution {
  /// Whatever is wrong, an example of the command stands below it.
  mutating func run(_ statement: DataStatement) throws(Diagnostic) {
    do throws(Diagnostic) {
      try perform(statement)
    } catch {
      var diagnostic = error
      diagnostic.example = diagnostic.example ?? statement.example
      throw diagnostic
    }
  }

  private mutating func perform(_ statement: DataStatement) throws(Diagnostic) {
    switch statement {
    case .readPatterns(let name, let file, let inputs, let targets, let areClasses, let pictures):
      try readPatterns(
        name, file, inputs: inputs, targets: targets, areClasses: areClasses, pictures: pictures)
    case .split(let fraction, let seed): try split(fraction: fraction, seed: seed)
    case .scale(let request): try scale(request)
    case .save(let content, let file): try save(content, to: file)
    case .load(let file): try load(file)
    case .export(let format, let file): try export(format, to: file)
    }
  }

  // MARK: - Tables

  private mutating func readPatterns(
    _ name: String, _ file: Located<String>, inputs: [Located<ColumnSelection>]?,
    targets: [Located<ColumnSelection>]?, areClasses: Bool, pictures: Located<ImageShape>?
  ) throws(Diagnostic) {
    let bytes = try read(file)
    var table: CSVTable
    do throws(FileProblem) { table = try CSVTable(bytes) } catch { throw problem(error, in: file) }
    if host.isInterrupted() { throw problem(.interrupted) }
    let last = max(table.columns - 1, 0)
    let targetPlaces = try targets.map { (list) throws(Diagnostic) in try places(list, in: table, file) }
    let targetColumns = targetPlaces ?? [last]
    let inputPlaces = try inputs.map { (list) throws(Diagnostic) in try places(list, in: table, file) }
    let inputColumns = inputPlaces ?? (0..<table.columns).filter { !targetColumns.contains($0) }
    if let both = inputColumns.first(where: { targetColumns.contains($0) }) {
      throw Diagnostic(
        .fileContent(file.value, .inputAndTarget(column: table.columnName(both))),
        at: (targets ?? inputs)?.first?.range ?? file.range)
    }
    if let pictures {
      let (rows, columns) = (pictures.value.rows, pictures.value.columns)
      let size = rows.multipliedReportingOverflow(by: columns)
      guard !size.overflow, size.partialValue == inputColumns.count else {
        throw Diagnostic(
          .fileContent(
            file.value, .pictureSize(rows: rows, columns: columns, inputs: inputColumns.count)),
          at: pictures.range)
      }
    }
    if !((inputs ?? []) + (targets ?? [])).contains(where: { $0.value.isName }) {
      let areNumbers = !areClasses && table.holdNumbers(targetColumns)
      table = table.withHeaderAsData(ifNumberIn: inputColumns + (areNumbers ? targetColumns : []))
    }
    do throws(FileProblem) {
      var set = try table.patterns(inputs: inputColumns, targets: targetColumns, areClasses: areClasses)
      set.imageShape = pictures?.value
      state.store(NamedPatterns(name: name, set: set))
    } catch {
      throw problem(error, in: file)
    }
    if let patterns = state.patterns {
      note(PatternWords.summary(patterns) + (table.header.isEmpty ? "" : "; row 1 holds the names"))
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
          suggestion = Spelling.nearest(to: name, among: known)
        }
        if case .reversedColumns(let first, let last) = error { suggestion = "\(last)..\(first)" }
        throw Diagnostic(.fileContent(file.value, error), at: column.range, suggestion: suggestion)
      }
    }
    return places
  }

  // MARK: - Training and test sets

  private static let trainingSuffix = "-training"
  private static let testSuffix = "-test"

  private mutating func split(fraction: Double, seed: Int) throws(Diagnostic) {
    let patterns = try currentPatterns()
    do throws(NetworkError) {
      let parts = try patterns.set.split(fraction: fraction, seed: UInt64(seed))
      state.store(NamedPatterns(name: patterns.name + Self.testSuffix, set: parts.test))
      let training = NamedPatterns(name: patterns.name + Self.trainingSuffix, set: parts.training)
      state.store(training)
      note(
        "patterns \(training.name): \(Wording.plural(parts.training.count, "pattern")), in use; "
          + "\(patterns.name + Self.testSuffix): \(Wording.plural(parts.test.count, "pattern")); seed \(seed)"
      )
    } catch {
      throw problem(error, example: "patterns iris\nsplit 80 20, seed 1")
    }
  }

  private mutating func scale(_ request: ScalingRequest) throws(Diagnostic) {
    let patterns = try currentPatterns()
    let scaling: InputScaling
    let words: String
    switch request {
    case .range(let low, let high):
      scaling = patterns.set.scaling(toRange: low, high)
      words = "to \(Wording.number(low)) to \(Wording.number(high))"
    case .standard:
      scaling = patterns.set.standardScaling()
      words = "to mean 0 and standard deviation 1"
    }
    var scaled = [patterns]
    if patterns.name.hasSuffix(Self.trainingSuffix) {
      let name = patterns.name.dropLast(Self.trainingSuffix.count) + Self.testSuffix
      if let test = state.patternSets.first(where: { $0.name == name }) { scaled.insert(test, at: 0) }
    }
    for set in scaled {
      do throws(NetworkError) {
        state.store(NamedPatterns(name: set.name, set: try set.set.scaled(by: scaling)))
      } catch {
        throw problem(error)
      }
    }
    var text = "inputs of \(patterns.name) scaled \(words)"
    if scaled.count > 1 { text += "; those of \(scaled[0].name) by the same numbers" }
    note(text)
  }

  // MARK: - Bytes

  func read(_ file: Located<String>) throws(Diagnostic) -> [UInt8] {
    switch host.readFile(file.value) {
    case .success(let bytes): return bytes
    case .failure(.interrupted): throw problem(.interrupted)
    case .failure(.refused(let reason)):
      throw Diagnostic(.unreadableFile(file.value, reason: reason), at: file.range)
    }
  }

  func write(_ bytes: [UInt8], to file: Located<String>) throws(Diagnostic) {
    switch host.writeFile(file.value, bytes) {
    case .success: break
    case .failure(.interrupted): throw problem(.interrupted)
    case .failure(.refused(let reason)):
      throw Diagnostic(.unwritableFile(file.value, reason: reason), at: file.range)
    }
  }

  func problem(_ error: FileProblem, in file: Located<String>) -> Diagnostic {
    Diagnostic(.fileContent(file.value, error), at: file.range)
  }
}
