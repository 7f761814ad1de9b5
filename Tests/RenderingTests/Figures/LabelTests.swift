import BackpropLanguage
import Testing

@testable import Rendering

@Suite struct LabelTests {
  @Test func powersWithADecimalPoint() {
    #expect(Label("n^0.5 + 1").runs.map { $0.text } == ["n", "0.5", " + 1"])
    #expect(Label("n^2.").runs.map { $0.text } == ["n", "2", "."])
  }

  @Test func setsTheSubscriptsOfQuantitiesLow() {
    #expect(Label("w_i1j2").runs == [.init(text: "w", script: .none), .init(text: "i1j2", script: .low)])
    #expect(Label("½ Σ_k (t_k - y_k)^2").ascii == "½ Σ_k (t_k − y_k)^2")
    #expect(Label("Δw_jk").runs.count == 2)
  }

  /// Symbols with the number of a layer, powers in brackets, and negative ones.
  @Test func raisesWhatIsInBrackets() {
    func scripts(_ text: String) -> [String] {
      Label(text).runs.map { run in
        switch run.script {
        case .none: run.text
        case .low: "low " + run.text
        case .high: "high " + run.text
        }
      }
    }
    #expect(scripts("z^2_j") == ["z", "high 2", "low j"])
    #expect(scripts("W^{[1]}_{ji}") == ["W", "high [1]", "low ji"])
    #expect(scripts("(w^{(3)})^T") == ["(w", "high (3)", ")", "high T"])
    #expect(scripts("η 0.5^(n/100)") == ["η 0.5", "high (n/100)"])
    #expect(scripts("10^-6 n") == ["10", "high −6", " n"])
    #expect(scripts("w_jk'") == ["w", "low jk'"])
    for unfinished in ["a^", "a^{2", "a^()", "a_{", "^^", "a^-"] {
      #expect(Label(unfinished).runs.map { $0.script } == [.none], "\(unfinished)")
    }
  }

  @Test func leavesOtherWordsAlone() {
    #expect(Label("iris_setosa").runs == [.init(text: "iris_setosa", script: .none)])
    #expect(Label("my_net").runs.count == 1)
    #expect(Label(plain: "w_ij").runs.count == 1)
  }

  @Test func isShortenedToItsRoom() {
    let label = Label(String(repeating: "long ", count: 20)).shortened(to: 10)
    #expect(label.width <= 10 && label.text.hasSuffix("…"))
    #expect(Label("short").shortened(to: 10) == Label("short"))
  }

  /// Shortened labels fit the width and remain distinct.
  @Test func shortenedNamesAreStillTold() {
    let names = [
      "an update after every 16 patterns", "an update after every 32 patterns", "one update per pattern",
      "η 0.5",
    ]
    for width in [6.0, 10, 14, 30] {
      let labels = Label.distinct(names, width: width)
      #expect(Set(labels.map { $0.text }).count == names.count, "\(labels.map { $0.text })")
      #expect(labels.allSatisfy { $0.width <= width })
    }
    #expect(Label.distinct(names, width: 10)[1].text == "… 32 patterns")
    #expect(Label.distinct(names, width: 40).map { $0.text } == names)
    let alike = [String](repeating: "x", count: 3).enumerated().map {
      String(repeating: "y", count: 4000 + $0.0)
    }
    #expect(Set(Label.distinct(alike, width: 10).map { $0.text }).count == 3)
  }

  @Test(arguments: ["a", "花", "w_i1j1 ", "e\u{301}"])
  func aLongTextIsShortenedAtOnce(_ letter: String) {
    let label = Label(String(repeating: letter, count: 100_000)).shortened(to: 10)
    #expect(label.width <= 10 && label.width > 7)
    #expect(label.text.hasSuffix("…"))
  }
}
