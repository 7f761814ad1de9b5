import Backprop

/// Figures over a plane: decision boundary, hidden-unit space, error surface.
extension Execution {
  typealias Plot = (Figure.Content, String, String)

  private static let fieldSize = 61
  /// Multiplications and additions that a surface may cost; what would cost more is drawn more coarsely.
  private static let mostWork = 400_000_000

  // MARK: - Decision boundary

  func boundary(_ units: [Located<Subscript>], _ network: NetworkState) throws(Diagnostic) -> Plot {
    let patterns = try fittingPatterns(for: network)
    guard network.network.inputUnits >= 2 else {
      throw need("a network of two inputs or more", for: "plot boundary", example: "network 2-2-1")
    }
    let places = try pair(units, layer: 0, network, command: "plot boundary")
    let chart = try boundaryChart(network, patterns.set, places)
    return (
      .chart(chart), "Decision boundary of \(network.name)",
      "The output over inputs \(network.unit(0, places.0 + 1)) and \(network.unit(0, places.1 + 1)), and the patterns."
    )
  }

  func boundaryChart(
    _ network: NetworkState, _ set: PatternSet, _ places: (Int, Int) = (0, 1), size: Int = fieldSize
  ) throws(Diagnostic) -> Figure.Chart {
    let first = (0..<set.count).map { set.inputs[$0, places.0] }
    let second = (0..<set.count).map { set.inputs[$0, places.1] }
    let x = Self.widened(first)
    let y = Self.widened(second)
    var input = (0..<set.inputs.columns).map { column in
      (0..<set.count).reduce(0.0) { $0 + set.inputs[$1, column] } / Double(set.count)
    }
    var values: [Double] = []
    let (level, names) = classes(network, set)
    for row in 0..<size {
      if host.isInterrupted() { throw problem(.interrupted) }
      for column in 0..<size {
        input[places.0] = Self.place(column, of: size, in: x)
        input[places.1] = Self.place(row, of: size, in: y)
        let output: [Double]
        do throws(NetworkError) { output = try network.network.forward(input).output } catch {
          throw problem(error)
        }
        values.append(names == nil ? output.first ?? .nan : Self.greatest(output))
      }
    }
    let last = network.network.layers.count - 1
    let field = Figure.Field(
      x: x, y: y, columns: size, rows: size, values: values,
      label: names == nil ? "y_\(network.unit(last, 1))" : "output",
      scale: names.map { .classes($0) } ?? .sides(of: level))
    var notes: [String] = []
    if set.inputs.columns > 2 { notes.append("The other inputs are held at their means over the patterns.") }
    return Figure.Chart(
      x: Figure.Axis("y_\(network.unit(0, places.0 + 1))"),
      y: Figure.Axis("y_\(network.unit(0, places.1 + 1))"),
      field: field, points: groups(network, set) { (first[$0], second[$0]) }, notes: notes)
  }

  /// What parts two classes of one output unit; the names of the classes where there are several units.
  private func classes(_ network: NetworkState, _ set: PatternSet) -> (level: Double, names: [String]?) {
    if set.targets.columns == 1 {
      let targets = set.targets.elements
      return (((targets.min() ?? 0) + (targets.max() ?? 1)) / 2, nil)
    }
    return (0.5, TestDocument.classNames(set.targets.columns, set, network))
  }

  private static func greatest(_ output: [Double]) -> Double {
    var best = 0
    for unit in output.indices where output[unit] > output[best] { best = unit }
    return Double(best)
  }

  /// The patterns by their targets.
  private func groups(
    _ network: NetworkState, _ set: PatternSet, _ point: (Int) -> (Double, Double)
  ) -> [Figure.PointGroup] {
    let names = set.targets.columns == 1 ? nil : TestDocument.classNames(set.targets.columns, set, network)
    var groups: [Figure.PointGroup] = []
    for n in 0..<set.count {
      let target = set.targets.row(n)
      let name: String
      if let names, let place = target.firstIndex(of: target.max() ?? 0) {
        name = names[place]
      } else {
        let value = target.first ?? 0
        name =
          set.isClassification || value == value.rounded()
          ? "target \(Wording.number(value))"
          : value < classes(network, set).level ? "lower target" : "higher target"
      }
      let (x, y) = point(n)
      if !groups.contains(where: { $0.name == name }) {
        groups.append(Figure.PointGroup(name: name, points: []))
      }
      if let place = groups.firstIndex(where: { $0.name == name }) {
        groups[place].points.append(.init(x: x, y: y))
        groups[place].labels.append("pattern \(n + 1), \(name)")
      }
    }
    return groups.sorted { $0.name < $1.name }
  }

  private static func widened(_ values: [Double]) -> ClosedRange<Double> {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let margin = high > low ? (high - low) * 0.2 : 1
    return low - margin...high + margin
  }

