import Backprop

/// `plot surface`: E over two weights.
extension Execution {
  /// Multiplications and additions that a surface may cost; what would cost more is drawn more coarsely.
  private static let mostWork = 400_000_000

  func surface(_ item: PlotItem, _ network: NetworkState) throws(Diagnostic) -> Plot {
    let weights = item.weights
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
    let moments = try replay(network, moments: 60, key: Self.replayKey(item.subject.range))
    let path = moments.map { moment in places.map { moment.network.weight($0) } }
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
        "The line is the path of the last training, from the open circle to the full one. The surface is that of the end: all other weights are as they are now."
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
}

extension Network {
  fileprivate func weight(_ place: WeightPlace) -> Double {
    projections[place.projection].weights[place.row, place.column]
  }

  fileprivate mutating func setWeight(_ value: Double, at place: WeightPlace) throws(NetworkError) {
    try setWeight(value, projection: place.projection, row: place.row, column: place.column)
  }
}
