import BackpropLanguage

/// Where the numbers of weights stand: each in the middle of its own line, away from units, from each other,
/// and as far as possible from other lines, so that one can tell to which line a number belongs.
struct WeightPlaces {
  /// The lines with numbers: their courses, and the size of their labels.
  struct Wanted {
    var spots: [Spot]
    var width: Double
    var height: Double
  }

  private let wanted: [Wanted]
  /// How far another line stays from a label.
  private static let reach = 2.0
  /// Shares of a line: best is a third of the way, where lines that meet at a unit are apart.
  private static let best = 0.34
  private static let shares = (0...34).map { 0.14 + 0.021 * Double($0) }

  private struct Place {
    var box: Box
    /// How many other lines it covers, mainly.
    var cost: Double
  }

  init(_ wanted: [Wanted]) { self.wanted = wanted }

  /// The place of each label; nil where there is no room.
  func boxes(avoiding taken: [Box]) -> [Box?] {
    var taken = taken
    var boxes = [Box?](repeating: nil, count: wanted.count)
    var places = wanted.indices.map { line in
      candidates(line).filter { place in !taken.contains { $0.overlaps(place.box) } }
    }
    var left = Set(wanted.indices)
    // First the lines with the fewest places where they cover no other.
    while let next = left.min(by: { urgency($0, places[$0]) < urgency($1, places[$1]) }) {
      left.remove(next)
      guard let best = places[next].min(by: { $0.cost < $1.cost }) else { continue }
      boxes[next] = best.box
      taken.append(best.box)
      for line in left { places[line].removeAll { best.box.overlaps($0.box) } }
    }
    return boxes
  }

  private func urgency(_ line: Int, _ places: [Place]) -> (Int, Int, Int) {
    (places.count { $0.cost < 1 }, places.count, line)
  }

  private func candidates(_ line: Int) -> [Place] {
    let own = wanted[line]
    return Self.shares.map { share in
      let spot = Self.point(own.spots, share)
      let box = Box(
        x: spot.x - own.width / 2, y: spot.y - own.height / 2, width: own.width, height: own.height)
      let near = Box(
        x: box.x - Self.reach, y: box.y - Self.reach, width: box.width + 2 * Self.reach,
        height: box.height + 2 * Self.reach)
      let covered = wanted.indices.count { $0 != line && Self.meets(wanted[$0].spots, near) }
      return Place(box: box, cost: Double(covered) + (share - Self.best).magnitude)
    }
  }

  private static func point(_ spots: [Spot], _ share: Double) -> Spot {
    guard let first = spots.first, let last = spots.last else { return Spot(0, 0) }
    guard spots.count > 2 else {
      return Spot(first.x + (last.x - first.x) * share, first.y + (last.y - first.y) * share)
    }
    return spots[min(Int(share * Double(spots.count)), spots.count - 1)]
  }

  /// Whether a line passes through a box.
  static func meets(_ spots: [Spot], _ box: Box) -> Bool {
    zip(spots, spots.dropFirst()).contains { from, to in
      // The part of the stretch within the box, in shares of its length.
      var (start, end) = (0.0, 1.0)
      for (from, by, low, high) in [
        (from.x, to.x - from.x, box.x, box.right), (from.y, to.y - from.y, box.y, box.bottom),
      ] {
        if by == 0 {
          if from < low || from > high { return false }
          continue
        }
        let (one, other) = ((low - from) / by, (high - from) / by)
        start = max(start, min(one, other))
        end = min(end, max(one, other))
      }
      return start < end
    }
  }
}
