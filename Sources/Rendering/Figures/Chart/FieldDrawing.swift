import BackpropLanguage

/// Values over the plane as shades, with contour lines.
struct FieldDrawing {
  private let field: Figure.Field
  private let x: Scale
  private let y: Scale
  private let box: Box
  private let low: Double
  private let high: Double

  private static let shades = 64

  init(_ field: Figure.Field, x: Scale, y: Scale, box: Box) {
    self.field = field
    self.x = x
    self.y = y
    self.box = box
    let finite = field.values.filter { $0.isFinite }
    low = finite.min() ?? 0
    high = finite.max() ?? 1
  }

  private var isWhole: Bool {
    field.columns > 1 && field.rows > 1 && field.values.count == field.columns * field.rows
  }

  var marks: [Mark] {
    guard isWhole else { return [] }
    return [shades] + lines
  }

  private var shades: Mark {
    var pixels: [UInt8] = []
    for row in (0..<field.rows).reversed() {
      for column in 0..<field.columns { pixels.append(UInt8(min(max(shade(row, column) + 1, 0), 255))) }
    }
    let colours = (0..<(pixels.max().map { Int($0) + 1 } ?? 1)).map { colour($0 - 1) }
    return .shades(box, columns: field.columns, rows: field.rows, pixels: pixels, colours: colours)
  }

  /// The number of a cell's shade; -1 if the value is not finite.
  private func shade(_ row: Int, _ column: Int) -> Int {
    let value = field.values[row * field.columns + column]
    guard value.isFinite else { return -1 }
    switch field.scale {
    case .classes: return Int(min(max(value, 0), 200))
    case .height:
      return high > low ? Int(((value - low) / (high - low) * Double(Self.shades)).rounded()) : 0
    case .sides(let level):
      let reach = max(high - level, level - low)
      let share = reach > 0 ? (value - level) / reach : 0
      return Int((share * Double(Self.shades / 2)).rounded()) + Self.shades / 2
    }
  }

  private func colour(_ shade: Int) -> RGB {
    guard shade >= 0 else { return RGB(hex: 0x9AA0A6) }
    switch field.scale {
    case .classes: return Palette.light.colour(.series(shade)).mixed(with: .white, shade < 6 ? 0.68 : 0.48)
    case .height: return Palette.shade(0.04 + 0.78 * Double(shade) / Double(Self.shades))
    case .sides:
      let half = Double(Self.shades / 2)
      return side((Double(shade) - half) / half)
    }
  }

  /// From one side, -1, to the other, 1. The lower side is darker, so that a print without colours still
  /// distinguishes them.
  private func side(_ share: Double) -> RGB { Palette.side(share > 0 ? -0.48 * share : -0.8 * share) }

  /// The names of the classes, whose regions have one colour each.
  var regionNames: [String] {
    if case .classes(let names) = field.scale { return names }
    return []
  }

  func region(named name: String) -> RGB? { regionNames.firstIndex(of: name).map { colour($0) } }

  private var lines: [Mark] {
    switch field.scale {
    case .classes: return []
    case .sides(let level):
      return [.segments(contour(level), Stroke(paint: .fixed(.black), width: 2))]
    case .height:
      guard high > low else { return [] }
      return (1..<10).map { place in
        let level = low + (high - low) * Double(place) / 10
        return .segments(contour(level), Stroke(paint: .fixed(.black), width: 0.7, opacity: 0.45))
      }
    }
  }

  /// The contour line at `level`, as segments within each square of four neighbouring points.
  func contour(_ level: Double) -> [Spot] {
    var spots: [Spot] = []
    for row in 0..<max(field.rows - 1, 0) {
      for column in 0..<max(field.columns - 1, 0) {
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { (column + $0.0, row + $0.1) }
        let values = corners.map { field.values[$0.1 * field.columns + $0.0] - level }
        guard values.allSatisfy({ $0.isFinite }) else { continue }
        var crossings: [Spot] = []
        for side in 0..<4 {
          let next = (side + 1) % 4
          guard (values[side] < 0) != (values[next] < 0) else { continue }
          let share = values[side] / (values[side] - values[next])
          guard let from = spot(corners[side]), let to = spot(corners[next]) else { continue }
          crossings.append(Spot(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share))
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
    func swatch(_ colour: RGB, _ y: Double, _ height: Double) {
      let cell = Box(x: spot.x, y: y, width: 14, height: height)
      marks.append(.rectangle(cell, fill: .fixed(colour), nil, radius: 0, tip: nil))
    }
    switch field.scale {
    case .classes: break
    case .height, .sides:
      text(field.label, spot.x, spot.y + 4, .muted)
      let steps = 24
      let height = 132.0
      let top = spot.y + 14
      for step in 0..<steps {
        let share = 1 - (Double(step) + 0.5) / Double(steps)
        swatch(barColour(share), top + height * Double(step) / Double(steps), height / Double(steps) + 0.4)
      }
      text(end(high), spot.x + 20, top + 9, .ink)
      text(end(low), spot.x + 20, top + height, .ink)
      if case .sides(let level) = field.scale, level > low, level < high {
        let y = top + height * (high - level) / (high - low)
        if y > top + 20 && y < top + height - 14 { text(Layout.short(level), spot.x + 20, y + 4.5, .ink) }
        marks.append(
          .line(
            from: Spot(spot.x, y), to: Spot(spot.x + 14, y), Stroke(paint: .fixed(.black), width: 2), tip: nil
          ))
      }
    }
    return marks
  }

  /// The value at one end of the bar; a value that is negligible compared with the whole range becomes 0.
  private func end(_ value: Double) -> String {
    value.magnitude < (high - low) * 1e-3 ? "0" : Layout.short(value)
  }

  private func barColour(_ share: Double) -> RGB {
    switch field.scale {
    case .sides(let level):
      let reach = max(high - level, level - low)
      return side(reach > 0 ? (low + (high - low) * share - level) / reach : 0)
    case .height, .classes: return Palette.shade(0.04 + 0.78 * share)
    }
  }
}
