import BackpropLanguage

/// Reduces many data points to as many as a figure needs.
enum Polyline {
  /// How fine a line is.
  struct Detail {
    /// The width of a column in pixels, of which only the extremes are drawn.
    var column: Double
    /// How far the line may pass beside a point that it leaves out, in pixels.
    var tolerance: Double

    /// Nobody sees a difference.
    static let fine = Detail(column: 1, tolerance: 0.1)
  }

  /// Runs of consecutive points without a gap: at most four in each column, the first, the lowest, the
  /// highest and the last, so that no extreme is lost; and none that the line between two others meets
  /// anyway.
  static func runs(
    _ points: [Figure.Point], x: Scale, y: Scale, within box: Box, _ detail: Detail = .fine
  ) -> [[Spot]] {
    var runs: [[Spot]] = []
    var run: [Spot] = []
    for point in points {
      guard let atX = x.position(point.x), let atY = y.position(point.y) else {
        if !run.isEmpty { runs.append(run) }
        run = []
        continue
      }
      run.append(Spot(atX, min(max(atY, box.y), box.bottom)))
    }
    if !run.isEmpty { runs.append(run) }
    return runs.map { run in
      let isDense = Double(run.count) * detail.column > box.width * 4
      return straightened(
        isDense
          ? extremes(
            of: run, keepingEnds: true, column: { ($0.x / detail.column).rounded(.down) }, height: { -$0.y })
          : run, tolerance: detail.tolerance)
    }
  }

  /// The line without the spots beside which it passes anyway, at most this many pixels away (Douglas and
  /// Peucker, 1973).
  static func straightened(_ spots: [Spot], tolerance: Double) -> [Spot] {
    guard spots.count > 2 else { return spots }
    var isKept = [Bool](repeating: false, count: spots.count)
    isKept[0] = true
    isKept[spots.count - 1] = true
    var stretches = [0..<spots.count - 1]
    while let stretch = stretches.popLast() {
      let (from, to) = (spots[stretch.lowerBound], spots[stretch.upperBound])
      var farthest = (place: 0, distance: tolerance * tolerance)
      for place in stretch.dropFirst() {
        let distance = squaredDistance(spots[place], from, to)
        if distance > farthest.distance { farthest = (place, distance) }
      }
      guard farthest.place > 0 else { continue }
      isKept[farthest.place] = true
      stretches.append(stretch.lowerBound..<farthest.place)
      stretches.append(farthest.place..<stretch.upperBound)
    }
    return spots.indices.filter { isKept[$0] }.map { spots[$0] }
  }

  /// From a spot to the nearest one of the line between two others.
  private static func squaredDistance(_ spot: Spot, _ from: Spot, _ to: Spot) -> Double {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = dx * dx + dy * dy
    let share = length > 0 ? ((spot.x - from.x) * dx + (spot.y - from.y) * dy) / length : 0
    let within = min(max(share, 0), 1)
    let (x, y) = (spot.x - from.x - within * dx, spot.y - from.y - within * dy)
    return x * x + y * y
  }

  /// The lowest and the highest of each run of items in the same column and, on request, the first and the
  /// last.
  static func extremes<Item>(
    of items: [Item], keepingEnds: Bool, column: (Item) -> Double, height: (Item) -> Double
  ) -> [Item] {
    var kept: [Item] = []
    var start = 0
    while start < items.count {
      let here = column(items[start])
      var end = start
      var low = start
      var high = start
      while end < items.count, column(items[end]) == here {
        if height(items[end]) < height(items[low]) { low = end }
        if height(items[end]) > height(items[high]) { high = end }
        end += 1
      }
      let extremes = [min(low, high), max(low, high)]
      var previous = -1
      for place in keepingEnds ? [start] + extremes + [end - 1] : extremes where place > previous {
        kept.append(items[place])
        previous = place
      }
      start = end
    }
    return kept
  }

  /// The line with a spot at least every few pixels, to find out what it crosses.
  static func dense(_ spots: [Spot]) -> [Spot] {
    guard spots.count > 1 else { return spots }
    return zip(spots, spots.dropFirst()).flatMap { from, to -> [Spot] in
      let steps = min(max(Int(max((to.x - from.x).magnitude, (to.y - from.y).magnitude) / 4), 1), 400)
      return (0...steps).map { step in
        let share = Double(step) / Double(steps)
        return Spot(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
      }
    }
  }

  /// Places that are as near as possible to the wanted ones, which are in ascending order. What is at a place
  /// reaches its extent further down, and is at least `gap` from the next.
  static func spread(
    _ wanted: [Double], extents: [Double], gap: Double, within range: ClosedRange<Double>
  ) -> [Double] {
    var places = wanted
    var least = range.lowerBound
    for (place, extent) in zip(places.indices, extents) {
      places[place] = max(places[place], least)
      least = places[place] + extent + gap
    }
    var end = range.upperBound
    for (place, extent) in zip(places.indices, extents).reversed() {
      places[place] = max(min(places[place], end - extent), range.lowerBound)
      end = places[place] - gap
    }
    return places
  }
}
