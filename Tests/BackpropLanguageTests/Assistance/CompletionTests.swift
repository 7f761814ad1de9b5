import BackpropLanguage
import Testing

@Suite struct CompletionTests {
  /// Completes at the bar: `for|w` means a cursor after `for`.
  private func complete(_ cell: String, after setup: String = "network 2-2-1\npatterns xor") -> Completions {
    let notebook = Notebook()
    if !setup.isEmpty { notebook.run(setup) }
    let parts = cell.split(separator: "|", omittingEmptySubsequences: false)
    let offset = parts[0].unicodeScalars.count
    return Assistance.complete(parts.joined(), at: offset, in: notebook.session.snapshot)
  }

  private func texts(_ cell: String, after setup: String = "network 2-2-1\npatterns xor") -> [String] {
    complete(cell, after: setup).items.map(\.text)
  }

  @Test func commandsAtTheStartOfALine() {
    #expect(texts("ba|") == ["backward"])
    #expect(texts("network 2-2-1\nfor|") == ["forward"])
    #expect(complete("tra|").items.contains { $0.text == "train" && $0.kind == "command" })
  }

  @Test func theRangeCountsCodePoints() {
    #expect(complete("δ_k\n# 𝛿\nforw|").range == 8..<12)
  }

  @Test func optionsOfThisCommandThatAreNotGivenYet() {
    let options = texts("train 100 epochs, η 0.5, |")
    #expect(options.contains("until") && options.contains("batch"))
    #expect(!options.contains("η") && !options.contains("bias"))
    #expect(texts("network 2-2-1, |") == ["bias", "error"])
  }

  @Test func valuesOfAnOption() {
    #expect(texts("train 100 epochs, rule q|") == ["quickprop"])
    #expect(texts("network 2-2-1, error c|") == ["cross-entropy"])
    #expect(texts("train until t|") == ["total E < "])
  }

  @Test func aBackslashNameBecomesItsSymbol() {
    let completions = complete("print \\del|")
    #expect(completions.items.map(\.text) == ["δ"])
    #expect(completions.range == 6..<10)
    #expect(texts("\\eta|") == ["η"])
  }

  @Test func aBackslashAndAnyLetterOrSignOfAFormula() {
    #expect(texts("\\sigma|") == ["σ"])
    #expect(texts("\\Sig|").isEmpty)
    #expect(texts("print \\lam|") == ["λ"])
    #expect(texts("check \\od|") == ["⊙"])
    #expect(texts("check \\nab|") == ["∇"])
  }

  /// In a notation that numbers layers, a symbol goes on after `^`.
  @Test func layersAboveASymbol() {
    let nielsen = "network 2-2-1, bias\nnotation nielsen"
    #expect(complete("print W^|", after: nielsen).range == 6..<8)
    #expect(texts("print W^|", after: nielsen) == ["W^2", "W^3"])
    #expect(texts("check δ^2 = (W^3|", after: nielsen) == ["W^3"])
    #expect(Set(texts("print z^|", after: nielsen)) == ["z^2", "z^3", "z^2_j", "z^3_k"])
    #expect(texts("print a^1|", after: nielsen).contains("a^1"))
    #expect(texts("print w^2_|", after: nielsen).contains("w^2_21"))
    #expect(texts("print (w^2)^|", after: nielsen) == texts("print |", after: nielsen))
    let ng = "network 2-2-1, bias\nnotation ng"
    #expect(texts("print W^{[|", after: ng) == ["W^{[1]}", "W^{[2]}"])
    #expect(texts("print W^|") == texts("print |"))
  }

  @Test(arguments: ["rule |", "transfer j |", "patterns |", "use |", "network |"])
  func noVectorsWhereNoQuantityStands(_ cell: String) {
    let nielsen = "network 2-2-1, bias\nnotation nielsen"
    #expect(!texts(cell, after: nielsen).contains { $0.contains("^") })
  }

