import Backprop

/// `plot boundary`, `plot hidden`: patterns and what parts them.
extension Execution {
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
}
