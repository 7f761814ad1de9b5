import Backprop
import BackpropLanguage

/// The geometry of a network: units filled by activity, weights as lines by size and sign.
struct NetworkDrawing {
  let diagram: Figure.NetworkDiagram
  let title: String
  let description: String
  private let layout: NetworkLayout
  private let greatest: Double

  /// More lines than these have no numbers; of more than `mostLines`, the weakest are left out.
  private static let mostNumbers = 24
  private static let mostLines = 160

  init(_ diagram: Figure.NetworkDiagram, title: String, description: String, isSmall: Bool = false) {
    self.diagram = diagram
    self.title = title
    self.description = description
    layout = NetworkLayout(
      diagram.network, isSmall: isSmall, hasNumbers: !diagram.outputs.isEmpty,
      hasDeltas: !diagram.deltas.isEmpty)
    greatest =
      diagram.network.projections.flatMap { $0.weights.elements }.filter { $0.isFinite }.map { $0.magnitude }
      .max() ?? 0
  }

  var drawing: Drawing {
    let width = max(layout.width, 420)
    var marks = [Layout.title(title, width: width)]
    marks += lines
    marks += units
    marks += heads
    let notes = self.notes
    marks += Layout.notes(notes, y: layout.height + 4, width: width)
    return Drawing(
      width: width, height: layout.height + Layout.noteHeight(notes, width: width), title: title,
      description: description, marks: marks)
  }

  private var notes: [String] {
    var notes = [
      "Solid blue: positive weight; dashed orange: negative; the thicker, the larger (up to \(Layout.short(greatest)))."
    ]
    if !diagram.outputs.isEmpty {
      notes.append(
        "The darker a unit, the greater its output y"
          + (diagram.deltas.isEmpty || layout.radius < 20 ? "." : "; δ stands below."))
    }
    if layout.gaps.contains(where: { $0 != nil }) {
      notes.append("⋮ stands for units that are not shown, and only the largest weights are drawn.")
    }
    return notes
  }

  private func letter(_ layer: Int) -> String {
    layer < diagram.letters.count ? diagram.letters[layer] : String(layer + 1)
  }

  private func value(_ values: [[Double]], _ layer: Int, _ unit: Int) -> Double? {
    layer < values.count && unit < values[layer].count ? values[layer][unit] : nil
  }

  // MARK: Weights

  private struct Line {
    var spots: [Spot]
    var weight: Double
    var name: String
    var change: Double?
    var isActive: Bool
    var isFrozen: Bool
  }

