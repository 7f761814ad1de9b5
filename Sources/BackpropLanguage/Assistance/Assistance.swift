/// What an editor asks about a cell: completion, inspection, completeness. Everything comes from the command table and a
/// snapshot, so it answers while a cell runs. Offsets count Unicode code points, as Jupyter does.
public enum Assistance {
  /// What could stand at `offset`, by its context. `files` lists the files whose path begins so.
  public static func complete(
    _ cell: String, at offset: Int, in snapshot: SessionSnapshot, files: (String) -> [String] = { _ in [] }
  ) -> Completions {
    guard isAnswered(cell) else { return Completions(range: offset..<offset, items: []) }
    return CompletionContext(SourceText(cell), at: offset, snapshot.state).completions(files: files)
  }

  /// What is known about the word or quantity at `offset`; nil where there is nothing to say.
  public static func inspect(_ cell: String, at offset: Int, in snapshot: SessionSnapshot) -> Document? {
    guard isAnswered(cell) else { return nil }
    let blocks = Inspection(SourceText(cell), snapshot.state).blocks(at: offset)
    return blocks.isEmpty ? nil : Document(blocks)
  }

  /// Whether pressing Enter should run the cell or begin another line.
  public static func completeness(_ cell: String) -> Completeness {
    isAnswered(cell) ? Completeness(of: SourceText(cell)) : .unknown
  }

  private static func isAnswered(_ cell: String) -> Bool { cell.utf8.count <= SourceText.largestCell }
}

/// The range of the cell to replace, and what by.
public struct Completions: Equatable, Sendable {
  /// In code points.
  public var range: SourceRange
  public var items: [Item]

  public struct Item: Equatable, Sendable {
    public var text: String
    /// `command`, `option`, `value`, `unit`, `weight`, `quantity`, `function`, `name`, `symbol` or `file`.
    public var kind: String
    /// One line about it; empty where there is nothing to add.
    public var detail: String
  }
}
