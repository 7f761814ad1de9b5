/// Tries examples on a copy of the session, without output, real files or long work. An example that is shown
/// below an error must run there: what it needs first, such as `network 2-2-1` or `forward 2`, is put before
/// it.
struct Rehearsal {
  private var state: SessionState
  /// The host of the session, and until when there is time.
  private let host: CellHost
  private let deadline: Double
  /// The statements of the cell that have not run yet.
  private var ahead: ArraySlice<Statement>
  /// Whether everything before the current place could be tried.
  private var isKnown = true

  /// statements: those of the cell that the session has not run, because there is an error in another one.
  init(_ state: SessionState, host: CellHost, before statements: [Statement] = []) {
    self.state = state
    self.host = host
    deadline = host.now() + Self.mostSeconds
    ahead = statements[...]
    isKnown = host.givesExamples
  }

  /// Whether the cell is to stop.
  var isInterrupted: () -> Bool { host.isInterrupted }

  /// The letters and widths of the network that is in use here.
  var notation: NetworkNotation { NetworkNotation(state) }

  /// Goes on to a place of the cell: what the statements before it define is known there.
  mutating func advance(to offset: Int) {
    let host = silentHost()
    while let statement = ahead.first, statement.range.upperBound <= offset {
      ahead.removeFirst()
      guard isKnown else { continue }
      do throws(Diagnostic) { isKnown = try run(statement, on: &state, host) } catch { isKnown = false }
    }
  }

  /// The first of two examples that can be typed here, or else the second; after the lines that it needs
  /// first.
  func completed(_ example: String, or other: String) -> String {
    completed(example) ?? completed(other) ?? other
  }

  /// The example, after the lines that it needs first; nil if it is no correct line here.
  private func completed(_ example: String) -> String? {
    var completed = example
    for _ in 0...Self.mostPreparations {
      switch trial(of: completed) {
      case .runs: return completed
      case .doesNotFit: return nil
      case .lacks(let lines, let offset):
        guard isKnown else { return completed }
        var scalars = Array(completed.unicodeScalars)
        let earlier = String(String.UnicodeScalarView(scalars[..<offset])).split(separator: "\n")
        let missing = lines.split(separator: "\n").filter { !earlier.contains($0) }.joined(separator: "\n")
        scalars.insert(contentsOf: (missing + "\n").unicodeScalars, at: offset)
        completed = String(String.UnicodeScalarView(scalars))
      }
    }
    return completed
  }

  /// A network, patterns that fit it, a forward and a backward pass.
  private static let mostPreparations = 4

  private enum Trial {
    /// As far as it could be tried.
    case runs
    /// What the first statement that fails needs, and where that begins.
    case lacks(String, offset: Int)
    /// It is written wrongly, or names what the network does not have.
    case doesNotFit
  }

  private func trial(of example: String) -> Trial {
    let cell = CellParser.parse(SourceText(example))
    guard cell.diagnostics.isEmpty else { return .doesNotFit }
    guard isKnown else { return .runs }
    var state = self.state
    let host = silentHost()
    for statement in cell.statements {
      do throws(Diagnostic) {
        guard try run(statement, on: &state, host) else { return .runs }
      } catch {
        if let lines = Wording.preparation(for: error) {
          return .lacks(NetworkNotation(state).fitted(lines), offset: statement.range.lowerBound)
        }
        switch error.problem {
        case .unknownLayer, .noSuchUnit, .notConnected, .network: return .doesNotFit
        default: return .runs
        }
      }
    }
    return .runs
  }

  /// Runs a statement. Returns: whether it ended; one that takes long is stopped, and what it would do is not
  /// known.
  private func run(
    _ statement: Statement, on state: inout SessionState, _ host: CellHost
  ) throws(Diagnostic) -> Bool {
    do throws(Diagnostic) {
      let execution = try statement.run(on: state, host: host)
      if let failure = execution.failure { throw failure }
      state = execution.state
      return !execution.wasInterrupted
    } catch {
      guard error.problem.isInterrupted else { throw error }
      return false
    }
  }

  // MARK: The host

  /// What is missing is found at the beginning of the work: so many polls are the same work on every machine.
  /// The time is a bound for work that polls rarely, since an error must be shown at once.
  private static let mostPolls = 200
  private static let mostSeconds = 0.25

  /// A host that shows nothing, keeps files to itself and soon interrupts.
  private func silentHost() -> CellHost {
    var polls = 0
    var files: [String: [UInt8]] = [:]
    return CellHost(
      emit: { _ in },
      isInterrupted: {
        polls += 1
        return polls > Self.mostPolls || host.now() > deadline
      },
      readFile: { name in files[name].map { .success($0) } ?? .failure(.refused("not here")) },
      writeFile: { name, bytes in
        files[name] = bytes
        return .success(())
      },
      availableMemory: host.availableMemory)
  }
}
