import Backprop
import BackpropLanguage

/// The geometry of a network: units are filled by activity, weights are lines by size and sign. Labels never
/// overlap: the layout keeps space for those at units, and a weight's number is left out if there is no room
/// next to its line.
struct NetworkDrawing {
  let diagram: Figure.NetworkDiagram
  let title: String
  let description: String
  let layout: NetworkLayout
  let numbers: NetworkNumbers
  /// The largest magnitude of a weight.
  let greatest: Double
  /// The weights that are drawn, the strongest last, and how many there are in total.
  let lines: [Line]
  let lineCount: Int

  /// If there are more lines than this, they have no numbers; of more than `mostLines`, the weakest are left
  /// out.
  static let mostNumbers = 24
  static let mostLines = 160

  init(_ diagram: Figure.NetworkDiagram, title: String, description: String, isSmall: Bool = false) {
    self.diagram = diagram
    self.title = title
    self.description = description
    layout = NetworkLayout(
      diagram.network, isSmall: isSmall, hasNumbers: !diagram.outputs.isEmpty,
      hasDeltas: !diagram.deltas.isEmpty, hasTargets: !diagram.targets.isEmpty,
      hasChanges: diagram.leavesRoom || !diagram.weightChanges.isEmpty)
    numbers = NetworkNumbers(diagram, radius: layout.radius)
    var greatest = 0.0
    for projection in diagram.network.projections {
      for weight in projection.weights.elements where weight.isFinite {
        greatest = max(greatest, weight.magnitude)
      }
    }
    self.greatest = max(diagram.greatestWeight ?? 0, greatest)
    let all = Self.lines(diagram, layout)
    lines = Array(all.suffix(Self.mostLines))
    lineCount = all.count
  }

  var drawing: Drawing {
    let width = max(layout.width, 420)
    var marks = [Layout.title(title, width: width)]
    let units = self.units
    let heads = self.heads
    let (weights, missing) = weightNumbers(beside: units + heads)
    marks += weightLines
    marks += weights
    marks += units
    marks += heads
    let notes = self.notes(missing: missing)
    marks += Layout.notes(notes, y: layout.height + 4, width: width)
    return Drawing(
      width: width, height: layout.height + Layout.noteHeight(notes, width: width), title: title,
      description: description, marks: marks)
  }

  /// missing: how many numbers of weights did not fit.
  private func notes(missing: Int) -> [String] {
    var notes = [
      "Solid blue: positive weight; dashed orange: negative; the thicker, the larger (up to "
        + "\(Layout.short(greatest)))."
    ]
    if !diagram.outputs.isEmpty {
      let deltas = diagram.deltas.isEmpty || layout.isCrowded ? "." : "; \(diagram.labels.delta) is below it."
      notes.append("The bluer a unit, the greater its output \(diagram.labels.output)" + deltas)
      if layout.isCrowded {
        notes.append("There are too many units to show their numbers; `print activations` lists them.")
      }
    }
    if layout.gaps.contains(where: { $0 != nil }) { notes.append("⋮ stands for units that are not shown.") }
    if lines.count < lineCount {
      notes.append("Only the \(lines.count) largest of these \(lineCount) weights are drawn.")
    }
    if missing > 0 {
      notes.append("Numbers of weights that do not fit are left out; `print weights` lists all.")
    }
    return notes
  }

  func letter(_ layer: Int) -> String {
    layer < diagram.letters.count ? diagram.letters[layer] : String(layer + 1)
  }

  /// The name of each layer, above it.
  private var heads: [Mark] {
    var marks: [Mark] = []
    let room = (layout.step - 8) / Layout.smallSize
    for (place, layer) in diagram.network.layers.enumerated() {
      guard let x = layout.layers[place].first?.centre.x else { continue }
      let kind = diagram.network.role(ofLayer: place).rawValue
      let head = Label("\(kind) \(letter(place))").shortened(to: room / TypeMetrics.bold)
      marks.append(text(head, Spot(x, Layout.top + 6), .middle, .ink, bold: true))
      let transfer = place == 0 ? "" : layer.transfer.name
      let units = layer.units > NetworkLayout.mostUnits ? "\(layer.units) units" : ""
      let below = [transfer, units].filter { !$0.isEmpty }.joined(separator: ", ")
      if !below.isEmpty {
        let label = Label(plain: below).shortened(to: min(room, 18))
        marks.append(text(label, Spot(x, Layout.top + 22), .middle, .muted))
      }
    }
    return marks
  }

  /// Marks as one thing that answers, in a picture that does.
  func part(_ part: NetworkPart, _ marks: [Mark]) -> [Mark] {
    diagram.answers.isEmpty ? marks : [.part(key: part.key, marks: marks)]
  }

  func text(_ label: Label, _ spot: Spot, _ anchor: Anchor, _ paint: Paint, bold: Bool = false) -> Mark {
    .text(label, at: spot, size: Layout.smallSize, anchor: anchor, paint, bold: bold)
  }
}
