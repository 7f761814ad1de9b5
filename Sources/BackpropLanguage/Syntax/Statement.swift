/// One command of a cell, understood but not yet run.
struct Statement: Sendable {
  /// From the first to the last scalar of the statement, its rows included.
  var range: SourceRange
  var action: Action
  /// nil: a line with `=`, or a formula.
  var command: Command?

  /// A correct one of its kind.
  func example(in source: SourceText) -> String {
    action.example ?? Example.line(like: source.string(range), of: command)
  }
}

/// What a statement does to the session, and shows.
struct Action: Sendable {
  /// Whether it gives a formula or a function a name, and does no more: such lines may stand in a saved file.
  let isDefinition: Bool
  /// A correct one of its kind, where none of its command's is.
  let example: String?
  let run: @Sendable (inout Execution) throws(Diagnostic) -> Void

  init(
    isDefinition: Bool = false, example: String? = nil,
    _ run: @escaping @Sendable (inout Execution) throws(Diagnostic) -> Void
  ) {
    self.isDefinition = isDefinition
    self.example = example
    self.run = run
  }
}

/// A value and the place in the cell that it was read from.
struct Located<Value: Sendable>: Sendable {
  var value: Value
  var range: SourceRange
  init(_ value: Value, _ range: SourceRange) {
    self.value = value
    self.range = range
  }
}
