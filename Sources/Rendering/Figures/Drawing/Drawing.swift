import BackpropLanguage

/// The geometry of a figure: marks on a card, in CSS pixels, with y pointing down. It is drawn once, and
/// every picture format is made from it.
struct Drawing: Equatable {
  var width: Double
  var height: Double
  var title: String
  var description: String
  var marks: [Mark]
  /// What the marks do not tell one by one, such as the values of a field, in lines.
  var data: [String] = []
  /// Whether it fills the width of its page.
  var isWide = false

  /// Everything that it shows, in lines: the topmost marks first, as `FigureHTML` finds them, and below them
  /// the numbers along lines.
  ///
  /// most: the number of lines at most; the last one says how many are missing.
  func lines(atMost most: Int) -> [String] {
    lines(marks.reversed().flatMap { $0.tips } + marks.flatMap { $0.stretches }, atMost: most)
  }

  private func lines(_ tips: [String], atMost most: Int) -> [String] {
    var lines: [String] = []
    var known: Set<String> = []
    for tip in tips where known.insert(tip).inserted { lines.append(tip) }
    let room = max(most - data.count, 0)
    guard data.count + lines.count > most else { return data + lines }
    // Evenly spaced, so that each class of a set is among them.
    return data.prefix(most) + Evenly.places(lines.count, atMost: room).map { lines[$0] }
      + ["and \(data.count + lines.count - most) more"]
  }

  /// In the place of the picture, for those who cannot see it: what it is, and its data, without the numbers
  /// along lines, which would make it too long to listen to.
  var alternative: String {
    let tips = marks.reversed().flatMap { $0.tips }
    return ([title + ". " + description] + lines(tips, atMost: Self.mostLines)).joined(separator: " \n")
  }

  /// Whether lines have numbers along them.
  var hasStretches: Bool { marks.contains { !$0.stretches.isEmpty } }

  private static let mostLines = 40

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
  /// A field of shades that fills the box: tints at columns × rows points; the outermost points are on the
  /// edges of the box.
  case shades(Box, columns: Int, rows: Int, pixels: [UInt8], tints: [Tint])
  case group(x: Double, y: Double, marks: [Mark])
  /// A part of a line with numbers of its own for the pointer; it is not drawn.
  case stretch([Spot], tip: String)
  /// What belongs to a thing that answers when it is pointed at.
  case part(key: String, marks: [Mark])
}

extension Mark {
  /// Its tooltip, or those of its parts, the topmost first.
  fileprivate var tips: [String] {
    switch self {
    case .line(_, _, _, let tip), .path(_, _, _, let tip), .circle(_, _, _, _, let tip),
      .rectangle(_, _, _, _, let tip):
      tip.map { [$0] } ?? []
    case .group(_, _, let marks), .part(_, let marks): marks.reversed().flatMap { $0.tips }
    case .segments, .stretch, .text, .shades: []
    }
  }

  /// The tooltips of stretches of lines.
  fileprivate var stretches: [String] {
    switch self {
    case .stretch(_, let tip): [tip]
    case .group(_, _, let marks), .part(_, let marks): marks.flatMap { $0.stretches }
    case .line, .path, .segments, .circle, .rectangle, .text, .shades: []
    }
  }
}

/// A colour through which the ground shines: opacity 0 is the ground alone, 1 the colour alone.
struct Tint: Equatable {
  var colour: RGB
  var opacity: Double
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
