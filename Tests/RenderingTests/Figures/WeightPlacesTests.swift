import BackpropLanguage
import Testing

@testable import Rendering

/// One can tell to which line the number of a weight belongs.
@Suite struct WeightPlacesTests {
  @Test func aLineMeetsABoxThatItPasses() {
    let box = Box(x: 10, y: 10, width: 10, height: 10)
    #expect(WeightPlaces.meets([Spot(0, 0), Spot(30, 30)], box))
    #expect(WeightPlaces.meets([Spot(15, 0), Spot(15, 40)], box))
    #expect(!WeightPlaces.meets([Spot(0, 0), Spot(9, 9)], box))
    #expect(!WeightPlaces.meets([Spot(0, 25), Spot(30, 25)], box))
    #expect(!WeightPlaces.meets([Spot(0, 15), Spot(25, 40)], box))
  }

  /// A weight and its change in a frame, on its own line, with no other line through the middle of the frame.
  @Test(arguments: [[2, 2, 1], [2, 2, 2], [2, 3, 1], [3, 1]])
  func everyChangeIsOnItsOwnLineAlone(_ sizes: [Int]) throws {
    let diagram = try NetworkLabelTests.diagram(sizes, bias: 1)
    let drawing = NetworkDrawing(diagram, title: "", description: "").drawing
    let lines = drawing.allMarks.compactMap { mark -> [Spot]? in
      if case .path(let spots, _, nil, .some) = mark { spots } else { nil }
    }
    let frames = drawing.allMarks.compactMap { mark -> Box? in
      if case .rectangle(let box, .card, .some, 3, nil) = mark { box } else { nil }
    }
    #expect(frames.count == lines.count && lines.count == diagram.weightChanges.count)
    for frame in frames {
      let middle = Box(x: frame.centre.x - 1, y: frame.centre.y - 1, width: 2, height: 2)
      #expect(lines.count { WeightPlaces.meets($0, middle) } == 1, "\(sizes): \(frame)")
      #expect(lines.count { WeightPlaces.meets($0, frame) } <= 3, "\(sizes): \(frame)")
    }
  }

  /// What a step shows later moves no number that it shows already.
  @Test func numbersStayWhereTheyAre() throws {
    var whole = try NetworkLabelTests.diagram([2, 2, 2], bias: 1)
    whole.leavesRoom = true
    var bare = whole
    bare.totalInputs = [[], [], []]
    bare.deltas = bare.totalInputs
    bare.targets = []
    func places(_ diagram: Figure.NetworkDiagram) -> [Spot] {
      NetworkDrawing(diagram, title: "", description: "").drawing.allMarks.compactMap { mark in
        if case .rectangle(let box, .card, .some, 3, nil) = mark { box.centre } else { nil }
      }
    }
    #expect(places(bare) == places(whole) && places(bare).count == 12)
  }

  @Test func aFrozenWeightHasNoChange() throws {
    var diagram = try NetworkLabelTests.diagram([2, 1], bias: 1)
    let weights = diagram.network.projections[0].weights
    let frozen = (0..<weights.elements.count).map { $0 < weights.columns }
    try diagram.network.setFrozen(frozen, ofProjection: 0)
    let texts = NetworkDrawing(diagram, title: "", description: "").drawing.textBoxes.map { $0.text }
    #expect(texts.count { $0 == "frozen" } == 1 && texts.count { $0.hasPrefix("Δ ") } == 2)
  }
}
