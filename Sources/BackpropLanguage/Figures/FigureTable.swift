/// All figures.
enum FigureTable {
  /// The figures of `plot`.
  static let plotted: [FigureEntry] = [
    .error, .network, .weights, .activations, .boundary, .hidden, .surface, .transfer, .digits, .confusion,
  ]

  /// The figures of `animate`.
  static let animated: [FigureEntry] = [.step, .training]

  /// Each figure with its command.
  static let all: [(command: String, entry: FigureEntry)] =
    plotted.map { ("plot", $0) } + animated.map { ("animate", $0) }
}

extension [FigureEntry] {
  var names: [String] { map { $0.name } }
}
