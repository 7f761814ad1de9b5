import Backprop
import BackpropLanguage
import Testing

@testable import Rendering

/// No two labels of a network overlap, whatever is shown.
@Suite struct NetworkLabelTests {
  static let shapes: [[Int]] = [
    [1, 1], [2, 1], [2, 2, 1], [2, 3, 1], [2, 5, 3], [2, 6, 1], [4, 3, 2], [5, 5, 5], [8, 3, 8], [8, 8, 8],
    [1, 8, 1], [3, 3, 3, 3], [2, 4, 4, 4, 1], [8, 8, 8, 8, 8], [5, 1, 5, 1, 5],
  ]

  /// Everything there is to show: a, y, δ, w, Δw and t, with numbers of a usual size.
  static func diagram(
    _ sizes: [Int], bias: Double?, skip: Bool = false, scale: Double = 1
  ) throws -> Figure.NetworkDiagram {
    let network = try FigureSamples.network(sizes, bias: bias, skip: skip)
    let letters = sizes.count == 3 ? ["i", "j", "k"] : sizes.indices.map { ["i", "j", "l", "m", "k"][$0] }
    var diagram = Figure.NetworkDiagram(network: network, letters: letters)
    let forward = try network.forward((0..<sizes[0]).map { Double($0 % 3) / 3 })
    diagram.totalInputs = forward.totalInputs.map { $0.map { $0 * scale } }
    diagram.outputs = forward.outputs.map { $0.map { $0 * scale } }
    diagram.targets = (0..<sizes[sizes.count - 1]).map { Double($0 % 2) * scale }
    let backward = try network.backward(forward, target: diagram.targets)
    diagram.deltas = backward.deltas.map { $0.map { -$0 * scale } }
    for (place, changes) in backward.negativeGradients.enumerated() {
      diagram.show(changes, ofProjection: place)
    }
    return diagram
  }

  private func expectNoneMeet(_ drawing: Drawing, _ what: String) {
    let labels = drawing.textBoxes
    for (place, one) in labels.enumerated() {
      for other in labels[(place + 1)...] {
        #expect(!one.box.overlaps(other.box), "\(what): \(one) \(other)")
      }
    }
    let card = Box(x: 0, y: 0, width: drawing.width, height: drawing.height)
    for label in labels { #expect(card.contains(label.box), "\(what): \(label)") }
  }

  @Test(arguments: shapes, [nil, 1.0])
  func noLabelMeetsAnother(_ sizes: [Int], _ bias: Double?) throws {
    for scale in [1, -7654.321, 1e12, 1e-9] {
      let whole = try Self.diagram(sizes, bias: bias, scale: scale)
      var bare = whole
      bare.weightChanges = [:]
      var weightless = bare
      weightless.showsWeights = false
      for diagram in [whole, bare, weightless] {
        let drawing = NetworkDrawing(diagram, title: "Network", description: "").drawing
        expectNoneMeet(drawing, "\(sizes) by \(scale)")
        // Beside another figure there is less room, but for the targets as much.
        let small = NetworkDrawing(diagram, title: "Network", description: "", isSmall: true).drawing
        let card = Box(x: 0, y: 0, width: small.width, height: small.height)
        for label in small.textBoxes where label.text.hasPrefix("t = ") {
          #expect(card.contains(label.box), "\(sizes) by \(scale): \(label)")
        }
        // Every unit has its a and its δ: the overlaps are not avoided by leaving labels out.
        let texts = drawing.textBoxes.map { $0.text }
        let units = sizes.dropFirst().reduce(0, +)
        #expect(texts.count { $0.hasPrefix("a") && $0.contains(" = ") } == units)
        #expect(texts.count { $0.hasPrefix("δ") && $0.contains(" = ") } == units)
        #expect(texts.count { $0.hasPrefix("t = ") } == sizes[sizes.count - 1])
      }
    }
  }

  /// Every shape of up to four layers of these widths, with every combination of what can be shown.
  @Test(arguments: [1, 2, 5, 9, 12])
  func noLabelMeetsAnotherInAnyShape(_ first: Int) throws {
    let widths = [1, 3, 6, 12]
    var shapes = widths.map { [first, $0] }
    for second in widths {
      shapes += widths.map { [first, second, $0] }
      for third in widths where third >= second {
        shapes.append([first, second, third, (first + third) % 12 + 1])
      }
    }
    for sizes in shapes {
      let whole = try Self.diagram(sizes, bias: sizes.count % 2 == 0 ? 1 : nil, scale: -9.87654)
      for shown in 0..<32 {
        var diagram = whole
        if shown & 1 == 0 { diagram.totalInputs = [] }
        if shown & 2 == 0 { diagram.deltas = [] }
        if shown & 4 == 0 { diagram.weightChanges = [:] }
        diagram.showsOutputs = shown & 8 != 0
        diagram.showsWeights = shown & 16 != 0
        let drawing = NetworkDrawing(diagram, title: "Network", description: "").drawing
        expectNoneMeet(drawing, "\(sizes) \(shown)")
      }
    }
  }

  @Test func weightsBesideAnotherFigureDoNotMeet() throws {
    for sizes in Self.shapes {
      let diagram = Figure.NetworkDiagram(
        network: try FigureSamples.network(sizes, bias: 1), letters: ["i", "j", "k", "l", "m"])
      expectNoneMeet(
        NetworkDrawing(diagram, title: "", description: "", isSmall: true).drawing, "\(sizes)")
    }
  }

  /// Small networks show all their numbers; if some are left out, the picture says so.
  @Test func whatIsLeftOutIsSaid() throws {
    func texts(_ sizes: [Int], bias: Double?) throws -> [String] {
      NetworkDrawing(try Self.diagram(sizes, bias: bias), title: "", description: "").drawing.textBoxes
        .map { $0.text }
    }
    let small = try texts([2, 2, 1], bias: 1)
    #expect(small.count { $0.hasPrefix("Δ ") } == 9 && !small.contains { $0.contains("left out") })
    let large = try texts([8, 8, 8], bias: 1)
    #expect(!large.contains { $0.hasPrefix("Δ ") } && large.contains { $0.contains("left out") })
    let crowded = try texts([12, 12, 2], bias: nil)
    #expect(!crowded.contains { $0.hasPrefix("a") && $0.contains(" = ") })
    #expect(crowded.contains { $0.contains("There are too many units to show their numbers") })
    #expect(crowded.contains { $0.contains("Only the 160 largest of these 168 weights") })
  }

  @Test func layersThatAreSkippedDoNotMatter() throws {
    for sizes in [[2, 2, 1], [2, 5, 3], [3, 3, 3, 3]] {
      let diagram = try Self.diagram(sizes, bias: 1, skip: true)
      expectNoneMeet(NetworkDrawing(diagram, title: "", description: "").drawing, "\(sizes)")
    }
  }
}
