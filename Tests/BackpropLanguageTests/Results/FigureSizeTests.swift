import Testing

@testable import BackpropLanguage

@Suite struct FigureSizeTests {
  @Test(arguments: [
    "plot error", "plot error | network", "animate step 2", "animate training",
    "sweep seeds 1..2, train 5 epochs",
  ])
  func everyFigureIsAsWideAsAsked(_ drawn: String) {
    let notebook = Notebook()
    notebook.run("patterns xor\nnetwork 2-2-1, bias\ntrain 5 epochs")
    for (size, isWide) in [("", false), (", size usual", false), (", size wide", true)] {
      notebook.run(drawn + size)
      let figures: [Figure] =
        switch notebook.shown.last?.content {
        case .figure(let figure): figure.parts
        case .animation(let animation): animation.frames.flatMap { $0.figures }.flatMap { $0.parts }
        default: []
        }
      #expect(!figures.isEmpty)
      #expect(figures.allSatisfy { $0.isWide == isWide }, "\(drawn + size)")
    }
  }
}
