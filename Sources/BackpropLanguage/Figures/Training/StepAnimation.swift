import Backprop

extension FigureEntry {
  static let step = FigureEntry(
    name: "step", form: "step [PATTERN] [, by unit]",
    meaning: "one pattern through 1a to 2c; `by unit`: each product, sum and g, each δ and Δw, and the new E",
    arguments: [.patternNumber],
    options: [
      CommandOption(
        name: "by", value: .choice(["layer", "unit"]), defaultValue: "layer",
        meaning: "`animate step`: a frame for each layer, or for each product, sum and change")
    ],
    parse: { (cursor, _) throws(Diagnostic) in
      let isAgain = cursor.isAtEnd || cursor.peek == .symbol(",")
      let presented = isAgain ? Presented.again : try cursor.presented()
      return { (context) throws(Diagnostic) in
        let step = try context.step(presented)
        guard let network = step.state.network, let layers = StepFrames(step.state) else {
          throw context.work.problem(
            .nothingYet("presented pattern with a target", command: "forward"), example: "forward 2")
        }
        let isByUnit = context.options.word("by") == "unit"
        let frames = isByUnit ? try context.unitFrames(layers, of: step) : layers.all()
        return .animation(
          Animation(
            title: "A step of \(network.name.asTyped)\(isByUnit ? ", unit by unit" : "")"
              + (network.changesAreApplied ? ", with the weights before its update" : ""),
            description: "One pattern through the network: forward in 1a to 1c, errors back in 2a to 2c.",
            frames: frames, still: frames.count - 1, isRead: true, formats: step.state.figureFormats))
      }
    })
}

extension FigureContext {
  /// The session after steps 1a to 2c for a pattern: by default the presented one, or else the first. After
  /// an update it is the step just taken, with the weights before it: the animation shows the numbers printed
  /// above it.
  fileprivate func step(_ presented: Presented) throws(Diagnostic) -> Execution {
    var copy = execution
    if !presented.isAgain || copy.state.network?.presentation?.target == nil {
      _ = try copy.forward(presented)
    }
    if copy.state.network?.presentation?.backward == nil { _ = try copy.backward() }
    return copy
  }

  fileprivate func unitFrames(
    _ layers: StepFrames, of step: Execution
  ) throws(Diagnostic) -> [Animation.Frame] {
    guard var frames = try UnitFrames(layers, try explanation(of: step), at: execution.range) else {
      throw work.need(
        "a network of at most \(UnitFrames.mostUnits) units behind the input layer", for: "by unit",
        example: "animate step")
    }
    var updated = step
    if updated.state.network?.changesAreApplied == false { _ = try updated.update() }
    var again = updated
    _ = try again.forward(.again)
    try frames.addUpdate(try explanation(of: updated), try explanation(of: again))
    return frames.frames
  }

  private func explanation(of step: Execution) throws(Diagnostic) -> Explanation {
    Explanation(
      try step.formulaContext(), digits: step.state.digits, isInterrupted: execution.host.isInterrupted)
  }
}
