import Backprop
import BackpropLanguage
import TestSupport
import Testing

/// Every cell gets an answer, whatever it contains: no crash, no endless loop. The cells are damaged versions
/// of those in the other tests.
@Suite struct FuzzTests {
  private static let cells = Result {
    try some(Program.all(in: "Programs") + Program.all(in: "Mistakes")).flatMap(\.cells).map(\.source)
  }
  private static let pieces: [Unicode.Scalar] = Array(
    " \t\n#,;:-=+*/^()[]{}_'\"\\\\<>|.→←ΣΔ∂δηw0129ijkqaE%!?💥\u{301}\u{0}²⁽⁾⁻√⊙∇ᵀ𝛿𝑤ﬁ′−…≔\u{2009}\u{20D7}"
      .unicodeScalars)

  private static func damaged(_ cell: String, _ generator: inout SplitMix64) -> String {
    var scalars = Array(cell.unicodeScalars)
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let place = Int.random(in: 0...scalars.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0 where place < scalars.count: scalars.remove(at: place)
      case 1 where place < scalars.count: scalars[place] = pieces.randomElement(using: &generator) ?? " "
      case 2:
        let end = Int.random(in: place...scalars.count, using: &generator)
        scalars.removeSubrange(place..<end)
      default: scalars.insert(pieces.randomElement(using: &generator) ?? " ", at: place)
      }
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// Numbers with more digits could create more weights than a test should.
  private static func isSmall(_ cell: String) -> Bool {
    var digits = 0
    for scalar in cell.unicodeScalars {
      digits = ("0"..."9").contains(scalar) ? digits + 1 : 0
      if digits > 4 { return false }
    }
    return true
  }

  @Test(arguments: 1...4)
  func damagedCellsAreAnswered(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor\nforward 2\nbackward")
    for cell in try Self.cells.get().shuffled(using: &generator).prefix(120) {
      let damaged = Self.damaged(cell, &generator)
      let offset = Int.random(in: 0...damaged.unicodeScalars.count, using: &generator)
      let snapshot = notebook.session.snapshot
      _ = Assistance.complete(damaged, at: offset, in: snapshot)
      _ = Assistance.inspect(damaged, at: offset, in: snapshot)
      _ = Assistance.completeness(damaged)
      guard Self.isSmall(damaged) else { continue }
      if case .failed(let report) = notebook.outcome(of: damaged, interruptedAfter: 40).0 {
        #expect(!report.text.isEmpty)
      }
    }
  }
}
