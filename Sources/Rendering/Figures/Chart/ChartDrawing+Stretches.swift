import BackpropLanguage

/// The numbers along a curve, for the pointer.
extension ChartDrawing {
  /// The number of stretches of all curves, and of one at least.
  private static let stretches = (most: 96, least: 2)
  /// The number of points that a stretch is drawn through.
  private static let mostSpots = 24

  /// Stretches of a curve, each with the numbers of the point in its middle.
  func stretches(_ curve: Figure.Curve) -> [Mark] {
    let seen = curve.points.compactMap { point -> (point: Figure.Point, spot: Spot)? in
      guard let atX = x.position(point.x), let atY = y.position(point.y) else { return nil }
      return (point, Spot(atX, min(max(atY, box.y), box.bottom)))
    }
    let most = max(Self.stretches.most / max(chart.curves.count, 1), Self.stretches.least)
    let places = Evenly.places(seen.count, atMost: most)
    guard places.count > 1 else { return [] }
    /// The spot halfway between the points at two places.
    func halfway(_ from: Int, _ to: Int) -> Spot {
      let (a, b) = (seen[(from + to) / 2].spot, seen[(from + to + 1) / 2].spot)
      return Spot((a.x + b.x) / 2, (a.y + b.y) / 2)
    }
    return places.indices.map { number in
      let place = places[number]
      let before = number > 0 ? places[number - 1] : place
      let after = number + 1 < places.count ? places[number + 1] : place
      let first = (before + place) / 2 + 1
      let count = max((place + after + 1) / 2 - first, 0)
      let inside = Evenly.places(count, atMost: Self.mostSpots).map { seen[first + $0].spot }
      let spots = [halfway(before, place)] + inside + [halfway(place, after)]
      return .stretch(spots, tip: tip(curve, seen[place].point))
    }
  }

  /// `momentum, epoch 40: 0.0123`
  private func tip(_ curve: Figure.Curve, _ point: Figure.Point) -> String {
    let name = Self.whole(curve)
    if curve.isPath {
      return (name.isEmpty ? "" : name + ": ")
        + "\(chart.x.label) \(Layout.exact(point.x)), \(chart.y.label) \(Layout.exact(point.y))"
    }
    return (name.isEmpty ? "" : name + ", ")
      + "\(chart.x.label) \(Layout.exact(point.x)): \(Layout.exact(point.y))"
  }
}
