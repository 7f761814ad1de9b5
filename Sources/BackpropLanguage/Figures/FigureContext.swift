import Backprop

/// What a figure is made from: the current session, the options of its command, and the running cell.
struct FigureContext {
  let execution: Execution
  let options: OptionValues
  /// The display for the progress of long work.
  let key: String

  func network() throws(Diagnostic) -> NetworkState { try execution.currentNetwork() }

  func patterns() throws(Diagnostic) -> NamedPatterns { try execution.currentPatterns() }

  /// The current pattern set, if its widths match the network's.
  func patterns(for network: NetworkState) throws(Diagnostic) -> NamedPatterns {
    try execution.fittingPatterns(for: network)
  }

  var work: LongWork { execution.work }

  /// Figures side by side, in the formats of the session.
  func figure(row figures: [Figure]) -> CellResult.Content {
    let formats = execution.state.figureFormats
    var figure = Figure(row: figures, formats: formats)
    figure.formats = formats
    return .figure(figure)
  }

  /// A figure in the formats of the session.
  func figure(_ title: String, _ description: String, _ content: Figure.Content) -> CellResult.Content {
    .figure(
      Figure(
        title: title, description: description, content: content, formats: execution.state.figureFormats))
  }
}
