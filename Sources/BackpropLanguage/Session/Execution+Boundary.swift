import Backprop

/// Patterns over two of their inputs: what stays the same in every frame of an animation.
struct PatternPlane {
  let places: (Int, Int)
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  /// What the other inputs are held at.
  let means: [Double]
  let points: [Figure.PointGroup]
  /// What parts two classes of one output unit; the names of the classes where there are several units.
  let level: Double
  let names: [String]?
  let notes: [String]
}

/// `plot boundary`, `plot hidden`: patterns and what parts them.
extension Execution {
  func boundary(_ units: [Located<Subscript>], _ network: NetworkState) throws(Diagnostic) -> Plot {
    let patterns = try fittingPatterns(for: network)
    guard network.core.inputUnits >= 2 else {
      throw need("a network of two inputs or more", for: "plot boundary", example: "network 2-2-1")
    }
    let places = try pair(units, layer: 0, network, command: "plot boundary")
    let plane = try patternPlane(network, patterns.set, places)
    return (
      .chart(try boundaryChart(network, plane)), "Decision boundary of \(network.name)",
      "The output over inputs \(network.unit(0, places.0 + 1)) and \(network.unit(0, places.1 + 1)), and the patterns."
    )
  }

  func patternPlane(
    _ network: NetworkState, _ set: PatternSet, _ places: (Int, Int) = (0, 1), mostPoints: Int = mostPoints
  ) throws(Diagnostic) -> PatternPlane {
    var first: [Double] = []
    var second: [Double] = []
    var sums = [Double](repeating: 0, count: set.inputs.columns)
    for n in 0..<set.count {
      if n % Self.patternsPerPoll == 0 { try checkInterrupt() }
      first.append(set.inputs[n, places.0])
      second.append(set.inputs[n, places.1])
      for column in sums.indices { sums[column] += set.inputs[n, column] / Double(set.count) }
    }
    let (points, sample) = try groups(network, set, most: mostPoints) { (first[$0], second[$0]) }
    let (level, names) = classes(network, set)
    var notes = sample
    if set.inputs.columns > 2 { notes.append("The other inputs are held at their means over the patterns.") }
    return PatternPlane(
      places: places, x: Self.widened(first), y: Self.widened(second), means: sums, points: points,
      level: level, names: names, notes: notes)
  }

  func boundaryChart(
    _ network: NetworkState, _ plane: PatternPlane, size: Int = fieldSize
  ) throws(Diagnostic) -> Figure.Chart {
    let values = try field(
      network.core, others: plane.means, plane.places, plane.x, plane.y, size: size,
      isClassed: plane.names != nil)
    let label = outputLabel(network, plane.names)
    let field = Figure.Field(
      x: plane.x, y: plane.y, columns: size, rows: size, values: values, label: label,
      scale: plane.names.map { .classes($0) } ?? .sides(of: plane.level))
    return Figure.Chart(
      x: Figure.Axis("y_\(network.unit(0, plane.places.0 + 1))"),
      y: Figure.Axis("y_\(network.unit(0, plane.places.1 + 1))"),
      field: field, points: plane.points, notes: plane.notes + (try gaps(in: values, of: label)))
  }

  private func outputLabel(_ network: NetworkState, _ names: [String]?) -> String {
    names == nil ? "y_\(network.unit(network.core.layers.count - 1, 1))" : "output"
  }

  func hiddenSpace(_ units: [Located<Subscript>], _ network: NetworkState) throws(Diagnostic) -> Plot {
    let patterns = try fittingPatterns(for: network)
    let last = network.core.layers.count - 1
    var layer = last - 1
    if let named = units.first, let place = network.layer(named.value.letter) { layer = place }
    guard layer > 0, layer < last, network.core.layers[layer].units >= 2 else {
      throw need("a hidden layer of two units or more", for: "plot hidden", example: "network 2-2-1")
    }
    let places = try pair(units, layer: layer, network, command: "plot hidden")
    let (points, sample) = try groups(network, patterns.set) { (n) throws(Diagnostic) in
      do throws(NetworkError) {
        let outputs = try network.core.forward(patterns.set[n].input).outputs[layer]
        return (outputs[places.0], outputs[places.1])
      } catch { throw problem(error) }
    }
    var chart = Figure.Chart(
      x: Figure.Axis("y_\(network.unit(layer, places.0 + 1))"),
      y: Figure.Axis("y_\(network.unit(layer, places.1 + 1))"), points: points, notes: sample)
    if network.core.layers[layer].units == 2 && layer == last - 1 {
      let (field, gaps) = try outputField(network, patterns.set, points.flatMap { $0.points }, places)
      chart.field = field
      chart.notes += gaps
    }
    return (
      .chart(chart), "Patterns \(patterns.name) in the hidden units of \(network.name)",
      "Each pattern at the outputs that it gives in two hidden units."
    )
  }

  /// What the output layer makes of the outputs of two hidden units; nil where it hears from other layers as
  /// well.
  private func outputField(
    _ network: NetworkState, _ set: PatternSet, _ points: [Figure.Point], _ places: (Int, Int)
  ) throws(Diagnostic) -> (Figure.Field?, gaps: [String]) {
    let last = network.core.layers.count - 1
    let incoming = network.core.projections.filter { $0.target == last }
    guard incoming.count == 1, let projection = incoming.first else { return (nil, []) }
    let size = Self.fieldSize
    let x = Self.widened(points.map { $0.x })
    let y = Self.widened(points.map { $0.y })
    let (level, names) = classes(network, set)
    let layers = [Layer(name: "j", units: 2), network.core.layers[last]]
    var readout: Network
    do throws(NetworkError) {
      readout = try Network(
        layers: layers, bias: network.core.bias, errorFunction: network.core.errorFunction)
      try readout.setWeights(projection.weights, ofProjection: 0)
    } catch { throw problem(error) }
    let values = try field(readout, others: [0, 0], places, x, y, size: size, isClassed: names != nil)
    let label = outputLabel(network, names)
    let field = Figure.Field(
      x: x, y: y, columns: size, rows: size, values: values, label: label,
      scale: names.map { .classes($0) } ?? .sides(of: level))
    return (field, try gaps(in: values, of: label))
  }
}
