/// `plot …`, `animate …`: one or more figures, one below the other, and the options that apply to all of
/// them.
struct FigureRequest: Sendable {
  var items: [Item]
  var options = OptionValues()

  struct Item: Sendable {
    let entry: FigureEntry
    /// The range of its name.
    let range: SourceRange
    let build: FigureEntry.Builder
  }
}
