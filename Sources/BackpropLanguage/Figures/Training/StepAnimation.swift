import Backprop

extension FigureEntry {
  static let step = FigureEntry(
    name: "step", meaning: "one pattern through 1a to 2c",
    build: { (context) throws(Diagnostic) in
      let state = try context.steppedState()
      guard let network = state.network, let frames = StepFrames(state)
      else {
        throw context.work.problem(
          .nothingYet("presented pattern with a target", command: "forward"), example: "forward 2")
      }
      let shown = frames.all()
      return .animation(
        Animation(
          title: "A step of \(network.name.asTyped)"
            + (network.changesAreApplied ? ", with the weights before its update" : ""),
          description: "One pattern through the network: forward in 1a to 1c, errors back in 2a to 2c.",
          frames: shown, still: shown.count - 1, formats: state.figureFormats))
    })
}

extension FigureContext {
  /// The session after steps 1a to 2c for the presented pattern, or else the first. After an update it is the
  /// step just taken, with the weights before it: the animation shows the numbers printed above it.
  fileprivate func steppedState() throws(Diagnostic) -> SessionState {
    var copy = execution
    if copy.state.network?.presentation?.target == nil { _ = try copy.forward(.again) }
    if copy.state.network?.presentation?.backward == nil { _ = try copy.backward() }
    return copy.state
  }
}
