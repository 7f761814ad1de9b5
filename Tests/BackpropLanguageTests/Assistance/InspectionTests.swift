import BackpropLanguage
import Rendering
import Testing

@Suite struct InspectionTests {
  private func inspect(_ cell: String, at offset: Int, after setup: String = "network 2-2-1\npatterns xor")
    -> String?
  {
    let notebook = Notebook()
    notebook.run(setup)
    let document = Assistance.inspect(cell, at: offset, in: notebook.session.snapshot)
    return document.map { Renderer().rendition(of: $0)["text/plain"] ?? "" }
  }

  @Test func aCommandTellsHowItIsWrittenItsOptionsWithDefaultsAndAnExample() throws {
    let text = try #require(inspect("train 100 epochs", at: 2))
    #expect(text.contains("train [N epochs], OPTIONS"))
    #expect(text.contains("the learning rate (0.5"))
    #expect(text.contains("train 5000 epochs, η 0.5, α 0.9, batch, until total E < 0.01"))
  }

  @Test func anOptionTellsWhatItDoes() throws {
    let text = try #require(inspect("train 100 epochs, batch 16", at: 19))
    #expect(text.contains("update after the whole set, or after every N patterns"))
  }

  @Test func aQuantityTellsWhatItMeansAndHowItIsDefined() throws {
    let text = try #require(inspect("print δ_j1", at: 7))
    #expect(text.contains("back-propagated error"))
    #expect(text.contains("no value yet"))
    let output = try #require(inspect("print y_j1", at: 7))
    #expect(output.contains("1a y_j1 = g(a_j1)"))
    let ascii = inspect("print delta_j1", at: 12)
    #expect(ascii == text)
  }

  /// XOR weights found by hand, bias unit -1: δ_k is 0.003945 for the pattern 01
  /// (Tests/Golden/worked-examples.json).
  @Test func aQuantityTellsItsPresentValue() throws {
    let setup = """
      network 2-2-1, bias -1
      w_ij = [6 2; 4 5; 4 5]
      w_jk = [4; -8; 8]
      forward 0 1 -> 1
      backward
      """
    let text = try #require(inspect("δ_k", at: 0, after: setup))
    #expect(text.contains("0.003945"))
  }

  /// What there is to derive is given away neither by Shift-Tab in a derivation, nor by help.
  @Test(arguments: ["check δ_k = δ_k", "help δ_k", "help Δw_jk", "help δ_j", "check Δw_jk = 0"])
  func theEquationOfWhatIsDerivedIsLeftOut(_ line: String) throws {
    let place = line.unicodeScalars.count - 1
    let notebook = Notebook()
    _ = notebook.outcome(of: "network 2-2-1")
    let shown = line.hasPrefix("help") ? notebook.outcome(of: line).1 : ""
    let inspected = inspect(line, at: min(place, 6), after: "network 2-2-1") ?? ""
    for text in [shown, inspected] {
      for result in ["(t_k - y_k)", "Σ_k", "δ_k y_j"] { #expect(!text.contains(result)) }
    }
    if line.hasPrefix("help") { #expect(shown.contains("explain")) }
  }

  @Test func aNetworkTellsItsLayers() throws {
    let text = try #require(inspect("use net", at: 5))
    #expect(text.contains("hidden"))
  }

  @Test func onlyTheLineIsLookedAt() throws {
    let before = "forward 1\n" + String(repeating: "\\begin{aligned} $$ \"\n", count: 3)
    let text = try #require(inspect(before + "train 100", at: before.unicodeScalars.count + 2))
    #expect(text.contains("train [N epochs], OPTIONS"))
    let long = String(repeating: "x + ", count: 5000)
    #expect(inspect(long + "E", at: 20_000) == nil)
    #expect(inspect(long + "\nE", at: 20_001)?.contains("the error of the presented pattern") == true)
  }

  /// Hovering over E in an editor does not wait until it has been computed over every pattern.
  @Test func aValueThatTakesLongIsLeftOut() throws {
    let notebook = Notebook()
    notebook.run("network 64-40-10, bias\npatterns digits")
    let document = try #require(
      Assistance.inspect("total E", at: 6, in: notebook.session.snapshot, isInterrupted: { true }))
    let text = Renderer().rendition(of: document)["text/plain"] ?? ""
    #expect(text.contains("takes a long time"))
    #expect(inspect("total E", at: 6)?.contains("takes a long time") == false)
  }

  @Test func whereThereIsNothingToSayNothingIsSaid() {
    #expect(inspect("0.5", at: 1) == nil)
    #expect(inspect("", at: 0) == nil)
  }
}