  @Test func asciiNamesOfSymbols() {
    #expect(texts("print delta_k|") == ["δ_k", "δ_k1"])
  }

  @Test func onlyUnitsAndWeightsThatExist() {
    #expect(texts("print δ_j|") == ["δ_j", "δ_j1", "δ_j2"])
    #expect(texts("w_i|") == ["w_ij", "w_i1j1", "w_i1j2", "w_i2j1", "w_i2j2"])
    #expect(texts("w_k|").isEmpty)
    #expect(texts("w_i0|", after: "network 2-2-1, bias") == ["w_i0j1", "w_i0j2"])
    #expect(texts("print w_i|", after: "").isEmpty)
  }

  @Test func onlyWhatFitsThere() {
    #expect(texts("E = t|") == ["t_k", "tanh"])
    #expect(texts("E = δ|").isEmpty && texts("E = acc|").isEmpty)
    #expect(texts("rule mine: Δ|") == ["Δw_ij"])
    #expect(texts("rule mine: Δw_ij = -η ∂E|") == ["∂E/∂w_ij"])
    #expect(!texts("transfer |").contains("i") && texts("transfer |").contains("j"))
    #expect(texts("freeze Δ|", after: "network 2-2-1\npatterns xor\nforward 2\nbackward").isEmpty)
    #expect(texts("print x|") == ["x_i"])
    #expect(texts("help chain|") == ["chain rule"])
  }

  @Test func theBiasSymbolOfANotation() {
    let setup = "network 2-2-1, bias\nforward 1 0 -> 1\nbackward\nnotation course:\n  bias θ"
    #expect(texts("print θ|", after: setup) == ["θ_j", "θ_k"])
    #expect(texts("print Δθ|", after: setup) == ["Δθ_j", "Δθ_k"])
  }

  @Test func names() {
    #expect(texts("use |") == ["net", "xor"])
    #expect(texts("help fr|") == ["freeze", "from"])
    #expect(texts("example ma|") == ["mazur", "macleod"])
    #expect(texts("transfer j t|") == ["tanh"])
    #expect(texts("patterns par|") == ["parity"])
    #expect(texts("forward |") == ["1", "2", "3", "4"])
  }

  @Test func itemsOfAListAfterAComma() {
    #expect(texts("print w_jk, se|") == ["settings"])
    #expect(texts("freeze w_ij, w_j|") == ["w_jk", "w_j1k1", "w_j2k1"])
    #expect(texts("check gr|") == ["gradient"])
    #expect(texts("explain s|").first == "step")
    #expect(texts("plot b|") == ["boundary"])
  }

  @Test func filesInsideQuotes() {
    let completions = Assistance.complete(
      "load \"net", at: 9, in: SessionSnapshot(), files: { $0 == "net" ? ["net.json", "net2.json"] : [] })
    #expect(completions.items.map(\.text) == ["net.json", "net2.json"])
    #expect(completions.range == 6..<9)
  }

  /// Any text with any cursor position gets an answer.
  @Test func neverFails() {
    for cell in ["", " ", "\\", "\"", "_", "w_", "train ,,,", "δ_{", "patterns x:\n  0 1 -> ", "💥 _ \\delta"]
    {
      for offset in -1...(cell.unicodeScalars.count + 1) {
        let completions = Assistance.complete(cell, at: offset, in: SessionSnapshot())
        #expect(completions.range.upperBound <= cell.unicodeScalars.count)
        _ = Assistance.inspect(cell, at: offset, in: SessionSnapshot())
        _ = Assistance.completeness(cell)
      }
    }
  }

  @Test func ofManyNamesAThousandAreOffered() {
    let setup = (1...1500).map { "let many\($0) = 1" }.joined(separator: "\n")
    #expect(complete("many", after: setup).items.count == 1000)
    #expect(complete("many149", after: setup).items.map(\.text).contains("many1499"))
  }
}
