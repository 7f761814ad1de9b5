import BackpropLanguage
import Testing

/// A sweep names the seeds that are stuck, with a target or without.
@Suite struct SweepTests {
  /// A relu unit with a negative weight has output 0 for input 1, and so has no gradient: E stays 1/2. From
  /// any other weight, Δw = η (1 - w) takes it to 1.
  @Test(arguments: ["", ", until total E < 0.0001"])
  func seedsThatAreStuckAreNamed(_ until: String) throws {
    let notebook = Notebook()
    notebook.run("patterns one:\n  1 -> 1\nnetwork dead: 1-1 relu")
    var dead: [Int] = []
    for seed in 1...8 {
      notebook.run("weights uniform -0.5 0.5, seed \(seed)")
      if try #require(notebook.weights.first) < 0 { dead.append(seed) }
    }
    try #require(dead.count > 1 && dead.count < 8)
    let seeds = dead.dropLast().map { "\($0)" }.joined(separator: ", ") + " and \(dead[dead.count - 1])"
    let text = notebook.run("sweep seeds 1..8, train 40 epochs, η 0.5" + until)
    let words = until.isEmpty ? "E stays far above the least with" : "not reached with"
    #expect(text.contains("η 0.5: \(words) seeds \(seeds)\n"))
    guard case .figure(let figure)? = notebook.shown.last?.content, case .chart(let chart) = figure.content
    else {
      Issue.record("there is no plot")
      return
    }
    #expect(chart.curves.count == 8)
    guard until.isEmpty else { return }
    let stuck = chart.curves.filter { $0.name == "η 0.5, stuck: seeds \(seeds)" }
    #expect(stuck.map { $0.detail } == dead.map { "seed \($0)" })
  }

  /// A run that still falls is slow, not stuck.
  @Test func slowIsNotStuck() {
    let notebook = Notebook()
    notebook.run("patterns one:\n  1 -> 1\nnetwork slow: 1-1 linear")
    #expect(!notebook.run("sweep seeds 1..8, train 4 epochs, η 0.5").contains("stays"))
  }
}
