import Backprop
import BackpropLanguage

/// Units as circles, with their known values.
extension NetworkDrawing {
  private func value(_ values: [[Double]], _ layer: Int, _ unit: Int) -> Double? {
    layer < values.count && unit < values[layer].count ? values[layer][unit] : nil
  }

  var units: [Mark] {
    var marks: [Mark] = []
    for (layer, circles) in layout.layers.enumerated() {
      for circle in circles {
        marks += part(.unit(layer: layer, unit: circle.unit), unit(circle, layer))
      }
      if let gap = layout.gaps[layer] {
        marks.append(
          .text(Label(plain: "⋮"), at: Spot(gap.x, gap.y + 6), size: 18, anchor: .middle, .muted, bold: true))
      }
    }
    return marks
  }

  /// The largest magnitude of an input, or 1: inputs of real data exceed the outputs of most units.
  private var greatestInput: Double {
    (diagram.outputs.first ?? []).filter { $0.isFinite }.reduce(1) { max($0, $1.magnitude) }
  }

  private func outputLabel(_ layer: Int) -> String {
    layer == layout.layers.count - 1 ? diagram.labels.lastOutput : diagram.labels.output
  }

  private func unit(_ circle: NetworkLayout.Unit, _ layer: Int) -> [Mark] {
    let centre = circle.centre
    let radius = layout.radius
    guard let unit = circle.unit else {
      let bias = Layout.short(diagram.network.bias ?? 1)
      let small = radius * NetworkLayout.biasShare
      return [
        .circle(
          centre: centre, radius: small, fill: .card, Stroke(paint: .ink, width: 1.3, dashes: [3, 2]),
          tip: "bias unit \(diagram.unitName(layer, nil)), always \(bias)"),
        text(within(bias, diagram.network.bias ?? 1, small), Spot(centre.x, centre.y + 4), .middle, .ink),
      ]
        + (layout.isCrowded
          ? []
          : [
            text(
              Label(plain: diagram.unitName(layer, nil)), Spot(centre.x, centre.y - small - 5), .middle,
              .muted)
          ])
    }
    let name = diagram.unitName(layer, unit)
    let isActive = diagram.active.contains(.unit(layer: layer, unit: unit))
    let output = value(diagram.outputs, layer, unit)
    let input = layer > 0 ? value(diagram.totalInputs, layer, unit) : nil
    let delta = value(diagram.deltas, layer, unit)
    var tip = "unit \(name)"
    if let input { tip += ", \(diagram.labels.totalInput) = \(Layout.exact(input))" }
    if let output { tip += ", \(outputLabel(layer)) = \(Layout.exact(output))" }
    if let delta { tip += ", \(diagram.labels.delta) = \(Layout.exact(delta))" }
    let level = output.map { $0.isFinite ? Palette.level(layer == 0 ? $0 / greatestInput : $0) : nil } ?? 0
    let edge = Stroke(paint: isActive ? .accent : .ink, width: isActive ? 3.2 : 1.5)
    var marks: [Mark] = [
      .circle(
        centre: centre, radius: radius, fill: level.map { .level($0) } ?? .fixed(Palette.unknown), edge,
        tip: tip)
    ]
    let inside: Paint = level.map { .over($0) } ?? .fixed(.black)
    let showsOutput = output != nil && diagram.showsOutputs
    if let output, showsOutput, !layout.isCrowded {
      let number = (layer == 0 ? numbers.input : numbers.output).text(output)
      marks.append(text(within(number, output, radius), Spot(centre.x, centre.y + 4), .middle, inside))
    } else {
      // Where there is no room for `m10`, `10`: the column says the layer.
      let room = 2 * radius / Layout.smallSize
      let whole = Label(plain: name)
      let label =
        whole.width <= room || diagram.labels.numbersUnits
        ? whole.shortened(to: room) : Label(plain: "\(unit + 1)").shortened(to: room)
      marks.append(text(label, Spot(centre.x, centre.y + 4), .middle, inside))
    }
    guard !layout.isCrowded else { return marks }
    marks += labels(circle, layer, unit, name, showsName: showsOutput, input, delta)
    return marks
  }

  /// A number, shorter if it does not fit into a circle.
  private func within(_ text: String, _ value: Double, _ radius: Double) -> Label {
    let room = 2 * radius / Layout.smallSize
    let label = Label(text)
    if label.width <= room { return label }
    guard case .scientific(let negative, let whole, _, let exponent) = Numeral(scientific: value) else {
      return Label(plain: "…")
    }
    return Label(plain: (negative ? "−" : "") + whole + "e\(exponent)").shortened(to: room)
  }

  /// The labels around a unit: its name and a above, δ below, the target to its right.
  private func labels(
    _ circle: NetworkLayout.Unit, _ layer: Int, _ unit: Int, _ name: String, showsName: Bool,
    _ input: Double?, _ delta: Double?
  ) -> [Mark] {
    let centre = circle.centre
    var marks: [Mark] = []
    var above = showsName ? name : ""
    if let input {
      above = "\(diagram.symbol(diagram.labels.totalInput, layer, unit)) = \(numbers.totalInput.text(input))"
    }
    if !above.isEmpty {
      marks += backed(Label(above), Spot(centre.x, centre.y - layout.radius - 6), .ink, bold: false)
    }
    if let delta {
      let label = Label(
        "\(diagram.symbol(diagram.labels.delta, layer, unit)) = \(numbers.delta.text(delta))")
      marks += backed(label, Spot(centre.x, centre.y + layout.radius + 17), .accent, bold: true)
    }
    if layer == layout.layers.count - 1, unit < diagram.targets.count {
      let label = Label("\(diagram.labels.target) = \(numbers.target.text(diagram.targets[unit]))")
      marks.append(text(label, Spot(centre.x + layout.radius + 8, centre.y + 4), .start, .ink))
    }
    return marks
  }

  /// On a patch in the card's colour, so that no line crosses it.
  private func backed(_ label: Label, _ spot: Spot, _ paint: Paint, bold: Bool) -> [Mark] {
    let box = label.box(at: spot, size: Layout.smallSize, anchor: .middle, bold: bold)
    let patch = Box(x: box.x, y: spot.y - 11.5, width: box.width, height: NetworkLayout.labelHeight)
    return [
      .rectangle(patch, fill: .card, nil, radius: 3, tip: nil), text(label, spot, .middle, paint, bold: bold),
    ]
  }
}
