import BackpropLanguage

/// Values over the plane as shades, with contour lines.
struct FieldDrawing {
  private let field: Figure.Field
  private let x: Scale
  private let y: Scale
  private let box: Box
  private let low: Double
  private let high: Double
  /// The largest margin of a class.
  private let surest: Double

  /// The number of shades, or of shades per class; 0 stands for what is no number.
  private let shades: Int

  init(_ field: Figure.Field, x: Scale, y: Scale, box: Box) {
    self.field = field
    self.x = x
    self.y = y
    self.box = box
    let finite = field.values.filter { $0.isFinite }
    low = field.reach?.lowerBound ?? finite.min() ?? 0
    high = field.reach?.upperBound ?? finite.max() ?? 1
    surest = field.margins.reduce(0) { $1.isFinite ? max($0, $1) : $0 }
    if case .classes(let names) = field.scale {
      shades = max(250 / max(names.count, 1), 1)
    } else {
      shades = 128
    }
  }

  private var isWhole: Bool {
    field.columns > 1 && field.rows > 1 && field.values.count == field.columns * field.rows
  }

  var marks: [Mark] {
    guard isWhole else { return [] }
    return [picture] + lines
  }

  private var picture: Mark {
    var pixels: [UInt8] = []
    for row in (0..<field.rows).reversed() {
      for column in 0..<field.columns {
        pixels.append(UInt8(min(max(shade(row * field.columns + column), 0), 255)))
      }
    }
    let tints = (0..<(pixels.max().map { Int($0) + 1 } ?? 1)).map { tint($0) }
    return .shades(ownBox, columns: field.columns, rows: field.rows, pixels: pixels, tints: tints)
  }

