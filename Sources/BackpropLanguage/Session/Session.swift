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
    state.derivations.beginCell()
    let reading = state.reading
    let parsed = CellParser.parse(source, in: reading)
    guard parsed.diagnostics.isEmpty else {
      let rehearsal = Rehearsal(state, host: host, before: parsed.statements)
      let report = state.report(parsed.diagnostics, in: source, rehearsal, after: parsed.statements)
      state.derivations.add(
        LegibleRows(of: source, parsed, in: reading, isInterrupted: host.isInterrupted), of: source,
        in: state.outline)
      host.publish(snapshot)
      return .failed(report)
    }
    guard parsed.marks else { return run(parsed, source, reading, host: host) }
    // What a cell that marks defines is for its marks alone.
    let before = state
    let outcome = run(parsed, source, reading, host: host)
    let derivations = state.derivations
    state = before
    state.derivations = derivations
    host.publish(snapshot)
    return outcome
  }

  /// Runs the statements of a cell one by one.
  private func run(
    _ parsed: ParsedCell, _ source: SourceText, _ notations: Notations, host: CellHost
  ) -> CellOutcome {
    var (parsed, reading) = (parsed, notations)
    let isMarking = parsed.marks
    /// nil if the host wants to go on.
    func failed(_ error: Diagnostic, at place: Int) -> CellOutcome? {
      let diagnostic = error.teaching(parsed.statements[place].example(in: source))
      let report = state.report([diagnostic], in: source, Rehearsal(state, host: host))
      if host.goesOn(report) { return nil }
      // The derivations below it have been written, too.
      let rest = parsed.statements[(place + 1)...]
      let isOfOther = rest.contains { $0.command?.family == .network }
      for later in rest {
        state.derivations.add(
          later.action.equations, unread: later.action.unread, in: source,
          of: isOfOther ? nil : state.outline)
      }
      host.publish(snapshot)
      return .failed(report)
    }
    var points: Double?
    for place in parsed.statements.indices {
      let statement = parsed.statements[place]
      if host.isInterrupted() { return .interrupted }
      state.derivations.add(
        statement.action.equations, unread: statement.action.unread, in: source, of: state.outline)
      let execution: Execution
      do throws(Diagnostic) {
        // The value of a cell that marks is the number of points.
        let isLast = place == parsed.statements.count - 1 && !isMarking
        let host = isMarking && statement.isPreparation ? host.showingNothing : host
        execution = try statement.run(on: state, host: host, isLast: isLast)
      } catch {
        if error.problem.isInterrupted { return .interrupted }
        if let outcome = failed(error, at: place) { return outcome }
        continue
      }
      state = execution.state
      if let given = execution.points { points = (points ?? 0) + given }
      // What has failed publishes where the cell ends.
      if execution.failure == nil || execution.wasInterrupted { host.publish(snapshot) }
      if execution.wasInterrupted { return .interrupted }
      if let failure = execution.failure {
        if let outcome = failed(failure, at: place) { return outcome }
        host.publish(snapshot)
      }
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

extension SessionState {
  /// Of the network in use.
  fileprivate var outline: NetworkOutline? { network.map { NetworkOutline($0.core) } }
}

extension ParsedCell {
  /// Whether it gives points for derivations.
  fileprivate var marks: Bool { statements.contains { $0.command?.name == Command.mark.name } }
}

extension Statement {
  /// Whether it only prepares what proofs and values show.
  fileprivate var isPreparation: Bool { command?.family != .proofs && action.formula == nil }
}

extension CellHost {
  fileprivate var showingNothing: CellHost {
    var host = self
    host.emit = { _ in }
    return host
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
