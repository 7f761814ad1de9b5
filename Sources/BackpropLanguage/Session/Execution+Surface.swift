import Backprop

/// `plot surface`: E over two weights.
extension Execution {
  /// Multiplications that a surface may cost: about a second. What would cost more is drawn more coarsely,
  /// and then of fewer patterns.
  private static let mostWork = 2_000_000_000
  /// What a pattern costs besides its multiplications.
  private static let workPerPattern = 400
  private static let sizes = (most: 49, least: 17)

  func surface(_ item: PlotItem, _ network: NetworkState) throws(Diagnostic) -> Plot {
    let weights = item.weights
    let patterns = try fittingPatterns(for: network)
    let example =
      "plot surface \(weightName(network, 0, 0)) \(weightName(network, network.core.projections.count - 1, 0))"
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
    let now = places.map { network.core.weight($0) }
    let along = (path + [now]).filter { $0.allSatisfy { $0.isFinite } }
    let x = Self.widened(along.map { $0[0] }, by: 0.35, atLeast: 1.5)
    let y = Self.widened(along.map { $0[1] }, by: 0.35, atLeast: 1.5)
    let (field, notes) = try errorField(network, patterns.set, places, x, y)
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
    chart.notes += notes
    return (
      .chart(chart), "Error surface of \(network.name)",
      "total E of patterns \(patterns.name) over the weights \(names[0]) and \(names[1])."
    )
  }

  private func weightName(_ network: NetworkState, _ projection: Int, _ column: Int) -> String {
    let weights = network.core.projections[projection]
    return "w_\(network.unit(weights.source, 1))\(network.unit(weights.target, column + 1))"
  }

  /// E over the two weights, of some of the patterns where they are very many; and what there is to say of
  /// it.
  private func errorField(
    _ network: NetworkState, _ set: PatternSet, _ places: [WeightPlace], _ x: ClosedRange<Double>,
    _ y: ClosedRange<Double>
  ) throws(Diagnostic) -> (Figure.Field, notes: [String]) {
    let each = network.core.weightCount + Self.workPerPattern
    var size = Self.sizes.most
    while size > Self.sizes.least, size * size * set.count > Self.mostWork / each { size -= 8 }
    let sample = Evenly.places(set.count, atMost: max(Self.mostWork / each / (size * size), 8))
    var changed = network.core
    var values: [Double] = []
    var isStopped = false
    do throws(NetworkError) {
      let patterns = sample.count < set.count ? try set.selecting(sample) : set
      for place in 0..<size * size where !isStopped {
        try changed.setWeight(Self.place(place % size, of: size, in: x), at: places[0])
        try changed.setWeight(Self.place(place / size, of: size, in: y), at: places[1])
        let result = try changed.test(patterns, threads: Processor.cores) {
          isStopped = host.isInterrupted()
          return !isStopped
        }
        values.append(result.totalError)
      }
    } catch { throw problem(error) }
    if isStopped { throw problem(.interrupted) }
    let isSampled = sample.count < set.count
    let label = isSampled ? "E of the sample" : "total E"
    var notes = isSampled ? ["E of \(sample.count) of \(set.count) patterns, evenly apart."] : []
    notes += try gaps(in: values, of: label)
    return (
      Figure.Field(x: x, y: y, columns: size, rows: size, values: values, label: label, scale: .height), notes
    )
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
