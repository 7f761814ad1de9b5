import Backprop

/// The state between cells and the machine that runs them. Owned by one thread; other threads use its
/// `snapshot`.
public final class Session {
  private var state: SessionState

  /// A new session.
  public convenience init() { self.init(continuing: SessionSnapshot()) }

  /// A separate session that starts from the state of another.
  public init(continuing snapshot: SessionSnapshot) { state = snapshot.state }

  /// The state for completion and inspection, as of the end of the last statement.
  public var snapshot: SessionSnapshot { SessionSnapshot(state: state) }

  /// Parses the whole cell, then runs its statements one by one until one fails or the host asks to stop.
  public func run(_ cell: String, host: CellHost) -> CellOutcome {
    guard cell.utf8.count <= SourceText.largestCell else {
      let problem = Problem.tooLarge(
        "bytes in this cell", count: cell.utf8.count, limit: SourceText.largestCell)
      let example = "patterns mine from \"mine.csv\", inputs 1..4, target 5"
      return .failed(
        state.report(
          [Diagnostic(problem, at: 0..<0, example: example)], in: SourceText(""), Rehearsal(state, host: host)
        ))
    }
    let source = SourceText(cell)
    var reading = state.reading
    var parsed = CellParser.parse(source, in: reading)
    guard parsed.diagnostics.isEmpty else {
      let rehearsal = Rehearsal(state, host: host, before: parsed.statements)
      return .failed(state.report(parsed.diagnostics, in: source, rehearsal, after: parsed.statements))
    }
    func failed(_ error: Diagnostic, _ statement: Statement) -> CellOutcome {
      let diagnostic = error.teaching(statement.example(in: source))
      return .failed(state.report([diagnostic], in: source, Rehearsal(state, host: host)))
    }
    let isMarking = parsed.statements.contains { $0.command?.name == Command.mark.name }
    var points: Double?
    for place in parsed.statements.indices {
      let statement = parsed.statements[place]
      if host.isInterrupted() { return .interrupted }
      let execution: Execution
      do throws(Diagnostic) {
        // The value of a cell that marks is the number of points.
        let isLast = place == parsed.statements.count - 1 && !isMarking
        execution = try statement.run(on: state, host: host, isLast: isLast)
      } catch {
        if error.problem.isInterrupted { return .interrupted }
        return failed(error, statement)
      }
      state = execution.state
      if let given = execution.points { points = (points ?? 0) + given }
      host.publish(snapshot)
      if execution.wasInterrupted { return .interrupted }
      if let failure = execution.failure { return failed(failure, statement) }
      // What a symbol of another course means may depend on the layers of the network.
      if let network = state.network?.numberedUnits, network != reading.network,
        parsed.isInAnotherNotation || reading.reader != nil
      {
        reading = state.reading
        let rest = CellParser.parse(source, after: statement.range.upperBound, in: reading)
        guard rest.diagnostics.isEmpty else {
          return .failed(state.report(rest.diagnostics, in: source, Rehearsal(state, host: host)))
        }
        if rest.statements.count == parsed.statements.count - place - 1 {
          parsed.statements.replaceSubrange((place + 1)..., with: rest.statements)
        }
      }
    }
    if let points { host.emit(.points(points, digits: state.digits)) }
    return .finished
  }
}

extension CellResult {
  /// The value of a cell that marks: a bare number, which nbgrader takes as the partial credit.
  fileprivate static func points(_ points: Double, digits: Int) -> CellResult {
    let text = Wording.number(MarkingScheme.rounded(points))
    return CellResult(.document(Document([.paragraph([.text(text)])])), digits: digits, isValue: true)
  }
}

extension Statement {
  /// Runs the statement on a state, which stays as it is; the state afterwards is the execution's. isLast:
  /// whether it is the cell's last statement.
  func run(on state: SessionState, host: CellHost, isLast: Bool = false) throws(Diagnostic) -> Execution {
    var execution = Execution(state: state, range: range, host: host, isLast: isLast)
    try action.run(&execution)
    if let vector = action.vector { execution.state.notations.define(vector) }
    try execution.checkSize()
    return execution
  }
}