  /// Where the field is, if the axes cover more.
  private var ownBox: Box {
    guard let left = x.position(field.x.lowerBound), let right = x.position(field.x.upperBound),
      let bottom = y.position(field.y.lowerBound), let top = y.position(field.y.upperBound),
      right > left, bottom > top
    else { return box }
    return Box(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// The number of a point's shade, from 1.
  private func shade(_ place: Int) -> Int {
    let value = field.values[place]
    guard value.isFinite else { return 0 }
    let last = Double(shades - 1)
    switch field.scale {
    case .classes:
      let margin = place < field.margins.count ? field.margins[place] : surest
      let share = surest > 0 && margin > 0 ? min(margin / surest, 1) : 0
      return 1 + Int(min(max(value, 0), 255)) * shades + Int((share * last).rounded())
    case .height, .sides:
      return 1 + Int((value.share(from: low, to: high) * last).rounded())
    }
  }

  private func tint(_ shade: Int) -> Tint {
    guard shade > 0 else { return Tint(colour: Palette.unknown, opacity: 1) }
    let share = shades > 1 ? Double((shade - 1) % shades) / Double(shades - 1) : 1
    if case .classes = field.scale { return Self.region((shade - 1) / shades, share) }
    return tint(atShare: share)
  }

  /// A class's colour, the stronger the surer.
  private static func region(_ number: Int, _ share: Double) -> Tint {
    Tint(colour: Palette.light.colour(.series(number)), opacity: (number < 6 ? 0.1 : 0.2) + 0.32 * share)
  }

  /// share: from the lowest value, 0, to the highest, 1.
  private func tint(atShare share: Double) -> Tint {
    switch field.scale {
    case .height, .classes: return Tint(colour: Palette.fieldHigh, opacity: 0.04 + 0.76 * share)
    case .sides(let level):
      // Halves, because the whole distances may be too large.
      let reach = max(high / 2 - level / 2, level / 2 - low / 2)
      let side = reach > 0 ? (low / 2 + (high / 2 - low / 2) * share - level / 2) / reach : 0
      // On paper, the high side is darker, so that a print without colours still distinguishes them.
      return side < 0
        ? Tint(colour: Palette.fieldLow, opacity: -0.48 * side)
        : Tint(colour: Palette.fieldHigh, opacity: 0.68 * side)
    }
  }

  /// The names of the classes, whose regions have one colour each.
  var regionNames: [String] {
    if case .classes(let names) = field.scale { return names }
    return []
  }

  /// The colour of a class's region.
  func region(named name: String) -> Tint? {
    regionNames.firstIndex(of: name).map { Self.region($0, 0.8) }
  }

  private var lines: [Mark] {
    switch field.scale {
    case .classes: return [.segments(borders, Stroke(paint: .ink, width: 1.4))]
    case .sides(let level): return [.segments(contour(level), Stroke(paint: .ink, width: 2))]
    case .height:
      guard high > low else { return [] }
      return (1..<10).map { place in
        let level = low + (high - low) * Double(place) / 10
        return .segments(contour(level), Stroke(paint: .ink, width: 0.7, opacity: 0.45))
      }
    }
  }

  /// Four neighbouring points of the field, counterclockwise.
  private func corners(_ column: Int, _ row: Int) -> [(Int, Int)] {
    [(0, 0), (1, 0), (1, 1), (0, 1)].map { (column + $0.0, row + $0.1) }
  }

  /// A place between two points of the field.
  private func between(_ one: (Int, Int), _ other: (Int, Int), _ share: Double) -> Spot? {
    guard let from = spot(one), let to = spot(other) else { return nil }
    return Spot(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
  }

  /// The borders between classes. Between two points of different classes, it is where the margins of both
  /// are 0 if they change evenly; where three classes meet, the borders meet in the middle.
  private var borders: [Spot] {
    guard field.margins.count == field.values.count else { return [] }
    var spots: [Spot] = []
    for row in 0..<max(field.rows - 1, 0) {
      for column in 0..<max(field.columns - 1, 0) {
        let corners = self.corners(column, row)
        let places = corners.map { $0.1 * field.columns + $0.0 }
        guard places.allSatisfy({ field.values[$0].isFinite }) else { continue }
        var crossings: [Spot] = []
        for side in 0..<4 {
          let (here, there) = (places[side], places[(side + 1) % 4])
          guard field.values[here] != field.values[there] else { continue }
          let sum = field.margins[here] + field.margins[there]
          let share = sum > 0 && sum.isFinite ? field.margins[here] / sum : 0.5
          if let spot = between(corners[side], corners[(side + 1) % 4], share) { crossings.append(spot) }
        }
        guard crossings.count > 2 else {
          if crossings.count == 2 { spots += crossings }
          continue
        }
        let count = Double(crossings.count)
        let middle = Spot(
          crossings.reduce(0) { $0 + $1.x } / count, crossings.reduce(0) { $0 + $1.y } / count)
        for crossing in crossings { spots += [crossing, middle] }
      }
    }
    return spots
  }

  /// The contour line at `level`, as segments within each square of four neighbouring points.
  func contour(_ level: Double) -> [Spot] {
    var spots: [Spot] = []
    for row in 0..<max(field.rows - 1, 0) {
      for column in 0..<max(field.columns - 1, 0) {
        let corners = self.corners(column, row)
        let values = corners.map { field.values[$0.1 * field.columns + $0.0] - level }
        guard values.allSatisfy({ $0.isFinite }) else { continue }
        var crossings: [Spot] = []
        for side in 0..<4 {
          let next = (side + 1) % 4
          guard (values[side] < 0) != (values[next] < 0) else { continue }
          let share = values[side] / (values[side] - values[next])
          if let spot = between(corners[side], corners[next], share) { crossings.append(spot) }
        }
        // Four crossings make a saddle: its centre tells which corners belong together.
        if crossings.count == 4, (values.reduce(0, +) < 0) != (values[0] < 0) {
          crossings.append(crossings.removeFirst())
        }
        if crossings.count % 2 == 0 { spots += crossings }
      }
    }
    return spots
  }

  private func spot(_ cell: (Int, Int)) -> Spot? {
    let shareX = Double(cell.0) / Double(field.columns - 1)
    let shareY = Double(cell.1) / Double(field.rows - 1)
    guard let atX = x.position(field.x.lowerBound * (1 - shareX) + field.x.upperBound * shareX),
      let atY = y.position(field.y.lowerBound * (1 - shareY) + field.y.upperBound * shareY)
    else { return nil }
    return Spot(atX, atY)
  }

  /// The meaning of the shades.
  func legend(from spot: Spot) -> [Mark] {
    var marks: [Mark] = []
    func text(_ text: String, _ x: Double, _ y: Double, _ paint: Paint) {
      marks.append(
        .text(
          Label(text).shortened(to: 22), at: Spot(x, y), size: Layout.textSize, anchor: .start, paint,
          bold: false))
    }
    switch field.scale {
    case .classes: break
    case .height, .sides:
      text(field.label, spot.x, spot.y + 4, .muted)
      let steps = 24
      let height = 132.0
      let top = spot.y + 14
      let tints = (0..<steps).map { tint(atShare: 1 - Double($0) / Double(steps - 1)) }
      marks.append(
        .shades(
          Box(x: spot.x, y: top, width: 14, height: height), columns: 2, rows: steps,
          pixels: (0..<2 * steps).map { UInt8($0 / 2) }, tints: tints))
      text(end(high), spot.x + 20, top + 9, .ink)
      text(end(low), spot.x + 20, top + height, .ink)
      if case .sides(let level) = field.scale, level > low, level < high {
        let y = top + height * (high - level) / (high - low)
        if y > top + 20 && y < top + height - 14 { text(Layout.short(level), spot.x + 20, y + 4.5, .ink) }
        marks.append(
          .line(
            from: Spot(spot.x, y), to: Spot(spot.x + 14, y), Stroke(paint: .ink, width: 2), tip: nil))
      }
    }
    return marks
  }

  /// The value at one end of the bar; a value that is negligible compared with the whole range becomes 0.
  private func end(_ value: Double) -> String {
    value.magnitude < (high - low) * 1e-3 ? "0" : Layout.short(value)
  }
}
