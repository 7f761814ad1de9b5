/// What an editor asks about a cell: completion, inspection, completeness. Everything comes from the command table and a
/// snapshot, so it answers while a cell runs. Offsets count Unicode code points, as Jupyter does.
public enum Assistance {
  /// What could stand at `offset`, by its context.
  public static func complete(_ cell: String, at offset: Int, in snapshot: SessionSnapshot) -> Completions {
    Completions(range: offset..<offset, items: [])
  }

  /// What is known about the word or quantity at `offset`; nil where there is nothing to say.
  public static func inspect(_ cell: String, at offset: Int, in snapshot: SessionSnapshot) -> Document? {
    nil
  }

  /// Whether pressing Enter should run the cell or begin another line.
  public static func completeness(_ cell: String) -> Completeness {
    .unknown
  }
}

/// The range of the cell to replace, and what by.
public struct Completions: Equatable, Sendable {
  /// In code points.
  public var range: SourceRange
  public var items: [Item]

  public struct Item: Equatable, Sendable {
    public var text: String
    /// `command`, `option`, `value`, `unit`, `weight`, `quantity`, `function`, `name`, `symbol`.
    public var kind: String
    /// One line about it; empty where there is nothing to add.
    public var detail: String
  }
}

public enum Completeness: Equatable, Sendable {
  case complete
  /// More lines belong to it; the next one begins with `indent`.
  case incomplete(indent: String)
  case invalid
  case unknown
}
