import BackpropLanguage
import Testing

@testable import Rendering

@Suite struct TrainingBundleTests {
  private func html(_ report: TrainingReport) -> String {
    TrainingBundle(digits: 6).entries(report).first { $0.type == "text/html" }?.text ?? ""
  }

  private func curve(_ errors: [Double]) -> [TrainingReport.Point] {
    errors.enumerated().map { .init(epoch: $0.offset + 1, error: $0.element) }
  }

  @Test func showsTheCurveWithItsNumbers() {
    let report = TrainingReport(epoch: 3, epochs: 100, error: 0.2, curve: curve([0.5, 0.3, 0.2]))
    let html = html(report)
    #expect(HTMLWriterTests.isWellFormed(html))
    #expect(html.contains(">0.4</text>") && html.contains("width:3%"))
  }

  /// Ten of these are sent per second, so each stays small.
  @Test func staysSmallForAMillionEpochs() {
    let errors = (1...4000).map { epoch -> Double in 1 / Double(epoch) + 0.01 * Double(epoch % 2) }
    #expect(html(TrainingReport(epoch: 1, epochs: 2, curve: curve(errors))).utf8.count < 8000)
  }

  @Test(arguments: [
    [], [1], [.nan, .nan], [1, .infinity, 0.5], [0, 0, 0], [1e-300, 1e-301], [1e300, 1e308],
  ])
  func survivesNastyErrors(_ errors: [Double]) {
    for isSweep in [false, true] {
      let points = curve(errors)
      let report = TrainingReport(
        epoch: 1, epochs: 0, curve: points, sweep: isSweep ? .init(done: 1, runs: 0, curves: [points]) : nil)
      let html = html(report)
      #expect(HTMLWriterTests.isWellFormed(html))
      #expect(!html.contains("nan") && !html.contains("inf"))
    }
  }

  @Test func aSweepShowsTheCurvesOfTheRunsThatAreOver() {
    let curves = (1...60).map { curve([1, 0.5, 0.001 * Double($0)]) }
    let html = html(
      TrainingReport(epoch: 180, epochs: 600, sweep: .init(done: 60, runs: 200, curves: curves)))
    #expect(HTMLWriterTests.isWellFormed(html))
    #expect(html.components(of: "stroke=\"#1e9e74\"") == 60)
    #expect(html.contains("width:30%"))
    #expect(html.utf8.count < 20_000)
  }
}
