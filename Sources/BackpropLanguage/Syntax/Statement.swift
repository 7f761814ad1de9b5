/// One command of a cell, parsed but not yet run.
struct Statement: Sendable {
  /// From the first to the last scalar of the statement, including its rows.
  var range: SourceRange
  var action: Action
  /// nil: a line with `=`, or a formula.
  var command: Command?

  /// A correct example of its kind.
  func example(in source: SourceText) -> String {
    action.example ?? Example.line(like: source.string(range), of: command)
  }
}

/// What a statement does to the session, and what it shows.
struct Action: Sendable {
  /// Whether it only gives a name to a formula or a function: such lines may occur in a saved file.
  let isDefinition: Bool
  /// The formula whose value it shows, if it does nothing else.
  let formula: SourceFormula?
  /// A correct example of its kind, if no example of its command is one.
  let example: String?
  /// The notation of the lines below it, if it changes that.
  let notation: Notation?
  /// The layers of the network that the lines below it are about, if it changes that.
  let network: NumberedUnits?
  /// What a name stands for in formulas of vectors below it, if it changes that.
  var vector: VectorDefinition?
  /// The names that it gives to formulas, nil where a name has another value from there on, which is known
  /// only once the cell runs, or none.
  var definitions: [(name: String, formula: Formula?)] = []
  /// What the learning rule that it defines computes for every weight: the m of `m_ij`.
  var ofRule: [String] = []
  /// What it checks or proves.
  var equations: [SourceEquation] = []
  /// The rows of its derivation that cannot be read.
  var unread: [UnreadRow] = []
  let run: @Sendable (inout Execution) throws(Diagnostic) -> Void

  init(
    isDefinition: Bool = false, formula: SourceFormula? = nil, example: String? = nil,
    notation: Notation? = nil, network: NumberedUnits? = nil,
    _ run: @escaping @Sendable (inout Execution) throws(Diagnostic) -> Void
  ) {
    self.isDefinition = isDefinition
    self.formula = formula
    self.example = example
    self.notation = notation
    self.network = network
    self.run = run
  }

  /// The same, with a remark below what it shows.
  func noting(_ remark: String) -> Action {
    let run = run
    var action = Action(
      isDefinition: isDefinition, formula: formula, example: example, notation: notation, network: network
    ) {
      (execution) throws(Diagnostic) in
      try run(&execution)
      if execution.failure == nil { execution.note(remark) }
    }
    action.vector = vector
    action.definitions = definitions
    action.ofRule = ofRule
    action.equations = equations
    action.unread = unread
    return action
  }
}

/// A value and its range in the cell.
struct Located<Value: Sendable>: Sendable {
  var value: Value
  var range: SourceRange
  init(_ value: Value, _ range: SourceRange) {
    self.value = value
    self.range = range
  }
}
