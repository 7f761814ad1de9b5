import BackpropLanguage
import Foundation
import Testing

@testable import Rendering

/// Lines as an SVG reader understands them.
@Suite struct PathDataTests {
  /// The places that a path visits, in hundredths, each with whether the pen draws on the way there, by the
  /// grammar of SVG 1.1, section 8.3.9, for M, m and l.
  private func places(_ data: String) throws -> [(x: Int, y: Int, draws: Bool)] {
    var numbers: [Double] = []
    var commands: [(Character, [Double])] = []
    var number = ""
    func endNumber() throws {
      if !number.isEmpty { numbers.append(try #require(Double(number))) }
      number = ""
    }
    for character in data + "z" {
      switch character {
      case "-":
        try endNumber()
        number = "-"
      case ".":
        if number.contains(".") { try endNumber() }
        number.append(number.isEmpty || number == "-" ? "0." : ".")
      case " ": try endNumber()
      case "0"..."9": number.append(character)
      default:
        try endNumber()
        if !commands.isEmpty { commands[commands.count - 1].1 = numbers }
        commands.append((character, []))
        numbers = []
      }
    }
    var at = (x: 0, y: 0)
    var places: [(x: Int, y: Int, draws: Bool)] = []
    for (command, numbers) in commands where command != "z" {
      #expect(numbers.count.isMultiple(of: 2) && !numbers.isEmpty)
      for pair in stride(from: 0, to: numbers.count - 1, by: 2) {
        let (x, y) = (Int((numbers[pair] * 100).rounded()), Int((numbers[pair + 1] * 100).rounded()))
        at = command == "M" ? (x, y) : (at.x + x, at.y + y)
        places.append((at.x, at.y, command == "l"))
      }
    }
    return places
  }

  private let spots = [
    Spot(0, 0), Spot(0.5, 0.25), Spot(1.5, 0.75), Spot(-3, 0.75), Spot(-2.99, 100), Spot(1.004, 1.006),
    Spot(1, 1), Spot(-0.07, -0.3), Spot(12345.67, 8),
  ]

  @Test func aLineVisitsItsSpots() throws {
    let places = try places(PathData.line(spots))
    #expect(places.map { $0.x } == spots.map { Int(($0.x * 100).rounded()) })
    #expect(places.map { $0.y } == spots.map { Int(($0.y * 100).rounded()) })
    #expect(places.map { $0.draws } == [false] + spots.dropFirst().map { _ in true })
    #expect(PathData.line([]).isEmpty)
  }

  @Test func segmentsAreAllDrawn() throws {
    // The second begins where the first ends, the third ends there, and the last one is apart.
    let ends = [
      Spot(0, 0), Spot(1, 1), Spot(1, 1), Spot(2, 0), Spot(3.5, 0.5), Spot(2, 0), Spot(7, 7), Spot(8, 8),
    ]
    let places = try places(PathData.segments(ends))
    var drawn: Set<[Int]> = []
    for (from, to) in zip(places, places.dropFirst()) where to.draws {
      drawn.insert([from.x, from.y, to.x, to.y])
    }
    let wanted = stride(from: 0, to: ends.count, by: 2).map { [ends[$0], ends[$0 + 1]] }
    for line in wanted {
      let forth = line.flatMap { [Int($0.x * 100), Int($0.y * 100)] }
      #expect(drawn.contains(forth) || drawn.contains(Array(forth[2...] + forth[..<2])))
    }
    #expect(drawn.count == wanted.count)
    #expect(places.filter { !$0.draws }.count == 2)
  }

  /// What is left out of a line is no further from it than it says.
  @Test(arguments: [0.1, 0.2, 1.5]) func aStraightenedLineIsNear(_ tolerance: Double) {
    // There and back, too.
    let spots = (0..<2000).map { Spot(300 + 250 * cos(Double($0) / 200), 200 * sin(Double($0) / 131)) }
    let line = Polyline.straightened(spots, tolerance: tolerance)
    #expect(line.count < spots.count / 8)
    #expect(line.first == spots.first && line.last == spots.last)
    for spot in spots {
      let distance = zip(line, line.dropFirst()).map { from, to -> Double in
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        let share = min(
          max(((spot.x - from.x) * dx + (spot.y - from.y) * dy) / (dx * dx + dy * dy), 0), 1)
        return hypot(spot.x - from.x - share * dx, spot.y - from.y - share * dy)
      }.min()
      #expect((distance ?? .infinity) <= tolerance + 1e-9)
    }
    let straight = (0...100).map { Spot(Double($0), 3 * Double($0)) }
    #expect(Polyline.straightened(straight, tolerance: tolerance) == [straight[0], straight[100]])
  }
}
