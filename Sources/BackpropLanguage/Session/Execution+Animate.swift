import Backprop

/// `animate`: figures one after another.
extension Execution {
  func animate(_ subject: Located<AnimationSubject>) throws(Diagnostic) {
    let animation =
      switch subject.value {
      case .step: try animatedStep()
      case .training: try animatedTraining(key: Self.replayKey(subject.range))
      }
    let key = subject.value == .training ? Self.replayKey(subject.range) : nil
    host.emit(CellResult(.animation(animation), displayKey: key, digits: state.digits))
  }

  // MARK: - A step

  /// The presented pattern, or the first, through 1a to 2c, each number appearing where it is worked out.
  /// After an update it is the step just taken, with the weights that it met: what was printed above is what
  /// is seen moving.
  private func animatedStep() throws(Diagnostic) -> Animation {
    var copy = self
    if copy.state.network?.presentation?.target == nil { _ = try copy.forward(.again) }
    if copy.state.network?.presentation?.backward == nil { _ = try copy.backward() }
    let network = try copy.currentNetwork()
    guard let presentation = network.presentation, let target = presentation.target,
      let backward = presentation.backward, let changes = network.weightChanges
    else {
      throw problem(.nothingYet("presented pattern with a target", command: "forward"), example: "forward 2")
    }
    var frames = StepFrames(
      network: network, presentation: presentation, target: target, backward: backward, changes: changes,
      hasMomentum: state.momentum != 0)
    return Animation(
      title: "A step of \(network.name)"
        + (network.changesAreApplied ? ", with the weights before its update" : ""),
      description: "One pattern through the network: forward in 1a to 1c, errors back in 2a to 2c.",
      frames: frames.all(), still: frames.count - 1, formats: state.figureFormats)
  }

  // MARK: - Training

  private static let trainingFrames = 30
  /// So many frames are small only if each shows fewer patterns than a figure of its own.
  private static let pointsPerFrame = 200

  /// The last training: weights, and the boundary where there are two inputs or the outputs where there are
  /// not.
  private func animatedTraining(key: String) throws(Diagnostic) -> Animation {
    let network = try currentNetwork()
    guard let run = network.lastTraining, run.epochs > 0 else {
      throw problem(
        .nothingYet("training of network \(network.name)", command: "train"), example: "train 1000 epochs")
    }
    let plane =
      network.core.inputUnits == 2
      ? try patternPlane(network, run.set, mostPoints: Self.pointsPerFrame) : nil
    var frames: [Animation.Frame] = []
    for moment in try replay(network, moments: Self.trainingFrames, key: key) {
      let epoch = moment.epoch
      let weights = moment.network
      var then = network
      then.core = weights
      then.presentation = nil
      var figures = [
        Figure(
          title: "Weights, epoch \(epoch)", description: "The network's weights after \(epoch) epochs.",
          content: .network(Figure.NetworkDiagram(network: weights, letters: network.letters)), isSmall: true)
      ]
      if let plane {
        let chart = try boundaryChart(then, plane, size: 41)
        figures.append(
          Figure(
            title: "Decision boundary, epoch \(epoch)", description: "The output over both inputs.",
            content: .chart(chart), isSmall: true))
      } else {
        figures.append(try outputs(of: then, run.set, epoch))
      }
      var text: [Inline] = [.text("after epoch \(epoch) of \(run.epochs)")]
      if let error = moment.error {
        text += [.text(": "), .formula(.quantity(.totalError, [])), .text(" = "), .number(error)]
      }
      frames.append(Animation.Frame(name: "epoch \(epoch)", blocks: [.paragraph(text)], figures: figures))
    }
    return Animation(
      title: "Training of \(network.name)",
      description:
        "The weights and what they do to the patterns, from before the first epoch to after the last.",
      frames: frames, still: frames.count - 1, formats: state.figureFormats)
  }

  private func outputs(of network: NetworkState, _ set: PatternSet, _ epoch: Int) throws(Diagnostic) -> Figure
  {
    let shown = min(set.count, 24)
    var outputs: [Double] = []
    for n in 0..<shown {
      try checkInterrupt()
      do throws(NetworkError) { outputs += try network.core.forward(set[n].input).output } catch {
        throw problem(error)
      }
    }
    let last = network.core.layers.count - 1
    let columns = set.targets.columns
    let units = (1...columns).map { network.unit(last, $0) }
    let panels = [("y", outputs), ("t", (0..<shown).flatMap { set[$0].target })].map { name, values in
      Figure.Grid.Panel(
        title: "\(name)_\(network.letter(last))", rowName: "pattern", columnName: "unit",
        rowLabels: (1...shown).map { "\($0)" }, columnLabels: units,
        values: Matrix(rows: shown, columns: columns, elements: values))
    }
    return Figure(
      title: "Outputs and targets, epoch \(epoch)", description: "Shades of the outputs beside those wanted.",
      content: .grid(Figure.Grid(style: .heat, panels: panels)), isSmall: true)
  }
}
