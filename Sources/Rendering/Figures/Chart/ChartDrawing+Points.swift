import BackpropLanguage

/// Groups of points, marked places, and the legend.
extension ChartDrawing {
  /// More points than this make the picture too large to send, and hide one another.
  static let mostPoints = 1500

  private var pointCount: Int { chart.points.reduce(0) { $0 + $1.points.count } }

  func points(_ group: Figure.PointGroup, _ number: Int) -> [Mark] {
    let count = pointCount
    let radius = count > 400 ? 2.6 : count > 60 ? 3.6 : 5.5
    let share =
      count > Self.mostPoints
      ? max(Int(Int64(group.points.count) * Int64(Self.mostPoints) / Int64(count)), 2) : group.points.count
    return Evenly.places(group.points.count, atMost: share).compactMap { place in
      let point = group.points[place]
      guard let atX = x.position(point.x), let atY = y.position(point.y) else { return nil }
      let label = place < group.labels.count ? group.labels[place] : group.name
      let tip =
        "\(label): \(chart.x.label) \(Layout.exact(point.x)), \(chart.y.label) \(Layout.exact(point.y))"
      return Symbol.mark(number, paint(number), at: Spot(atX, atY), radius: radius, tip: tip)
    }
  }

  /// The colour of a group: that of its side, or one of its own.
  private func paint(_ number: Int) -> Paint {
    switch chart.points[number].side {
    case .low: .negative
    case .high: .positive
    case nil: .series(number)
    }
  }

  // MARK: Markers

  /// Rings, the lines that join two of them, and labels where there are no curves.
  var markers: [Mark] {
    let spots = chart.curves.flatMap { Polyline.runs($0.points, x: x, y: y, within: box) }.flatMap {
      Polyline.dense($0)
    }
    var joints: [Mark] = []
    var rings: [Mark] = []
    var labels: [Mark] = []
    var taken: [Box] = []
    let leader = Stroke(paint: .muted, width: 1)
    for marker in chart.markers {
      guard let at = spot(marker.point) else { continue }
      taken.append(Box(x: at.x - 6, y: at.y - 6, width: 12, height: 12))
      if let point = marker.partner, let partner = spot(point) {
        let stroke = Stroke(paint: .muted, width: 1, dashes: [2, 3])
        joints.append(.line(from: at, to: partner, stroke, tip: nil))
        rings.append(ring(partner, radius: 3.5, "\(marker.label): \(place(point))"))
        taken.append(Box(x: partner.x - 4, y: partner.y - 4, width: 8, height: 8))
      }
      rings.append(ring(at, radius: marker.showsLabel ? 5 : 3.5, "\(marker.label): \(place(marker.point))"))
    }
    for marker in chart.markers where marker.showsLabel {
      guard let at = spot(marker.point) else { continue }
      let label = Label(marker.label)
      let box = freePlace(label.width * Layout.textSize + 4, at, spots, taken)
      taken.append(box)
      let nearest = Spot(min(max(at.x, box.x), box.right), min(max(at.y, box.y), box.bottom))
      if max((nearest.x - at.x).magnitude, (nearest.y - at.y).magnitude) > Self.mostApart {
        joints.append(.line(from: at, to: nearest, leader, tip: nil))
      }
      labels.append(.rectangle(box, fill: .card, nil, radius: 3, tip: nil))
      labels.append(
        .text(
          label, at: Spot(box.x + 2, box.y + 12.5), size: Layout.textSize, anchor: .start, .ink, bold: false))
    }
    return joints + labels + rings
  }

  /// A label further away from its spot is joined to it by a line.
  private static let mostApart = 24.0

  private func spot(_ point: Figure.Point) -> Spot? {
    guard let atX = x.position(point.x), let atY = y.position(point.y) else { return nil }
    return Spot(atX, min(max(atY, box.y), box.bottom))
  }

  private func place(_ point: Figure.Point) -> String {
    "\(Layout.exact(point.x)), \(Layout.exact(point.y))"
  }

  private func ring(_ at: Spot, radius: Double, _ tip: String) -> Mark {
    .circle(centre: at, radius: radius, fill: .card, Stroke(paint: .accent, width: 2), tip: tip)
  }

  /// A place for a label of this width near a spot, covering as few curves as possible.
  private func freePlace(_ width: Double, _ at: Spot, _ spots: [Spot], _ taken: [Box]) -> Box {
    let height = 16.0
    var best = Box(x: at.x + 8, y: at.y - 8 - height, width: width, height: height)
    var least = Double.infinity
    for distance in [8.0, 14, 24, 36, 52, 76, 110, 150] {
      let lefts = [at.x + distance, at.x - distance - width, at.x - width / 2]
      let tops = [at.y - distance - height, at.y + distance, at.y - height / 2]
      for (column, left) in lefts.enumerated() {
        for (row, top) in tops.enumerated() where column < 2 || row < 2 {
          let candidate = Box(x: left, y: top, width: width, height: height)
          let near = Box(x: left - 3, y: top - 3, width: width + 6, height: height + 6)
          var cost = distance
          if !box.contains(candidate) { cost += 1e6 }
          cost += 1e4 * Double(taken.filter { $0.overlaps(candidate) }.count)
          cost += 20 * Double(spots.filter { near.holds($0) }.count)
          if cost < least { (best, least) = (candidate, cost) }
        }
      }
    }
    return best
  }

  // MARK: Legend

  /// The groups of points, and the meaning of the shades behind them. The region of a class shares a line
  /// with the points of that class.
  var legend: [Mark] {
    var (marks, at) = pathLegend(from: box.y + 8)
    let field = chart.field.map { FieldDrawing($0, x: x, y: y, box: box) }
    var rows = chart.points.enumerated().filter { !$0.element.name.isEmpty }.map {
      (symbol: Optional($0.offset), name: $0.element.name, region: field?.region(named: $0.element.name))
    }
    for name in field?.regionNames ?? [] where !rows.contains(where: { $0.name == name }) {
      rows.append((nil, name, field?.region(named: name)))
    }
    for row in rows.prefix(Self.mostLegendLines) {
      if let region = row.region {
        let swatch = Box(x: box.right + 12, y: at - 9, width: 24, height: 18)
        marks.append(
          .shades(swatch, columns: 2, rows: 2, pixels: [0, 0, 0, 0], tints: [region]))
      }
      if let symbol = row.symbol {
        marks.append(
          Symbol.mark(symbol, paint(symbol), at: Spot(box.right + 24, at), radius: 5.5, tip: nil))
      }
      marks.append(legendText(row.name, at))
      at += 22
    }
    if rows.count > Self.mostLegendLines {
      marks.append(legendText("and \(rows.count - Self.mostLegendLines) more", at))
      at += 22
    }
    if let field { marks += field.legend(from: Spot(box.right + 18, at + 14)) }
    return marks
  }

  private func legendText(_ text: String, _ at: Double) -> Mark {
    .text(
      Label(text).shortened(to: (side - 44) / Layout.textSize), at: Spot(box.right + 42, at + 4.5),
      size: Layout.textSize, anchor: .start, .ink, bold: false)
  }
}
