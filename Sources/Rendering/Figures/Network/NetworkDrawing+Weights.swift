import Backprop
import BackpropLanguage

/// Weights as lines, with their numbers next to them.
extension NetworkDrawing {
  struct Line {
    var part: NetworkPart
    var spots: [Spot]
    var weight: Double
    var name: String
    var change: Double?
    var isActive: Bool
    var isFrozen: Bool
  }

  /// The weights between the units that are shown; the strongest come last, so that they are on top.
  static func lines(_ diagram: Figure.NetworkDiagram, _ layout: NetworkLayout) -> [Line] {
    var lines: [Line] = []
    for (place, projection) in diagram.network.projections.enumerated() {
      for source in layout.layers[projection.source] {
        let row: Int
        if let unit = source.unit {
          row = unit + (projection.hasBias ? 1 : 0)
        } else {
          guard projection.hasBias else { continue }
          row = 0
        }
        for target in layout.layers[projection.target] {
          guard let column = target.unit else { continue }
          let weight = projection.weights[row, column]
          let part = NetworkPart.weight(projection: place, row: row, column: column)
          let frozen = projection.frozen?[row * projection.weights.columns + column] ?? false
          lines.append(
            Line(
              part: part,
              spots: layout.route(
                source.centre, target.centre, skips: projection.target - projection.source > 1),
              weight: weight,
              name: diagram.weight(
                from: projection.source, source.unit, to: projection.target, column,
                isOfBias: source.unit == nil),
              change: diagram.weightChanges[part], isActive: diagram.active.contains(part),
              isFrozen: frozen))
        }
      }
    }
    let strength = { (line: Line) in line.weight.isFinite ? line.weight.magnitude : .infinity }
    return lines.sorted { strength($0) < strength($1) }
  }

  private var hasActive: Bool { !diagram.active.isEmpty }

  var weightLines: [Mark] {
    let many = lines.count > 60
    return lines.map { line in
      let share = greatest > 0 && line.weight.isFinite ? line.weight.magnitude / greatest : 0
      let stroke = Stroke(
        paint: !line.weight.isFinite ? .ink : line.weight < 0 ? .negative : .positive,
        width: (many ? 0.3 : 1) + (many ? 2.2 : 4.5) * share,
        dashes: line.weight < 0 ? (many ? [3, 2] : [7, 4]) : [],
        opacity: hasActive && !line.isActive ? 0.3 : many ? 0.25 + 0.65 * share : 0.85)
      var tip = "\(line.name) = \(Layout.exact(line.weight))"
      if let change = line.change { tip += ", Δ\(line.name) = \(Layout.exact(change))" }
      if line.isFrozen { tip += ", frozen" }
      return part(line.part, [.path(line.spots, stroke, fill: nil, tip: tip)])[0]
    }
  }

  /// The weights next to their lines, where they cover nothing else; and how many are missing.
  func weightNumbers(beside marks: [Mark]) -> (marks: [Mark], missing: Int) {
    guard diagram.showsWeights else { return ([], 0) }
    guard lines.count <= Self.mostNumbers else { return ([], lineCount) }
    var taken = marks.flatMap { $0.covers }
    var numbers: [Mark] = []
    var missing = 0
    // The strongest first, because readers look for them.
    for line in lines.reversed() {
      if let (box, label) = number(line, taken) {
        taken.append(box)
        numbers += label
      } else {
        missing += 1
      }
    }
    return (numbers, missing)
  }

  /// Where along a line a number may be placed, as shares of its length: first at a third of the way, where
  /// lines that meet at a unit are apart.
  private static let shares =
    [0.34, 0.42, 0.5, 0.58, 0.66, 0.27, 0.73, 0.22, 0.78]
    + (0...30).map { 0.14 + 0.024 * Double($0) }

  private func number(_ line: Line, _ taken: [Box]) -> (Box, [Mark])? {
    let text = Label(Self.compact(line.weight))
    let change = line.change.map { Label("Δ " + ($0 > 0 ? "+" : "") + Self.compact($0, digits: 4)) }
    let width = max(text.width, change?.width ?? 0) * Layout.smallSize + 6
    let height = change == nil ? 18.0 : 34.0
    let boxes = Self.shares.lazy.map { share in
      let spot = self.point(line.spots, share)
      return Box(x: spot.x - width / 2, y: spot.y - height / 2, width: width, height: height)
    }
    guard let box = boxes.first(where: { box in !taken.contains { $0.overlaps(box) } }) else { return nil }
    let faint = hasActive && !line.isActive
    let paint: Paint = faint ? .muted : line.weight < 0 ? .negative : .positive
    var marks: [Mark] = [
      .rectangle(box, fill: .card, nil, radius: 3, tip: nil),
      self.text(text, Spot(box.centre.x, box.y + 13.5), .middle, paint),
    ]
    if let change { marks.append(self.text(change, Spot(box.centre.x, box.y + 29.5), .middle, .ink)) }
    return (box, part(line.part, marks))
  }

  private func point(_ spots: [Spot], _ share: Double) -> Spot {
    guard let first = spots.first, let last = spots.last else { return Spot(0, 0) }
    guard spots.count > 2 else {
      return Spot(first.x + (last.x - first.x) * share, first.y + (last.y - first.y) * share)
    }
    return spots[min(Int(share * Double(spots.count)), spots.count - 1)]
  }
}

extension Mark {
  fileprivate var covers: [Box] {
    if case .part(_, let marks) = self { return marks.flatMap { $0.covers } }
    return cover.map { [$0] } ?? []
  }

  /// The space that a unit or a label needs, plus one pixel around it.
  fileprivate var cover: Box? {
    switch self {
    case .circle(let centre, let radius, _, _, _):
      Box(x: centre.x - radius - 2, y: centre.y - radius - 2, width: 2 * radius + 4, height: 2 * radius + 4)
    case .rectangle(let box, _, _, _, _): box
    case .text(let label, let spot, let size, let anchor, _, let bold):
      label.box(at: spot, size: size, anchor: anchor, bold: bold)
    case .line, .path, .segments, .shades, .stretch, .group, .part: nil
    }
  }
}
