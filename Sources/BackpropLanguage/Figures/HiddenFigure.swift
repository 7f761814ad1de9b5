import Backprop

extension FigureEntry {
  static let hidden = FigureEntry(
    name: "hidden", form: "hidden [j1 j2]", meaning: "the patterns by the outputs of two hidden units",
    arguments: [.units(.hidden)],
    parse: { (cursor, _) throws(Diagnostic) in
      let units = try cursor.takeUnits()
      return { (context) throws(Diagnostic) in
        let network = try context.network()
        let patterns = try context.patterns(for: network)
        return context.figure(
          "Patterns \(patterns.name.asTyped) in the hidden units of \(network.name.asTyped)",
          "Each pattern, placed by the outputs of two hidden units.",
          .chart(try HiddenSpace(network, patterns.set, units, context.work).chart()))
      }
    })
}

/// Patterns by the outputs of two hidden units, and what the output layer makes of these.
struct HiddenSpace {
  private let network: NetworkState
  private let set: PatternSet
  private let layer: Int
  private let units: (Int, Int)
  private let work: LongWork

  /// units: empty for the first two of the last hidden layer.
  init(
    _ network: NetworkState, _ set: PatternSet, _ units: [Located<Subscript>], _ work: LongWork
  ) throws(Diagnostic) {
    let last = network.core.layers.count - 1
    var layer = last - 1
    if let named = units.first, let place = network.layer(named.value.letter) { layer = place }
    guard layer > 0, layer < last, network.core.layers[layer].units >= 2 else {
      throw work.need("a hidden layer of two units or more", for: "plot hidden", example: "network 2-2-1")
    }
    self.network = network
    self.set = set
    self.layer = layer
    self.units = try network.pair(units, ofLayer: layer, for: "plot hidden", work)
    self.work = work
  }

  func chart() throws(Diagnostic) -> Figure.Chart {
    let groups = try PatternGroups(set, of: network, work) { (n) throws(Diagnostic) in
      do throws(NetworkError) {
        let outputs = try network.core.forward(set[n].input).outputs[layer]
        return (outputs[units.0], outputs[units.1])
      } catch { throw work.problem(error) }
    }
    var chart = Figure.Chart(
      x: Figure.Axis("y_\(network.unit(layer, units.0 + 1))"),
      y: Figure.Axis("y_\(network.unit(layer, units.1 + 1))"), points: groups.points, notes: groups.notes)
    if let readout = try readout() {
      let points = groups.points.flatMap { $0.points }
      let plane = PlaneField(
        x: PlaneField.range(around: points.map { $0.x }), y: PlaneField.range(around: points.map { $0.y }))
      let scale = network.outputScale(for: set)
      let outputs = try plane.outputs(
        of: readout, units, others: [0, 0], areClasses: scale.isOfClasses, work)
      let label = network.outputLabel(scale)
      chart.field = plane.field(outputs, label: label, scale: scale)
      chart.notes += try PlaneField.gaps(in: outputs.values, of: label, work)
    }
    return chart
  }

  /// The output layer as a separate network whose inputs are the two units; nil if it also receives input
  /// from others.
  private func readout() throws(Diagnostic) -> Network? {
    let last = network.core.layers.count - 1
    let incoming = network.core.projections.filter { $0.target == last }
    guard network.core.layers[layer].units == 2, layer == last - 1, incoming.count == 1,
      let projection = incoming.first
    else { return nil }
    do throws(NetworkError) {
      var readout = try Network(
        layers: [Layer(name: "j", units: 2), network.core.layers[last]], bias: network.core.bias,
        errorFunction: network.core.errorFunction)
      try readout.setWeights(projection.weights, ofProjection: 0)
      return readout
    } catch { throw work.problem(error) }
  }
}
