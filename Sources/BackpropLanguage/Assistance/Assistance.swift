/// What an editor asks about a cell: completion, inspection, completeness. Everything comes from the command
/// table and a snapshot, so it answers while a cell runs. Offsets count Unicode code points, as Jupyter does.
public enum Assistance {
  /// The completions at `offset`, by its context. `files` lists the files whose path begins with the given
  /// text.
  public static func complete(
    _ cell: String, at offset: Int, in snapshot: SessionSnapshot, files: (String) -> [String] = { _ in [] }
  ) -> Completions {
    let source = SourceText(cell)
    guard isAnswered(cell), source.line(around: offset, longest: longestLine) != nil else {
      return Completions(range: offset..<offset, items: [])
    }
    return CompletionContext(source, at: offset, snapshot.state).completions(files: files)
  }

  /// What is known about the word or quantity at `offset`; nil if nothing is known. A value that takes longer
  /// than `isInterrupted` allows is left out.
  public static func inspect(
    _ cell: String, at offset: Int, in snapshot: SessionSnapshot,
    isInterrupted: @escaping () -> Bool = { false }
  ) -> Document? {
    guard isAnswered(cell), let line = SourceText(cell).line(around: offset, longest: longestLine) else {
      return nil
    }
    let inspection = Inspection(SourceText(line.text), snapshot.state, isInterrupted: isInterrupted)
    let blocks = inspection.blocks(at: line.offset)
    return blocks.isEmpty ? nil : Document((snapshot.state.writer ?? .plain).blocks(blocks))
  }

  /// Whether pressing Enter should run the cell or begin another line. The snapshot says in which notation it
  /// is written.
  public static func completeness(
    _ cell: String, in snapshot: SessionSnapshot = SessionSnapshot()
  ) -> Completeness {
    cell.utf8.count <= longestTyped
      ? Completeness(of: SourceText(cell), in: snapshot.state.reading) : .unknown
  }

  /// In bytes: nobody types more than this at a prompt, and pasted text may run as it is.
  private static let longestTyped = 50_000
  /// In code points: nobody is still typing a line longer than this.
  private static let longestLine = 10_000

  private static func isAnswered(_ cell: String) -> Bool { cell.utf8.count <= SourceText.largestCell }
}

/// The range of the cell to replace, and its replacements.
public struct Completions: Equatable, Sendable {
  /// In code points.
  public var range: SourceRange
  public var items: [Item]

  public struct Item: Equatable, Sendable {
    public var text: String
    /// `command`, `option`, `value`, `unit`, `weight`, `quantity`, `function`, `name`, `symbol` or `file`.
    public var kind: String
    /// One line about it; empty if there is nothing to add.
    public var detail: String

    init(text: String, kind: String, detail: String) {
      self.text = text
      self.kind = kind
      self.detail = Quotation.visible(detail)
    }
  }
}
