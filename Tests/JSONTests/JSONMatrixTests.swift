import Testing

@testable import JSON

private let packing: JSONRules = {
  var rules = JSONRules()
  rules.packsRows = true
  return rules
}()

/// Lists of lists of numbers are the same values and the same texts, whether or not they are stored as
/// matrices.
@Suite struct JSONMatrixTests {
  @Test func listsOfListsOfNumbersArePacked() throws {
    guard case .object(let members) = try parse(#"{"w": [[1, -2.5], [3e2 , 4]], "n": [5]}"#, rules: packing),
      case .matrix(let rows) = members[0].value, case .array = members[1].value
    else {
      Issue.record("other values")
      return
    }
    #expect((rows.count, rows.columns) == (2, 2))
    #expect(rows.elements == [1, -2.5, 300, 4])
  }

  @Test(arguments: [
    "[]", "[[]]", "[[],[]]", "[[1],[1,2]]", "[[1],2]", "[[1],[\"a\"]]", "[[1],[null]]", "[[[1]]]",
    "[[1],[[1]]]", "[1]",
    "[[1],{}]",
  ]) func othersAreLists(text: String) throws {
    guard case .array = try parse(text, rules: packing) else {
      Issue.record("not a list: \(text)")
      return
    }
    #expect(try parse(text, rules: packing) == parse(text))
  }

  /// Random texts of brackets and numbers, valid and invalid: the same value, or the same mistake at the same
  /// position.
  @Test func whetherPackedOrNotTheValueIsTheSame() {
    var state: UInt64 = 1
    func below(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let pieces = [
      "[", "[", "]", "]", ",", ",", "1", "-2.5", "0", " ", "[1,2]", "[3,4],", "[[5],[6]]", "\"a\"", "null",
      "1e9",
    ]
    var packed = 0
    for _ in 0..<10_000 {
      let text = "[" + (0..<below(12)).map { _ in pieces[below(pieces.count)] }.joined() + "]"
      let both = [packing, JSONRules()].map { rules in
        Result { () throws(JSONError) in try parse(text, rules: rules) }
      }
      #expect(both[0] == both[1], "\(text)")
      if case .success(.matrix) = both[0] { packed += 1 }
    }
    #expect(packed > 10)
  }

  @Test func aMatrixIsWrittenAsListsAre() throws {
    let rows = try #require(JSONValue.Rows(columns: 2, elements: [0.1, -0.0, 1e300, 4]))
    for value in [JSONValue.matrix(rows), .array(rows.lists)] {
      #expect(String(decoding: value.bytes, as: UTF8.self) == "[[0.1,-0.0],[1e+300,4]]")
      let object = JSONValue.object([JSONValue.Member("w", value)])
      #expect(
        String(decoding: object.indentedBytes, as: UTF8.self)
          == "{\n  \"w\": [\n    [0.1, -0.0],\n    [1e+300, 4]\n  ]\n}\n")
    }
    #expect(JSONValue.Rows(columns: 2, elements: [1]) == nil)
    #expect(JSONValue.Rows(columns: 0, elements: []) == nil)
  }

  @Test func writingStopsWhenAskedAndWhereThereIsNoRoom() throws {
    let rows = try #require(JSONValue.Rows(columns: 3, elements: Array(repeating: 0.1, count: 60_000)))
    let whole = JSONValue.matrix(rows).indentedBytes
    var asked = 0
    let again = try JSONValue.matrix(rows).indentedBytes(most: whole.count) {
      asked += 1
      return false
    }
    #expect(again == whole)
    #expect(asked > whole.count >> 17)
    #expect(throws: JSONWritingError.interrupted) {
      try JSONValue.matrix(rows).indentedBytes(most: whole.count) { true }
    }
    #expect(throws: JSONWritingError.tooLarge) {
      try JSONValue.matrix(rows).indentedBytes(most: whole.count - 1) { false }
    }
  }

  @Test func readingStopsWhenAsked() {
    let text = "[" + String(repeating: "[0.5, 1],", count: 60_000) + "[0, 0]]"
    for rules in [packing, JSONRules()] {
      for patience in [0, 1, 5] {
        var asked = 0
        #expect(throws: JSONError(reason: .interrupted, index: 0)) {
          try JSONValue(parsing: Array(text.utf8), rules: rules) {
            asked += 1
            return asked > patience
          }
        }
        #expect(asked == patience + 1)
      }
    }
  }

  @Test func whatIsTooLongIsRefused() throws {
    let string = "\"" + String(repeating: "a", count: 1 << 20) + "\""
    #expect(try parse(string).string?.utf8.count == 1 << 20)
    #expect(throws: JSONError(reason: .tooLong, index: 0)) { try parse("\"a" + string.dropFirst()) }
    #expect(throws: JSONError.self) { try parse("1" + String(repeating: "0", count: 2000)) }
    var rules = JSONRules()
    rules.mostValues = 4
    #expect(try parse("[1,2,3]", rules: rules) == [1, 2, 3])
    #expect(throws: JSONError(reason: .tooMany, index: 7)) { try parse("[1,2,3,4]", rules: rules) }
  }
}
