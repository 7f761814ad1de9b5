import Backprop

/// What a figure is made of and in: the session as it stands, what its command was told, and the cell that
/// waits for it.
struct FigureContext {
  let execution: Execution
  let options: OptionValues
  /// The display that says how far work has come that takes long.
  let key: String

  func network() throws(Diagnostic) -> NetworkState { try execution.currentNetwork() }

  func patterns() throws(Diagnostic) -> NamedPatterns { try execution.currentPatterns() }

  /// The current pattern set, if its widths are the network's.
  func patterns(for network: NetworkState) throws(Diagnostic) -> NamedPatterns {
    try execution.fittingPatterns(for: network)
  }

  var work: LongWork { execution.work }

  /// A figure in the formats of the session.
  func figure(_ title: String, _ description: String, _ content: Figure.Content) -> CellResult.Content {
    .figure(
      Figure(
        title: title, description: description, content: content, formats: execution.state.figureFormats))
  }
}