  /// The weights between units that are shown, the strongest last, so that they lie on top.
  private var allLines: [Line] {
    var lines: [Line] = []
    for (place, projection) in diagram.network.projections.enumerated() {
      let isActive = diagram.activeProjections.contains(place)
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
          let changes = place < diagram.weightChanges.count ? diagram.weightChanges[place] : nil
          let from =
            source.unit.map { "\(letter(projection.source))\($0 + 1)" } ?? "\(letter(projection.source))0"
          let frozen = projection.frozen?[row * projection.weights.columns + column] ?? false
          lines.append(
            Line(
              spots: route(source.centre, target.centre, skips: projection.target - projection.source > 1),
              weight: weight, name: "w_\(from)\(letter(projection.target))\(column + 1)",
              change: changes.flatMap { row < $0.rows && column < $0.columns ? $0[row, column] : nil },
              isActive: isActive, isFrozen: frozen))
        }
      }
    }
    let strength = { (line: Line) in line.weight.isFinite ? line.weight.magnitude : .infinity }
    return lines.sorted { strength($0) < strength($1) }
  }

  /// Straight, or below the layers that it skips.
  private func route(_ from: Spot, _ to: Spot, skips: Bool) -> [Spot] {
    guard skips else { return [from, to] }
    let low = layout.bottom * 2 + 92 - (from.y + to.y) / 2
    let control = Spot((from.x + to.x) / 2, low)
    return (0...24).map { place in
      let t = Double(place) / 24
      let s = 1 - t
      return Spot(
        s * s * from.x + 2 * s * t * control.x + t * t * to.x,
        s * s * from.y + 2 * s * t * control.y + t * t * to.y)
    }
  }

  private var lines: [Mark] {
    let lines = allLines.suffix(Self.mostLines)
    let hasActive = !diagram.activeProjections.isEmpty || !diagram.activeLayers.isEmpty
    var marks: [Mark] = []
    var taken = layout.layers.flatMap { $0 }.map { circle in
      Box(
        x: circle.centre.x - layout.radius - 4, y: circle.centre.y - layout.radius - 14,
        width: 2 * layout.radius + 8, height: 2 * layout.radius + 28)
    }
    var numbers: [Mark] = []
    for line in lines {
      let share = greatest > 0 && line.weight.isFinite ? line.weight.magnitude / greatest : 0
      let many = lines.count > 60
      let faint = hasActive && !line.isActive
      let stroke = Stroke(
        paint: !line.weight.isFinite ? .ink : line.weight < 0 ? .negative : .positive,
        width: (many ? 0.3 : 1) + (many ? 2.2 : 4.5) * share,
        dashes: line.weight < 0 ? (many ? [3, 2] : [7, 4]) : [],
        opacity: faint ? 0.3 : many ? 0.25 + 0.65 * share : 0.85)
      var tip = "\(line.name) = \(Layout.exact(line.weight))"
      if let change = line.change { tip += ", Δ\(line.name) = \(Layout.exact(change))" }
      if line.isFrozen { tip += ", frozen" }
      marks.append(.path(line.spots, stroke, fill: nil, tip: tip))
      if diagram.showsWeights && lines.count <= Self.mostNumbers {
        numbers += number(line, faint: faint, &taken)
      }
    }
    return marks + numbers
  }

  /// The weight beside its line, where it covers nothing else.
  private func number(_ line: Line, faint: Bool, _ taken: inout [Box]) -> [Mark] {
    let text = Label(Layout.short(line.weight))
    let change = line.change.map { Label("Δ " + ($0 > 0 ? "+" : "") + Layout.short($0, digits: 4)) }
    let width = max(text.width, change?.width ?? 0) * Layout.smallSize + 6
    let height = change == nil ? 16.0 : 30.0
    var best: Box?
    for share in [0.34, 0.42, 0.5, 0.58, 0.66, 0.27, 0.73, 0.22, 0.78] {
      let spot = point(line.spots, share)
      let box = Box(x: spot.x - width / 2, y: spot.y - height / 2, width: width, height: height)
      if best == nil { best = box }
      if !taken.contains(where: { $0.overlaps(box) }) {
        best = box
        break
      }
    }
    guard let box = best else { return [] }
    taken.append(box)
    let paint: Paint = faint ? .muted : line.weight < 0 ? .negative : .positive
    var marks: [Mark] = [
      .rectangle(box, fill: .card, nil, radius: 3, tip: nil),
      .text(
        text, at: Spot(box.centre.x, box.y + 12), size: Layout.smallSize, anchor: .middle, paint, bold: false),
    ]
    if let change {
      marks.append(
        .text(
          change, at: Spot(box.centre.x, box.y + 26), size: Layout.smallSize, anchor: .middle, .ink,
          bold: false))
    }
    return marks
  }

  private func point(_ spots: [Spot], _ share: Double) -> Spot {
    guard let first = spots.first, let last = spots.last else { return Spot(0, 0) }
    guard spots.count > 2 else {
      return Spot(first.x + (last.x - first.x) * share, first.y + (last.y - first.y) * share)
    }
    return spots[min(Int(share * Double(spots.count)), spots.count - 1)]
  }

  // MARK: Units

  private var units: [Mark] {
    var marks: [Mark] = []
    for (layer, circles) in layout.layers.enumerated() {
      for circle in circles { marks += unit(circle, layer) }
      if let gap = layout.gaps[layer] {
        marks.append(
          .text(Label(plain: "⋮"), at: Spot(gap.x, gap.y + 6), size: 18, anchor: .middle, .muted, bold: true))
      }
    }
    return marks
  }

  private func unit(_ circle: NetworkLayout.Unit, _ layer: Int) -> [Mark] {
    let centre = circle.centre
    let radius = layout.radius
    guard let unit = circle.unit else {
      let bias = Layout.short(diagram.network.bias ?? 1)
      return [
        .circle(
          centre: centre, radius: radius * 0.72, fill: .card,
          Stroke(paint: .ink, width: 1.3, dashes: [3, 2]),
          tip: "bias unit \(letter(layer))0, always \(bias)"),
        text(Label(bias), Spot(centre.x, centre.y + 4), .middle, .ink),
        text(
          Label(plain: "\(letter(layer))0"), Spot(centre.x, centre.y - radius * 0.72 - 5), .middle, .muted),
      ]
    }
    let name = "\(letter(layer))\(unit + 1)"
    let isActive = diagram.activeLayers.contains(layer)
    let output = value(diagram.outputs, layer, unit)
    let input = layer > 0 ? value(diagram.totalInputs, layer, unit) : nil
    let delta = value(diagram.deltas, layer, unit)
    let isSmall = radius < 20
    var tip = "unit \(name)"
    if let input { tip += ", a = \(Layout.exact(input))" }
    if let output { tip += ", y = \(Layout.exact(output))" }
    if let delta { tip += ", δ = \(Layout.exact(delta))" }
    let fill = output.map {
      $0.isFinite ? ($0 < 0 ? Palette.side(max($0, -1)) : Palette.shade($0 * 0.8)) : RGB(hex: 0x9AA0A6)
    }
    let edge = Stroke(paint: isActive ? .accent : .ink, width: isActive ? 3.2 : 1.5)
    var marks: [Mark] = [
      .circle(centre: centre, radius: radius, fill: fill.map { .fixed($0) } ?? .card, edge, tip: tip)
    ]
    let inside: Paint = fill.map { .fixed($0.ink) } ?? .ink
    let showsOutput = output != nil && diagram.showsOutputs
    if let output, showsOutput, !isSmall {
      marks.append(text(Label(Layout.brief(output)), Spot(centre.x, centre.y + 4), .middle, inside))
    } else {
      marks.append(text(Label(plain: name), Spot(centre.x, centre.y + 4), .middle, inside))
    }
    guard !isSmall else { return marks }
    marks += numbers(circle, layer, unit, name, showsName: showsOutput, input, delta)
    return marks
  }

  /// What stands around a unit: its name and a above, δ below, the target to its right.
  private func numbers(
    _ circle: NetworkLayout.Unit, _ layer: Int, _ unit: Int, _ name: String, showsName: Bool,
    _ input: Double?,
    _ delta: Double?
  ) -> [Mark] {
    let centre = circle.centre
    var marks: [Mark] = []
    var above = showsName ? name : ""
    if let input { above = "a_\(name) = \(Layout.short(input))" }
    if !above.isEmpty {
      marks += backed(Label(above), Spot(centre.x, centre.y - layout.radius - 6), .ink, bold: false)
    }
    if let delta {
      let label = Label("δ_\(name) = \(Layout.short(delta, digits: 4))")
      marks += backed(label, Spot(centre.x, centre.y + layout.radius + 15), .accent, bold: true)
    }
    if layer == layout.layers.count - 1, unit < diagram.targets.count {
      let label = Label("t = \(Layout.short(diagram.targets[unit]))")
      marks.append(text(label, Spot(centre.x + layout.radius + 8, centre.y + 4), .start, .ink))
    }
    return marks
  }

  /// The name of each layer above it.
  private var heads: [Mark] {
    var marks: [Mark] = []
    let last = diagram.network.layers.count - 1
    for (place, layer) in diagram.network.layers.enumerated() {
      guard let x = layout.layers[place].first?.centre.x else { continue }
      let kind = place == 0 ? "input" : place == last ? "output" : "hidden"
      marks.append(
        text(Label("\(kind) \(letter(place))"), Spot(x, Layout.top + 6), .middle, .ink, bold: true))
      let transfer = place == 0 ? "" : layer.transfer.name
      let units = layer.units > NetworkLayout.mostUnits ? "\(layer.units) units" : ""
      let text = [transfer, units].filter { !$0.isEmpty }.joined(separator: ", ")
      if !text.isEmpty {
        marks.append(
          self.text(Label(plain: text).shortened(to: 18), Spot(x, Layout.top + 21), .middle, .muted))
      }
    }
    return marks
  }

  /// On a patch of card, so that no line runs through it.
  private func backed(_ label: Label, _ spot: Spot, _ paint: Paint, bold: Bool) -> [Mark] {
    let width = label.width * Layout.smallSize * (bold ? 1.1 : 1)
    let patch = Box(x: spot.x - width / 2, y: spot.y - 10, width: width, height: 14)
    return [
      .rectangle(patch, fill: .card, nil, radius: 3, tip: nil), text(label, spot, .middle, paint, bold: bold),
    ]
  }

  private func text(_ label: Label, _ spot: Spot, _ anchor: Anchor, _ paint: Paint, bold: Bool = false)
    -> Mark
  {
    .text(label, at: spot, size: Layout.smallSize, anchor: anchor, paint, bold: bold)
  }
}