  private static func place(_ number: Int, of count: Int, in range: ClosedRange<Double>) -> Double {
    let share = Double(number) / Double(count - 1)
    return range.lowerBound * (1 - share) + range.upperBound * share
  }

  /// The two units of a layer that are meant, from 0; the first two if none are named.
  private func pair(
    _ units: [Located<Subscript>], layer: Int, _ network: NetworkState, command: String
  ) throws(Diagnostic) -> (Int, Int) {
    if units.isEmpty { return (0, 1) }
    let example = "\(command) \(network.unit(layer, 1)) \(network.unit(layer, 2))"
    guard units.count == 2 else { throw need("two units, or none named", for: command, example: example) }
    var places: [Int] = []
    for unit in units {
      guard network.layer(unit.value.letter) == layer else {
        throw Diagnostic(
          .needs(command: command, "units of layer \(network.letter(layer))"), at: unit.range,
          example: example)
      }
      let number = unit.value.unit ?? 0
      guard (1...network.network.layers[layer].units).contains(number) else {
        throw Diagnostic(
          .noSuchUnit(
            letter: network.letter(layer), unit: number, units: 1...network.network.layers[layer].units),
          at: unit.range, example: example)
      }
      places.append(number - 1)
    }
    return (places[0], places[1])
  }

  // MARK: - Hidden-unit space

  func hiddenSpace(_ units: [Located<Subscript>], _ network: NetworkState) throws(Diagnostic) -> Plot {
    let patterns = try fittingPatterns(for: network)
    let last = network.network.layers.count - 1
    var layer = last - 1
    if let named = units.first, let place = network.layer(named.value.letter) { layer = place }
    guard layer > 0, layer < last, network.network.layers[layer].units >= 2 else {
      throw need("a hidden layer of two units or more", for: "plot hidden", example: "network 2-2-1")
    }
    let places = try pair(units, layer: layer, network, command: "plot hidden")
    var points: [(Double, Double)] = []
    for n in 0..<patterns.set.count {
      do throws(NetworkError) {
        let outputs = try network.network.forward(patterns.set[n].input).outputs[layer]
        points.append((outputs[places.0], outputs[places.1]))
      } catch { throw problem(error) }
    }
    let isPlane = network.network.layers[layer].units == 2 && layer == last - 1
    let field = isPlane ? try outputField(network, patterns.set, points, places) : nil
    let chart = Figure.Chart(
      x: Figure.Axis("y_\(network.unit(layer, places.0 + 1))"),
      y: Figure.Axis("y_\(network.unit(layer, places.1 + 1))"), field: field,
      points: groups(network, patterns.set) { points[$0] })
    return (
      .chart(chart), "Patterns \(patterns.name) in the hidden units of \(network.name)",
      "Each pattern at the outputs that it gives in two hidden units."
    )
  }

  /// What the output layer makes of the outputs of two hidden units; nil where it hears from other layers as well.
  private func outputField(
    _ network: NetworkState, _ set: PatternSet, _ points: [(Double, Double)], _ places: (Int, Int)
  ) throws(Diagnostic) -> Figure.Field? {
    let last = network.network.layers.count - 1
    let incoming = network.network.projections.filter { $0.target == last }
    guard incoming.count == 1, let projection = incoming.first else { return nil }
    let size = Self.fieldSize
    let x = Self.widened(points.map { $0.0 })
    let y = Self.widened(points.map { $0.1 })
    let (level, names) = classes(network, set)
    let layers = [Layer(name: "j", units: 2), network.network.layers[last]]
    var values: [Double] = []
    do throws(NetworkError) {
      var readout = try Network(
        layers: layers, bias: network.network.bias, errorFunction: network.network.errorFunction)
      try readout.setWeights(projection.weights, ofProjection: 0)
      for row in 0..<size {
        for column in 0..<size {
          var hidden = [0.0, 0.0]
          hidden[places.0] = Self.place(column, of: size, in: x)
          hidden[places.1] = Self.place(row, of: size, in: y)
          let output = try readout.forward(hidden).output
          values.append(names == nil ? output.first ?? .nan : Self.greatest(output))
        }
      }
    } catch { throw problem(error) }
    return Figure.Field(
      x: x, y: y, columns: size, rows: size, values: values,
      label: names == nil ? "y_\(network.unit(last, 1))" : "output",
      scale: names.map { .classes($0) } ?? .sides(of: level))
  }

  // MARK: - Error surface

