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
    let labels = lines.map { weightLabels($0) }
    let places = WeightPlaces(
      zip(lines, labels).map { line, labels in
        let width = labels.map { $0.label.width }.max() ?? 0
        return WeightPlaces.Wanted(
          spots: line.spots, width: width * Layout.smallSize + 6,
          height: labels.count > 1 || diagram.leavesRoom ? Self.pairHeight : 18)
      })
    let boxes = places.boxes(avoiding: marks.flatMap { $0.covers } + kept)
    var shown: [Mark] = []
    for ((line, labels), box) in zip(zip(lines, labels), boxes) {
      if let box { shown += part(line.part, number(line, labels, in: box)) }
    }
    return (shown, boxes.count { $0 == nil })
  }

  /// The height of a weight and its Δw.
  private static let pairHeight = 34.0
  /// The width that a label at a unit may come to have.
  private static let unitLabelWidth = 96.0

  /// The places of the labels at units that later frames of an animation show, so that no number moves then.
  private var kept: [Box] {
    guard diagram.leavesRoom, !layout.isCrowded else { return [] }
    return layout.layers.dropFirst().joined().filter { $0.unit != nil }.flatMap { unit in
      [unit.centre.y - layout.radius - 18, unit.centre.y + layout.radius + 5].map {
        Box(
          x: unit.centre.x - Self.unitLabelWidth / 2, y: $0, width: Self.unitLabelWidth,
          height: NetworkLayout.labelHeight)
      }
    }
  }

  /// A weight and, where it is shown, its change; of a frozen weight, that it does not change.
  private func weightLabels(_ line: Line) -> [(label: Label, paint: Paint)] {
    let paint: Paint = hasActive && !line.isActive ? .muted : line.weight < 0 ? .negative : .positive
    let weight = (Label(numbers.weight.text(line.weight)), paint)
    guard let change = line.change else { return [weight] }
    return [
      weight,
      line.isFrozen
        ? (Label(plain: "frozen"), .muted)
        : (Label("Δ " + (change > 0 ? "+" : "") + numbers.change.text(change)), .ink),
    ]
  }

  /// A weight alone interrupts its line; a pair has a frame, so that one sees what belongs together.
  private func number(_ line: Line, _ labels: [(label: Label, paint: Paint)], in box: Box) -> [Mark] {
    let isPair = labels.count > 1
    let patch = isPair ? box : Box(x: box.x, y: box.centre.y - 9, width: box.width, height: 18)
    let edge = Stroke(paint: line.weight < 0 ? .negative : .positive, width: 1, opacity: 0.6)
    return [.rectangle(patch, fill: .card, isPair ? edge : nil, radius: 3, tip: nil)]
      + labels.enumerated().map { place, label in
        text(
          label.label, Spot(box.centre.x, patch.y + 13.5 + 16 * Double(place)), .middle, label.paint)
      }
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
