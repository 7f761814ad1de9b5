/// Tries examples on a copy of the session, without output, files or long work. An example that is shown
/// below an error must run there: what it needs first, such as `network 2-2-1` or `forward 2`, is put before
/// it.
struct Rehearsal {
  private var state: SessionState
  private let host: CellHost
  /// The statements of the cell that have not run yet.
  private var ahead: ArraySlice<Statement>
  /// Whether everything before the current place could be tried.
  private var isKnown = true

  /// statements: those of the cell that the session has not run, because there is an error in another one.
  init(_ state: SessionState, host: CellHost, before statements: [Statement] = []) {
    self.state = state
    self.host = Self.host(host)
    ahead = statements[...]
  }

  /// The letters and widths of the network that is in use here.
  var notation: NetworkNotation { NetworkNotation(state) }

  /// Goes on to a place of the cell: what the statements before it define is known there.
  mutating func advance(to offset: Int) {
    while let statement = ahead.first, statement.range.upperBound <= offset {
      ahead.removeFirst()
      guard isKnown, !host.isInterrupted() else { continue }
      do throws(Diagnostic) { try run(statement, on: &state) } catch { isKnown = false }
    }
  }

  /// The example, after the lines that it needs first.
  func completed(_ example: String) -> String {
    guard isKnown else { return example }
    var completed = example
    for _ in 0..<Self.mostPreparations {
      guard let (offset, lines) = missing(in: completed) else { return completed }
      var scalars = Array(completed.unicodeScalars)
      scalars.insert(contentsOf: (lines + "\n").unicodeScalars, at: offset)
      completed = String(String.UnicodeScalarView(scalars))
    }
    return completed
  }

  /// A network, patterns that fit it, a forward and a backward pass.
  private static let mostPreparations = 4

  /// What the first statement that fails needs, and where it begins; nil if nothing is missing.
  private func missing(in example: String) -> (offset: Int, lines: String)? {
    let cell = CellParser.parse(SourceText(example))
    guard cell.diagnostics.isEmpty else { return nil }
    var state = self.state
    for statement in cell.statements {
      do throws(Diagnostic) { try run(statement, on: &state) } catch {
        return Wording.preparation(for: error).map {
          (statement.range.lowerBound, NetworkNotation(state).fitted($0))
        }
      }
    }
    return nil
  }

  /// Runs a statement; one that takes long is stopped, and counts as one that runs.
  private func run(_ statement: Statement, on state: inout SessionState) throws(Diagnostic) {
    var execution = Execution(state: state, range: statement.range, host: host, isLast: false)
    do throws(Diagnostic) { try statement.action.run(&execution) } catch {
      if error.problem == .interrupted { return }
      throw error
    }
    if let failure = execution.failure { throw failure }
    state = execution.state
  }

  // MARK: The host

  /// What is missing is found at the beginning of the work, and an error must be shown at once.
  private static let mostPolls = 200
  private static let mostSeconds = 0.05

  private static func host(_ host: CellHost) -> CellHost {
    var polls = 0
    let began = host.now()
    var files: [String: [UInt8]] = [:]
    return CellHost(
      emit: { _ in },
      isInterrupted: {
        polls += 1
        return polls > mostPolls || host.now() - began > mostSeconds
      },
      readFile: { name in files[name].map { .success($0) } ?? .failure(.refused("not here")) },
      writeFile: { name, bytes in
        files[name] = bytes
        return .success(())
      },
      availableMemory: host.availableMemory)
  }
}