  func surface(_ weights: [Located<WeightSelection>], _ network: NetworkState) throws(Diagnostic) -> Plot {
    let patterns = try fittingPatterns(for: network)
    let example =
      "plot surface \(weightName(network, 0, 0)) \(weightName(network, network.network.projections.count - 1, 0))"
    var places: [WeightPlace] = []
    for weight in weights {
      let found = try self.places(of: weight, in: network)
      guard found.count == 1, let place = found.first else {
        throw Diagnostic(
          .needs(command: "plot surface", "two single weights, each with its units"), at: weight.range,
          example: example)
      }
      places.append(place)
    }
    guard places.count == 2, places[0] != places[1] else {
      throw need("two different weights", for: "plot surface", example: example)
    }
    let path = try replay(network).map { network in places.map { network.weight($0) } }
    let now = places.map { network.network.weight($0) }
    let along = (path + [now]).filter { $0.allSatisfy { $0.isFinite } }
    let x = Self.around(along.map { $0[0] })
    let y = Self.around(along.map { $0[1] })
    let field = try errorField(network, patterns.set, places, x, y)
    let names = weights.map { weight in
      if case .between(let from, let to) = weight.value { "w_\(from.spelling)\(to.spelling)" } else { "w" }
    }
    var chart = Figure.Chart(x: Figure.Axis(names[0]), y: Figure.Axis(names[1]), field: field)
    if path.count > 1 {
      chart.curves = [
        Figure.Curve(
          name: "the way of the last training", points: path.map { .init(x: $0[0], y: $0[1]) }, isPath: true)
      ]
      chart.notes = [
        "The line is the way of the last training, from the open circle to the full one. The surface is that of the end: all other weights are as they are now."
      ]
    } else {
      chart.markers = [Figure.Marker(.init(x: now[0], y: now[1]), label: "now")]
      chart.notes = ["All other weights are as they are now."]
    }
    return (
      .chart(chart), "Error surface of \(network.name)",
      "total E of patterns \(patterns.name) over the weights \(names[0]) and \(names[1])."
    )
  }

  private func weightName(_ network: NetworkState, _ projection: Int, _ column: Int) -> String {
    let weights = network.network.projections[projection]
    return "w_\(network.unit(weights.source, 1))\(network.unit(weights.target, column + 1))"
  }

  private func errorField(
    _ network: NetworkState, _ set: PatternSet, _ places: [WeightPlace], _ x: ClosedRange<Double>,
    _ y: ClosedRange<Double>
  ) throws(Diagnostic) -> Figure.Field {
    var size = 49
    let each = set.count * (network.network.weightCount + 60)
    while size > 9, size * size * each > Self.mostWork { size -= 8 }
    var changed = network.network
    var values: [Double] = []
    for row in 0..<size {
      for column in 0..<size {
        if host.isInterrupted() { throw problem(.interrupted) }
        do throws(NetworkError) {
          try changed.setWeight(Self.place(column, of: size, in: x), at: places[0])
          try changed.setWeight(Self.place(row, of: size, in: y), at: places[1])
          var total = 0.0
          for n in 0..<set.count {
            let pattern = set[n]
            total += try changed.error(try changed.forward(pattern.input), target: pattern.target)
          }
          values.append(total)
        } catch { throw problem(error) }
      }
    }
    return Figure.Field(
      x: x, y: y, columns: size, rows: size, values: values, label: "total E", scale: .height)
  }

  /// Enough around a path to see where it leads.
  private static func around(_ values: [Double]) -> ClosedRange<Double> {
    let low = values.min() ?? -1
    let high = values.max() ?? 1
    let margin = max((high - low) * 0.35, 1.5)
    return low - margin...high + margin
  }

  // MARK: - Training once more

  /// The networks of the last training at some of its epochs, from before the first to after the last: the same training
  /// again, which gives the same weights.
  func replay(_ network: NetworkState, frames: Int = 60) throws(Diagnostic) -> [Network] {
    try replayedEpochs(network, frames: frames).map { $0.network }
  }

  func replayedEpochs(
    _ network: NetworkState, frames: Int
  ) throws(Diagnostic) -> [(epoch: Int, network: Network, error: Double?)] {
    guard let run = network.runs.last, run.epochs > 0 else { return [] }
    var trainer = run.start
    var shown: [(epoch: Int, network: Network, error: Double?)] = [(0, trainer.network, nil)]
    var epoch = 0
    for number in 1...frames {
      // The beginning changes fastest, so it is seen more closely.
      let share = Double(number) / Double(frames)
      let next = min(max(Int((Double(run.epochs) * share * share).rounded()), epoch + 1), run.epochs)
      guard next > epoch else { break }
      let result: TrainingResult
      let host = self.host
      do throws(NetworkError) {
        try trainer.setEnd(epochs: next - epoch, target: nil)
        result = try trainer.train(run.set) { _ in !host.isInterrupted() }
      } catch { throw problem(error) }
      if result.end == .stopped { throw problem(.interrupted) }
      shown.append((next, trainer.network, result.totalError))
      epoch = next
    }
    return shown
  }
}

extension Network {
  fileprivate func weight(_ place: WeightPlace) -> Double {
    projections[place.projection].weights[place.row, place.column]
  }

  fileprivate mutating func setWeight(_ value: Double, at place: WeightPlace) throws(NetworkError) {
    try setWeight(value, projection: place.projection, row: place.row, column: place.column)
  }
}
