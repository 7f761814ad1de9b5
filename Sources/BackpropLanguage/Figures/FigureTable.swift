/// All figures.
enum FigureTable {
  /// After `plot`.
  static let plotted: [FigureEntry] = [
    .error, .network, .weights, .activations, .boundary, .hidden, .surface, .transfer, .digits, .confusion,
  ]

  /// After `animate`.
  static let animated: [FigureEntry] = [.step, .training]

  /// Each with its command.
  static let all: [(command: String, entry: FigureEntry)] =
    plotted.map { ("plot", $0) } + animated.map { ("animate", $0) }
}

extension [FigureEntry] {
  var names: [String] { map { $0.name } }

  /// The figure of this name, or of this other word for it.
  func named(_ word: String) -> FigureEntry? {
    first { $0.name == word } ?? first { $0.synonyms.contains(word) }
  }
}
