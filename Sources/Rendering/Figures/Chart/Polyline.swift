import BackpropLanguage

/// Reduces many data points to as many as a figure needs.
enum Polyline {
  /// Runs of consecutive points without a gap, with at most four points per pixel of width: the first, the
  /// lowest, the highest and the last, so that no extreme is lost.
  static func runs(_ points: [Figure.Point], x: Scale, y: Scale, within box: Box) -> [[Spot]] {
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
    return runs.map { $0.count > Int(box.width) * 4 ? decimated($0) : $0 }
  }

  private static func decimated(_ spots: [Spot]) -> [Spot] {
    extremes(of: spots, keepingEnds: true, column: { $0.x.rounded(.down) }, height: { -$0.y })
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

  /// Places that are at least `gap` apart and as near as possible to the wanted ones, which are in ascending
  /// order.
  static func spread(_ wanted: [Double], gap: Double, within range: ClosedRange<Double>) -> [Double] {
    var places = wanted
    for place in places.indices.dropFirst() { places[place] = max(places[place], places[place - 1] + gap) }
    var limit = range.upperBound
    for place in places.indices.reversed() {
      places[place] = max(min(places[place], limit), range.lowerBound)
      limit = places[place] - gap
    }
    return places
  }
}
