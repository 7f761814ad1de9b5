/// What is wrong with a cell and where: facts. `Wording` turns them into sentences.
public struct Diagnostic: Error, Equatable, Sendable {
  public var range: SourceRange
  public var problem: Problem
  /// The nearest right spelling of what stands at `range`.
  public var suggestion: String?
  /// One correct line that shows how it is done.
  public var example: String?

  public init(_ problem: Problem, at range: SourceRange, suggestion: String? = nil, example: String? = nil) {
    self.problem = problem
    self.range = range
    self.suggestion = suggestion
    self.example = example
  }
}

/// The kinds of mistake, each with the facts that its wording needs.
public enum Problem: Equatable, Sendable {
  /// Something else was needed here, in the handout's words: "a unit number".
  case expected(String, found: String)
}
