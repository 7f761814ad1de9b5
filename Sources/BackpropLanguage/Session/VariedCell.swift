/// Lines of a cell that are run anew for each value of something: as a cell of their own, below lines that
/// set the values, on a copy of the session.
public final class VariedCell: Sendable, Equatable {
  /// The state that every position begins with.
  private let state: SessionState
  private let script: VariedScript
  /// What is tabulated, as far as it is a single number.
  private let columns: [VariedColumn]

  init(_ script: VariedScript, columns: [VariedColumn], on state: SessionState) {
    self.script = script
    self.columns = columns
    self.state = state
  }

  public static func == (left: VariedCell, right: VariedCell) -> Bool { left === right }

  /// The number of results of a position that are kept.
  private static let mostResults = 60

  /// What the lines show for these values, one for each slider. surroundings: where they run; it is asked
  /// often whether to go on, and nothing is shown or written there.
  ///
  /// Returns: nil if it was stopped.
  public func position(at values: [Double], in surroundings: CellHost) -> Variation.Position? {
    var results: [CellResult] = []
    var numbers = [Double?](repeating: nil, count: columns.count)
    var statement = -script.settingCount
    let isStopped = surroundings.isInterrupted
    var host = CellHost(
      emit: { Self.add($0, to: &results) }, isInterrupted: isStopped, now: surroundings.now,
      readFile: surroundings.readFile,
      writeFile: { _, _ in .failure(.refused("nothing is written while values vary")) },
      availableMemory: surroundings.availableMemory)
    host.unpack = surroundings.unpack
    // Only the message of a failure is shown.
    host.givesExamples = false
    host.explainsNetworks = false
    host.cores = surroundings.cores
    host.planes = surroundings.planes
    // After each statement, before the next one changes what its formulas stand for.
    host.publish = { snapshot in
      for place in self.columns.indices where self.columns[place].statement == statement {
        numbers[place] = self.number(
          of: self.columns[place].formula, with: values, snapshot, surroundings.cores, isStopped)
      }
      statement += 1
    }
    let session = Session(continuing: SessionSnapshot(state: state))
    var position = Variation.Position(values: values, results: [], numbers: [], failure: nil)
    switch session.run(script.text(with: values), host: host) {
    case .interrupted: return nil
    case .failed(let report):
      position.failure =
        report.entries.first.map {
          let line = $0.sourceLine.drop { $0 == " " || $0 == "\t" }
          return "`\(String(line).trimmed)`: \($0.message)"
        } ?? report.message
      // Neither the line that fails nor those below it have been carried out.
      for place in columns.indices where columns[place].statement >= statement - 1 { numbers[place] = nil }
    case .finished: break
    }
    position.results = results
    position.numbers = numbers
    return isStopped() ? nil : position
  }

  /// The problem that ends the lines for these values; nil if they run to their end.
  func problem(at values: [Double], _ host: CellHost) -> Diagnostic? {
    var state = self.state
    var silent = CellHost(emit: { _ in }, isInterrupted: host.isInterrupted, readFile: host.readFile)
    silent.unpack = host.unpack
    let cell = CellParser.parse(SourceText(script.text(with: values)), in: state.reading)
    for statement in cell.statements {
      do throws(Diagnostic) {
        let execution = try statement.run(on: state, host: silent)
        if let failure = execution.failure { return failure }
        state = execution.state
      } catch { return error }
    }
    return cell.diagnostics.first
  }

  /// The value of a formula in a state; nil if it is not a single number.
  private func number(
    of formula: String, with values: [Double], _ snapshot: SessionSnapshot, _ cores: Int,
    _ isStopped: @escaping () -> Bool
  ) -> Double? {
    var host = CellHost(emit: { _ in }, isInterrupted: isStopped)
    host.cores = cores
    let formula = script.replaced(formula, with: values).text
    guard case .numbers(let found) = Session(continuing: snapshot).numbers(of: formula, host: host),
      found.shape.isEmpty
    else { return nil }
    return found.values.first
  }

  /// Adds a result to those of a position; one with the key of an earlier one replaces it.
  private static func add(_ result: CellResult, to results: inout [CellResult]) {
    var result = result
    result.isValue = false
    if let key = result.displayKey, let place = results.firstIndex(where: { $0.displayKey == key }) {
      results[place] = result
    } else if results.count < mostResults {
      results.append(result)
    }
  }
}

/// What is tabulated for each position.
struct VariedColumn: Sendable {
  /// As it was typed.
  var formula: String
  /// After which of the lines below `vary` it is evaluated, from 0.
  var statement: Int
}
