/// Lines of a cell that are run anew for each value of something: as a cell of their own, below lines that
/// set the values, on a copy of the session.
public final class VariedCell: Sendable, Equatable {
  /// The state that every position begins with.
  private let state: SessionState
  private let script: VariedScript
  /// Formulas whose values are tabulated, as far as they are single numbers.
  let columns: [String]

  init(_ script: VariedScript, columns: [String], on state: SessionState) {
    self.script = script
    self.columns = columns
    self.state = state
  }

  public static func == (left: VariedCell, right: VariedCell) -> Bool { left === right }

  /// The number of results of a position that are kept.
  private static let mostResults = 60

  /// What the lines show for these values, one for each slider. isStopped: polled often.
  ///
  /// Returns: nil if it was stopped.
  public func position(
    at values: [Double], isStopped: @escaping () -> Bool,
    readFile: @escaping (String) -> Result<[UInt8], FileFailure> = { _ in .failure(.refused("not here")) },
    now: @escaping () -> Double = { 0 }, availableMemory: @escaping () -> Double? = { nil }
  ) -> Variation.Position? {
    var results: [CellResult] = []
    let host = CellHost(
      emit: { Self.add($0, to: &results) }, isInterrupted: isStopped, now: now, readFile: readFile,
      writeFile: { _, _ in .failure(.refused("nothing is written while values vary")) },
      availableMemory: availableMemory)
    let session = Session(continuing: SessionSnapshot(state: state))
    var position = Variation.Position(values: values, results: [], numbers: [], failure: nil)
    switch session.run(script.text(with: values), host: host) {
    case .interrupted: return nil
    case .failed(let report): position.failure = report.entries.first?.message ?? report.message
    case .finished: break
    }
    position.results = results
    position.numbers = columns.map { formula in
      guard position.failure == nil, case .numbers(let numbers) = session.numbers(of: formula, host: host),
        numbers.shape.isEmpty
      else { return nil }
      return numbers.values.first
    }
    return isStopped() ? nil : position
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

/// The text of lines that are run for many values.
struct VariedScript: Sendable {
  /// A thing that varies.
  struct Target: Sendable {
    /// As it was typed.
    var name: String
    /// What gives it a value: `w_i1j1 = `, `let β = `.
    var setting: String
    /// Whether its number stands in the place of its name: `train N epochs`.
    var isReplaced = false

    /// Whether it is a name that `let` may give to a number.
    var isName: Bool { setting != "\(name) = " }
  }

  var targets: [Target]
  /// The lines below `vary` as they are, the first one with its indentation.
  var body: String

  /// The lines that set the values, each ending with a line break.
  func settings(_ values: [Double]) -> String {
    let indent = String(body.prefix { $0 == " " || $0 == "\t" })
    return zip(targets, values).filter { !$0.0.isReplaced }
      .map { indent + $0.setting + Wording.number($1) + "\n" }.joined()
  }

  func text(with values: [Double]) -> String { settings(values) + replaced(with: values) }

  /// The body, with numbers in the place of names that are replaced.
  private func replaced(with values: [Double]) -> String {
    let replacements = zip(targets, values).filter { $0.0.isReplaced }
    guard !replacements.isEmpty else { return body }
    let source = SourceText(body)
    let tokens = Lexer.tokens(of: source).tokens
    var text = ""
    var end = 0
    for token in tokens {
      guard case .word(let word) = token.kind,
        let (_, value) = replacements.first(where: { $0.0.name == word })
      else { continue }
      text += source.string(end..<token.range.lowerBound)
      text += value < 0 ? "(\(Wording.number(value)))" : Wording.number(value)
      end = token.range.upperBound
    }
    return text + source.string(end..<source.scalars.count)
  }
}
