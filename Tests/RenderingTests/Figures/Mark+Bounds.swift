@testable import Rendering

extension Drawing {
  /// The bounding boxes of its marks; those of texts use the estimated width.
  var boxes: [Box] { marks.flatMap { $0.boxes(0, 0) } }

  /// The boxes of its texts alone.
  var textBoxes: [(text: String, box: Box)] { marks.flatMap { $0.texts(0, 0) } }

  /// Marks of all groups, one after another.
  var allMarks: [Mark] { marks.flatMap { $0.flat } }
}

extension Mark {
  var flat: [Mark] {
    if case .group(_, _, let marks) = self { return marks.flatMap { $0.flat } }
    if case .part(_, let marks) = self { return marks.flatMap { $0.flat } }
    return [self]
  }

  func boxes(_ x: Double, _ y: Double) -> [Box] {
    func around(_ spots: [Spot]) -> [Box] {
      guard let first = spots.first else { return [] }
      var (left, right, top, bottom) = (first.x, first.x, first.y, first.y)
      for spot in spots {
        left = min(left, spot.x)
        right = max(right, spot.x)
        top = min(top, spot.y)
        bottom = max(bottom, spot.y)
      }
      return [Box(x: left + x, y: top + y, width: right - left, height: bottom - top)]
    }
    switch self {
    case .line(let from, let to, _, _): return around([from, to])
    case .path(let spots, _, _, _), .stretch(let spots, _): return around(spots)
    case .segments(let spots, _): return around(spots)
    case .circle(let centre, let radius, _, _, _):
      return around([Spot(centre.x - radius, centre.y - radius), Spot(centre.x + radius, centre.y + radius)])
    case .rectangle(let box, _, _, _, _), .shades(let box, _, _, _, _):
      return [Box(x: box.x + x, y: box.y + y, width: box.width, height: box.height)]
    case .text: return texts(x, y).map { $0.box }
    case .group(let dx, let dy, let marks): return marks.flatMap { $0.boxes(x + dx, y + dy) }
    case .part(_, let marks): return marks.flatMap { $0.boxes(x, y) }
    }
  }

  func texts(_ x: Double, _ y: Double) -> [(text: String, box: Box)] {
    switch self {
    case .text(let label, let spot, let size, let anchor, _, let bold):
      let box = label.box(at: Spot(spot.x + x, spot.y + y), size: size, anchor: anchor, bold: bold)
      return [(label.text, box)]
    case .group(let dx, let dy, let marks): return marks.flatMap { $0.texts(x + dx, y + dy) }
    case .part(_, let marks): return marks.flatMap { $0.texts(x, y) }
    default: return []
    }
  }
}
