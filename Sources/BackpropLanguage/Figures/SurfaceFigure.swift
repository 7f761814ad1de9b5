import Backprop

extension FigureEntry {
  static let surface = FigureEntry(
    name: "surface", form: "surface w_i1j1 w_j1k1 [, runs NAMES]",
    meaning: "total E over two weights, and the path of the last training, or of those with these names",
    arguments: [.weight],
    options: [FigureEntry.runs],
    followsTraining: true,
    parse: { (cursor, _) throws(Diagnostic) in
      let first = try cursor.weightSelection()
      _ = cursor.take(",")
      let weights = [first, try cursor.weightSelection()]
      return { (context) throws(Diagnostic) in
        let network = try context.network()
        let patterns = try context.patterns(for: network)
        let places = try context.singleWeights(weights, in: network)
        let names = weights.map { NetworkWords.name(of: $0.value) }
        let paths = try context.paths(of: network)
        let surface = ErrorSurface(network: network, set: patterns.set, places: places, names: names)
        return context.figure(
          "Error surface of \(network.name.asTyped)",
          "total E of patterns \(patterns.name.asTyped) over the weights \(names[0]) and \(names[1]).",
          .chart(try surface.chart(along: paths, context.execution.host.planes, context.work)))
      }
    })
}

extension FigureContext {
  /// The networks along the trainings that the option `runs` names, otherwise along the last one.
  fileprivate func paths(of network: NetworkState) throws(Diagnostic) -> [ErrorSurface.Path] {
    guard let names = options.names("runs") else {
      let moments = try moments(ErrorSurface.spots, of: network)
      return [ErrorSurface.Path(name: nil, networks: moments.map { $0.network })]
    }
    let known = network.namedTrainings.map { $0.name }
    var paths: [ErrorSurface.Path] = []
    for name in names {
      guard let training = network.namedTrainings.first(where: { $0.name == name.value })?.training else {
        throw Diagnostic.unknownTraining(name, known: known, figure: "surface w_i1j1 w_j1k1")
      }
      guard training.start.network.hasSameShape(as: network.core) else {
        throw Diagnostic(
          .needs(command: "plot surface", "trainings of the network with the weights that it has now"),
          at: name.range)
      }
      let moments = try moments(ErrorSurface.spots, of: training, named: "training \(name.value.asTyped)")
      paths.append(ErrorSurface.Path(name: name.value.asTyped, networks: moments.map { $0.network }))
    }
    return paths
  }

  /// The places of two different weights.
  fileprivate func singleWeights(
    _ weights: [Located<WeightSelection>], in network: NetworkState
  ) throws(Diagnostic) -> [WeightPlace] {
    var places: [WeightPlace] = []
    for weight in weights {
      let found = try network.places(of: weight, pins: execution.state.pins)
      guard found.count == 1, let place = found.first else {
        throw Diagnostic(
          .needs(command: "plot surface", "two single weights, each with its units"), at: weight.range)
      }
      places.append(place)
    }
    guard places[0] != places[1] else {
      throw work.need("two different weights", for: "plot surface")
    }
    return places
  }
}

/// E over two weights, with all others fixed.
struct ErrorSurface {
  let network: NetworkState
  let set: PatternSet
  let places: [WeightPlace]
  let names: [String]

  /// The maximum number of multiplications for a surface: about a second. A surface that would cost more is
  /// drawn more coarsely, then with fewer patterns.
  private static let mostWork = 2e9
  /// The cost of a pattern in addition to its multiplications.
  private static let workPerPattern = 400
  private static let sizes = (most: 49, least: 17)

  /// The number of points on the path of the last training.
  static let spots = 60

  /// The network at successive epochs of a training.
  struct Path {
    /// nil: the last training, as the only one.
    let name: String?
    let networks: [Network]
  }

  /// planes: what surfaces cover that are seen together.
  func chart(
    along paths: [Path], _ planes: [FigureScales.Plane], _ work: LongWork
  ) throws(Diagnostic) -> Figure.Chart {
    let ways = paths.map { path in
      path.networks.map { spot(in: $0) }.filter { $0.x.isFinite && $0.y.isFinite }
    }
    let now = spot(in: network.core)
    let along = (ways.flatMap { $0 } + [now]).filter { $0.x.isFinite && $0.y.isFinite }
    let plane = planes.first { $0.names == names }
    let (field, notes) = try field(
      plane?.x ?? PlaneField.range(around: along.map { $0.x }, by: 0.35, atLeast: 1.5),
      plane?.y ?? PlaneField.range(around: along.map { $0.y }, by: 0.35, atLeast: 1.5), work)
    var chart = Figure.Chart(x: Figure.Axis(names[0]), y: Figure.Axis(names[1]), field: field)
    chart.curves = zip(paths, ways).enumerated().compactMap { number, path in
      guard path.1.count > 1 else { return nil }
      return Figure.Curve(
        name: path.0.name ?? "the path of the last training", points: path.1, isPath: true,
        number: path.0.name.map { _ in number })
    }
    if chart.curves.isEmpty {
      chart.markers = [Figure.Marker(now, label: "now")]
      chart.notes = ["All other weights are as they are now."]
    } else {
      chart.notes = [
        (paths.contains { $0.name != nil }
          ? "Each line is the path of a training, "
          : "The line is the path of the last training, ")
          + "from the open circle to the full one. "
          + "The surface is that of the end: all other weights are as they are now."
      ]
    }
    chart.notes += notes
    return chart
  }

  private func spot(in network: Network) -> Figure.Point {
    Figure.Point(x: network.weight(places[0]), y: network.weight(places[1]))
  }

  /// E over the two weights, for a sample of the patterns if there are very many; and notes about it.
  private func field(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, _ work: LongWork
  ) throws(Diagnostic) -> (Figure.Field, notes: [String]) {
    let each = Double(network.core.weightCount + Self.workPerPattern)
    var size = Self.sizes.most
    while size > Self.sizes.least,
      Double(size * size) * Double(set.count) > (Self.mostWork / each).rounded(.down)
    {
      size -= 8
    }
    let plane = PlaneField(x: x, y: y, size: size)
    let sample = Evenly.places(set.count, atMost: max(Int(Self.mostWork / each) / (size * size), 8))
    let isSampled = sample.count < set.count
    var changed = network.core
    var values: [Double] = []
    do throws(NetworkError) {
      let patterns = isSampled ? try set.selecting(sample) : set
      for place in 0..<size * size {
        if work.isInterrupted() { break }
        try changed.setWeight(plane.place(place % size, in: x), at: places[0])
        try changed.setWeight(plane.place(place / size, in: y), at: places[1])
        let result = try changed.test(patterns, threads: work.cores) { !work.isInterrupted() }
        values.append(result.totalError)
      }
    } catch { throw work.problem(error) }
    try work.checkInterrupt()
    let label = isSampled ? "E of the sample" : "total E"
    let notes = isSampled ? ["E of \(sample.count) of \(set.count) patterns, evenly spaced."] : []
    return (
      plane.field(PlaneField.Outputs(values: values), label: label, scale: .height),
      notes + (try PlaneField.gaps(in: values, of: label, work))
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
