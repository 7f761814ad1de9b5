import Backprop

extension FigureEntry {
  static let training = FigureEntry(
    name: "training", meaning: "the network from the first epoch of its training to the last",
    followsTraining: true,
    build: { (context) throws(Diagnostic) in
      let network = try context.network()
      guard let run = network.lastTraining, run.epochs > 0 else { throw context.work.notTrained(network) }
      let moments = try context.moments(TrainingFrames.count, of: network)
      let shown = try TrainingFrames(network, run, context.work).all(moments)
      return .animation(
        Animation(
          title: "Training of \(network.name.asTyped)",
          description:
            "The weights and what they do to the patterns, from before the first epoch to after the last.",
          frames: shown, still: shown.count - 1,
          formats: context.execution.state.figureFormats))
    })
}

/// The weights after some epochs, next to them the boundary if there are two inputs, otherwise the outputs,
/// and the error with a marker. All frames have one scale.
struct TrainingFrames {
  private let network: NetworkState
  private let run: FollowedTraining
  private let work: LongWork
  private let boundary: DecisionBoundary?

  static let count = 30
  /// The frames together stay small only if each shows less than a single figure would.
  private static let pointsPerFrame = 200
  private static let boundarySize = 33
  private static let mostPatterns = 24

  init(_ network: NetworkState, _ run: FollowedTraining, _ work: LongWork) throws(Diagnostic) {
    self.network = network
    self.run = run
    self.work = work
    boundary =
      network.core.inputUnits == 2
      ? try DecisionBoundary(network, run.set, mostPoints: Self.pointsPerFrame, work) : nil
  }

  func all(_ moments: [Replay.Moment]) throws(Diagnostic) -> [Animation.Frame] {
    var frames: [Animation.Frame] = []
    for moment in moments { frames.append(try frame(moment)) }
    let scales = FigureScales(of: frames.map { $0.figures })
    for place in frames.indices { frames[place].figures = scales.applied(to: frames[place].figures) }
    return frames
  }

  private func frame(_ moment: Replay.Moment) throws(Diagnostic) -> Animation.Frame {
    let epoch = moment.epoch
    var text: [Inline] = [.text("after epoch \(epoch) of \(run.epochs)")]
    if let error = moment.error {
      text += [.text(": "), .formula(.quantity(.totalError, [])), .text(" = "), .number(error)]
    }
    let diagram = Figure.NetworkDiagram(network: moment.network, letters: network.letters)
    let weights = Figure(
      title: "Weights, epoch \(epoch)", description: "The network's weights after \(epoch) epochs.",
      content: .network(diagram), isSmall: true)
    return Animation.Frame(
      name: "epoch \(epoch)", blocks: [.paragraph(text)],
      figures: [weights, try effect(moment)] + (error(at: epoch).map { [$0] } ?? []))
  }

  /// The error curve, with a marker at an epoch; nil if the training was not recorded.
  private func error(at epoch: Int) -> Figure? {
    // Of a training that continues another, the whole, unless the other cannot be followed.
    let joined = network.runs.joined.last
    guard let run = joined?.epochs == run.epochs ? joined : network.runs.last, let first = run.curve.first
    else { return nil }
    var chart = ErrorPlot(runs: [run], isLogarithmic: false, hasLogarithmicEpochs: false).chart
    let point = run.curve.last { $0.epoch <= epoch } ?? first
    chart.markers = [
      Figure.Marker(
        .init(x: Double(point.epoch), y: run.error(point, run.measure)), label: "epoch \(epoch)",
        showsLabel: false)
    ]
    chart.notes = []
    chart.y.label = run.measure.name
    return Figure(
      title: "Error, epoch \(epoch)", description: "The error by epoch, with a marker at this one.",
      content: .chart(chart), isSmall: true)
  }

  /// The effect of the weights on the patterns.
  private func effect(_ moment: Replay.Moment) throws(Diagnostic) -> Figure {
    guard let boundary else { return try outputs(moment) }
    var then = network
    then.core = moment.network
    return Figure(
      title: "Decision boundary, epoch \(moment.epoch)", description: "The output over both inputs.",
      content: .chart(try boundary.chart(of: then, size: Self.boundarySize, work)), isSmall: true)
  }

  private func outputs(_ moment: Replay.Moment) throws(Diagnostic) -> Figure {
    let set = run.set
    let shown = 0..<min(set.count, Self.mostPatterns)
    var outputs: [Double] = []
    for n in shown {
      try work.checkInterrupt()
      do throws(NetworkError) { outputs += try moment.network.forward(set[n].input).output } catch {
        throw work.problem(error)
      }
    }
    let last = network.core.layers.count - 1
    let panels = [("y", outputs), ("t", shown.flatMap { set[$0].target })].map { name, values in
      Figure.Grid.Panel(name, ofLayer: last, in: network, patterns: shown.map { $0 + 1 }, values)
    }
    return Figure(
      title: "Outputs and targets, epoch \(moment.epoch)",
      description: "The outputs and the targets, as shades.",
      content: .grid(Figure.Grid(style: .heat, panels: panels)), isSmall: true)
  }
}
