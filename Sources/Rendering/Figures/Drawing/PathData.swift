/// The numbers of an SVG, which are rounded to hundredths of a pixel, and lines of many of them (Scalable
/// Vector Graphics 1.1, section 8.3).
enum PathData {
  /// A line through spots: where it begins, then each step, which takes fewer digits than a place.
  static func line(_ spots: [Spot]) -> String {
    guard let start = spots.first else { return "" }
    var pen = Pen()
    pen.move(to: Point(start))
    for spot in spots.dropFirst() { pen.draw(to: Point(spot)) }
    return pen.data
  }

  /// Lines from each spot at an even index to the next one. One that begins or ends where the one before it
  /// ends continues it.
  static func segments(_ spots: [Spot]) -> String {
    var pen = Pen()
    for place in stride(from: 0, to: spots.count - 1, by: 2) {
      let (from, to) = (Point(spots[place]), Point(spots[place + 1]))
      if to == pen.at {
        pen.draw(to: from)
      } else {
        if from != pen.at { pen.move(to: from) }
        pen.draw(to: to)
      }
    }
    return pen.data
  }

  /// A spot in hundredths of a pixel.
  private struct Point: Equatable {
    var x: Int
    var y: Int

    init(_ spot: Spot) { (x, y) = (hundredths(spot.x), hundredths(spot.y)) }
  }

  private struct Pen {
    var data = ""
    private(set) var at: Point?
    private var command = ""
    private var last = ""

    mutating func move(to next: Point) { step(to: next, at == nil ? "M" : "m") }

    mutating func draw(to next: Point) { step(to: next, "l") }

    private mutating func step(to next: Point, _ command: String) {
      if command != self.command || command == "m" {
        data += command
        last = ""
      }
      for number in [next.x - (at?.x ?? 0), next.y - (at?.y ?? 0)] {
        let text = PathData.number(number)
        if !last.isEmpty, !separates(last, text) { data += " " }
        data += text
        last = text
      }
      (at, self.command) = (next, command)
    }
  }

  /// Whether a number ends where another one begins: with its sign, or with a second point.
  private static func separates(_ number: String, _ next: String) -> Bool {
    switch next.utf8.first {
    case UInt8(ascii: "-"): true
    case UInt8(ascii: "."): number.utf8.contains(UInt8(ascii: "."))
    default: false
    }
  }

  static func hundredths(_ value: Double) -> Int {
    value.magnitude < 1e7 ? Int((value * 100).rounded()) : 0
  }

  static func number(_ hundredths: Int) -> String {
    let whole = hundredths.magnitude / 100
    let rest = hundredths.magnitude % 100
    var text = (hundredths < 0 ? "-" : "") + (whole > 0 || rest == 0 ? String(whole) : "")
    if rest > 0 {
      text += rest < 10 ? ".0" : "."
      text += rest % 10 == 0 ? String(rest / 10) : String(rest)
    }
    return text
  }
}
