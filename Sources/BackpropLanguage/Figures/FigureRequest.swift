/// `plot …`, `animate …`: one or more figures, one below the other or side by side, with their options.
struct FigureRequest: Sendable {
  /// Those of a row stand side by side.
  var rows: [[Item]]
  /// Of all items without options of their own.
  var options = OptionValues()

  struct Item: Sendable {
    let entry: FigureEntry
    /// The range of its name.
    let range: SourceRange
    let build: FigureEntry.Builder
    /// Options that apply to it alone.
    var options = OptionValues()
  }
}
