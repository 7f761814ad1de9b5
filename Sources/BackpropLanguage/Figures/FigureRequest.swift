/// `plot …`, `animate …`: some figures, one below the other, and the options that hold for all of them.
struct FigureRequest: Sendable {
  var items: [Item]
  var options = OptionValues()

  struct Item: Sendable {
    let entry: FigureEntry
    /// Where its name stands.
    let range: SourceRange
    let build: FigureEntry.Builder
  }
}
