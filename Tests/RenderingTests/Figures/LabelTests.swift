import BackpropLanguage
import Testing

@testable import Rendering

@Suite struct LabelTests {
  @Test func setsTheSubscriptsOfQuantitiesLow() {
    #expect(Label("w_i1j2").runs == [.init(text: "w", script: .none), .init(text: "i1j2", script: .low)])
    #expect(Label("½ Σ_k (t_k - y_k)^2").ascii == "½ Σ_k (t_k − y_k)^2")
    #expect(Label("Δw_jk").runs.count == 2)
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
}
