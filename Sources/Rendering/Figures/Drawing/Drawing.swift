/// The geometry of a figure: marks on a card, in CSS pixels, with y pointing down. It is drawn once, and
/// every picture format is made from it.
struct Drawing: Equatable {
  var width: Double
  var height: Double
  var title: String
  var description: String
  var marks: [Mark]

  /// Adds the marks of another drawing, shifted.
  mutating func add(_ other: Drawing, x: Double, y: Double) {
    marks.append(.group(x: x, y: y, marks: other.marks))
  }
}

/// One drawn element. `tip` is the tooltip with the exact numbers.
indirect enum Mark: Equatable {
  case line(from: Spot, to: Spot, Stroke, tip: String?)
  /// A line through points, or an area if it is filled.
  case path([Spot], Stroke?, fill: Paint?, tip: String?)
  /// Separate lines, from each spot at an even index to the next spot.
  case segments([Spot], Stroke)
  case circle(centre: Spot, radius: Double, fill: Paint?, Stroke?, tip: String?)
  case rectangle(Box, fill: Paint?, Stroke?, radius: Double, tip: String?)
  case text(Label, at: Spot, size: Double, anchor: Anchor, Paint, bold: Bool)
  /// A field of shades that fills the box: colours at columns × rows points; the outermost points are on the
  /// edges of the box.
  case shades(Box, columns: Int, rows: Int, pixels: [UInt8], colours: [RGB])
  case group(x: Double, y: Double, marks: [Mark])
}

/// A place in a drawing.
struct Spot: Equatable {
  var x: Double
  var y: Double
  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

struct Box: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double
  var right: Double { x + width }
  var bottom: Double { y + height }
  var centre: Spot { Spot(x + width / 2, y + height / 2) }

  func contains(_ other: Box) -> Bool {
    other.x >= x && other.y >= y && other.right <= right && other.bottom <= bottom
  }

  func holds(_ spot: Spot) -> Bool { spot.x >= x && spot.x <= right && spot.y >= y && spot.y <= bottom }

  func overlaps(_ other: Box) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }
}

enum Anchor: Equatable { case start, middle, end }

struct Stroke: Equatable {
  var paint: Paint
  var width: Double
  /// The lengths of dashes and gaps; empty for a solid line.
  var dashes: [Double] = []
  /// Lines behind other marks may be partly transparent.
  var opacity: Double = 1
}
