import Backprop
import Testing

@testable import BackpropLanguage

@Suite struct DefinitionsTests {
  /// Compared with an array of pairs, through random changes and copies.
  @Test(arguments: [1, 2, 3]) func behavesLikeAList(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var definitions = Definitions()
    var list: [(name: String, formula: Formula)] = []
    for step in 0..<3000 {
      let name = "n\(Int.random(in: 0..<400, using: &generator))"
      let copy = definitions
      let before = list
      list.removeAll { $0.name == name }
      if Bool.random(using: &generator) {
        let formula = Formula.number(Double(step), spelling: "\(step)")
        definitions[name] = formula
        list.append((name, formula))
      } else {
        definitions[name] = nil
      }
      #expect(definitions[name] == list.last { $0.name == name }?.formula)
      #expect(definitions.count == list.count)
      guard step % 100 == 0 else { continue }
      #expect(definitions.names == list.map(\.name))
      #expect(copy.names == before.map(\.name))
      #expect(before.allSatisfy { copy[$0.name] == $0.formula })
    }
  }

  @Test func namesThatAreSetAnewGoToTheEnd() {
    var definitions: Definitions = ["a": .constant(.pi), "b": .constant(.e)]
    definitions["a"] = .constant(.e)
    #expect(definitions.names == ["b", "a"] && definitions["a"] == .constant(.e))
    definitions["b"] = nil
    definitions["c"] = nil
    #expect(definitions.names == ["a"] && definitions.count == 1 && definitions["b"] == nil)
  }
}
