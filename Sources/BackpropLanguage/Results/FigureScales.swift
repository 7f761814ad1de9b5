import Backprop

/// The scales that figures have in common which are seen one after the other: those of an animation's frames,
/// or of the positions of sliders. A length, a shade and a tick then mean the same in all of them.
public struct FigureScales: Equatable, Sendable {
  private var scales: [Scales] = []

  private struct Scales: Equatable, Sendable {
    /// The values that the axes and the shades cover.
    var x: ClosedRange<Double>?
    var y: ClosedRange<Double>?
    var shades: ClosedRange<Double>?
    /// The greatest magnitudes of a grid's cells and of a network's weights.
    var cells: Double?
    var weights: Double?
    /// The names of the axes, if there is a surface over them.
    var names: [String]?

    var plane: Plane? {
      guard let names, let x, let y else { return nil }
      return Plane(names: names, x: x, y: y)
    }
  }

  /// What a plane of shades over these two axes covers, wherever it is drawn.
  public struct Plane: Equatable, Sendable {
    /// The labels of the axes.
    var names: [String]
    var x: ClosedRange<Double>
    var y: ClosedRange<Double>

    fileprivate mutating func unite(with other: Plane) {
      x = min(x.lowerBound, other.x.lowerBound)...max(x.upperBound, other.x.upperBound)
      y = min(y.lowerBound, other.y.lowerBound)...max(y.upperBound, other.y.upperBound)
    }
  }

  /// The planes behind charts, each as large as all axes of its names that it is drawn on.
  public var planes: [Plane] {
    var planes: [Plane] = []
    for plane in scales.compactMap({ $0.plane }) {
      if let place = planes.firstIndex(where: { $0.names == plane.names }) {
        planes[place].unite(with: plane)
      } else {
        planes.append(plane)
      }
    }
    return planes
  }

  /// pictures: the figures of each frame or position. Those at the same place in different ones share their
  /// scales.
  init(of pictures: [[Figure]]) {
    for place in 0..<(pictures.map { $0.count }.max() ?? 0) {
      scales.append(Self.scales(of: pictures.compactMap { place < $0.count ? $0[place] : nil }))
    }
  }

  /// A position with the common scales.
  public func applied(to position: Variation.Position) -> Variation.Position {
    var (position, place) = (position, 0)
    for number in position.results.indices {
      guard case .figure(let figure) = position.results[number].content else { continue }
      position.results[number].content = .figure(applied(to: figure, &place))
    }
    return position
  }

  /// The figures of a frame with the common scales.
  func applied(to figures: [Figure]) -> [Figure] {
    var place = 0
    return figures.map { applied(to: $0, &place) }
  }

  private func applied(to figure: Figure, _ place: inout Int) -> Figure {
    var figure = figure
    if case .row(let parts) = figure.content {
      figure.content = .row(parts.map { applied(to: $0, &place) })
      return figure
    }
    defer { place += 1 }
    guard place < scales.count else { return figure }
    let scales = self.scales[place]
    switch figure.content {
    case .chart(var chart):
      chart.x.reach = scales.x
      chart.y.reach = scales.y
      if let field = chart.field {
        chart.field?.reach = scales.shades
        if scales.x.map({ !field.x.contains($0) }) ?? false
          || scales.y.map({ !field.y.contains($0) }) ?? false
        {
          chart.notes.append("Where there are no shades, \(field.label) was not computed.")
        }
      }
      figure.content = .chart(chart)
    case .grid(var grid):
      grid.greatest = scales.cells
      figure.content = .grid(grid)
    case .network(var diagram):
      diagram.greatestWeight = scales.weights
      figure.content = .network(diagram)
    case .images, .row: break
    }
    return figure
  }

  /// Whether a plane of shades is smaller than the axes that it is drawn on.
  func leavesBlanks(in pictures: [[Figure]]) -> Bool {
    pictures.contains { figures in
      zip(figures, scales).contains { figure, scales in
        guard case .chart(let chart) = figure.content, let field = chart.field, let plane = scales.plane
        else { return false }
        return !field.x.contains(plane.x) || !field.y.contains(plane.y)
      }
    }
  }

  // MARK: What they cover

  private static func scales(of figures: [Figure]) -> Scales {
    var (x, y, shades) = ([ClosedRange<Double>](), [ClosedRange<Double>](), [ClosedRange<Double>]())
    var (cells, weights) = ([Double](), [Double]())
    for figure in figures {
      switch figure.content {
      case .chart(let chart):
        let points =
          chart.curves.flatMap { $0.points } + chart.points.flatMap { $0.points }
          + chart.markers.flatMap { [$0.point] + ($0.partner.map { [$0] } ?? []) }
        x += [range(points.map { $0.x }, chart.x, chart.field?.x)].compactMap { $0 }
        y += [range(points.map { $0.y }, chart.y, chart.field?.y)].compactMap { $0 }
        if let field = chart.field, field.scale.isContinuous {
          shades += [field.reach ?? range(field.values)].compactMap { $0 }
        }
      case .grid(let grid):
        if let found = range(grid.panels.flatMap { $0.values.elements }.map { $0.magnitude }) {
          cells.append(max(grid.greatest ?? 1, found.upperBound))
        }
      case .network(let diagram):
        if let found = range(
          diagram.network.projections.flatMap { $0.weights.elements }.map { $0.magnitude })
        {
          weights.append(diagram.greatestWeight ?? found.upperBound)
        }
      case .images, .row: break
      }
    }
    let names = figures.lazy.compactMap { figure -> [String]? in
      // Only a surface can be computed over other axes than its own.
      guard case .chart(let chart) = figure.content, chart.field?.scale == .height else { return nil }
      return [chart.x.label, chart.y.label]
    }.first
    return Scales(
      x: union(x), y: union(y, mostLengths: 20), shades: union(shades, mostLengths: 100), cells: cells.max(),
      weights: weights.max(), names: names)
  }

  private static func range(
    _ values: [Double], _ axis: Figure.Axis, _ field: ClosedRange<Double>?
  ) -> ClosedRange<Double>? {
    axis.range ?? field ?? range(axis.isLogarithmic ? values.filter { $0 > 0 } : values)
  }

  /// Of what is finite.
  private static func range(_ values: [Double]) -> ClosedRange<Double>? {
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    return least <= greatest ? least...greatest : nil
  }

  /// mostLengths: a range this many times as long as the one in the middle would leave the others nothing to
  /// show, as where a training diverges: it keeps a scale of its own. nil: there is no such range.
  private static func union(
    _ ranges: [ClosedRange<Double>], mostLengths: Double? = nil
  ) -> ClosedRange<Double>? {
    let lengths = ranges.map { $0.upperBound - $0.lowerBound }.sorted()
    guard !ranges.isEmpty else { return nil }
    let middle = lengths[(lengths.count - 1) / 2]
    let longest = mostLengths.map { middle > 0 ? $0 * middle : .infinity } ?? .infinity
    let usual = ranges.filter { $0.upperBound - $0.lowerBound <= longest }
    guard let first = usual.first else { return nil }
    return usual.reduce(first) {
      min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
    }
  }
}

extension Figure.Field.Scale {
  /// Whether its values are quantities, not the numbers of classes.
  fileprivate var isContinuous: Bool {
    if case .classes = self { false } else { true }
  }
}

extension ClosedRange<Double> {
  fileprivate func contains(_ other: ClosedRange<Double>) -> Bool {
    lowerBound <= other.lowerBound && upperBound >= other.upperBound
  }
}
