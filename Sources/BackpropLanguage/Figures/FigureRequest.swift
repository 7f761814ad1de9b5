/// `plot …`, `animate …`: one or more figures, one below the other or side by side, and the options that apply
/// to all of them.
struct FigureRequest: Sendable {
  /// Those of a row stand side by side.
  var rows: [[Item]]
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
