import Testing

@testable import JupyterKernel

@Suite struct JSONTests {
  func parse(_ text: String) -> JSONValue? { JSONValue(parsing: Array(text.utf8)) }
  func text(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }

  @Test func everyKind() {
    #expect(
      parse(#" {"a": [1, -2.5e1, "x", true, false, null], "b": {} , "c":[ ]} "#)
        == ["a": [1, -25.0, "x", true, false, nil], "b": [:], "c": []])
  }

  @Test func membersAreWrittenByName() {
    #expect(text(["b": [1, 0.5, "δ/\"\\\n\u{1}"], "a": nil]) == #"{"a":null,"b":[1,0.5,"δ/\"\\\n\u0001"]}"#)
    #expect(
      String(decoding: (["a": [1], "b": [:]] as JSONValue).indentedBytes, as: UTF8.self)
        == "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}\n")
  }

  @Test func whatJSONCannotSayBecomesNull() {
    #expect(text([.number(.nan), .number(.infinity), .number(-.infinity)]) == "[null,null,null]")
  }

  @Test(arguments: [0, 1e-5, 1e16, 1e300, .leastNonzeroMagnitude, 0.1, -1.5]) func numbersSurvive(
    number: Double
  ) {
    guard case .number(let read)? = parse(text(.number(number))) else {
      Issue.record("no number")
      return
    }
    #expect(read == number)
  }

  @Test func whatFitsNoIntegerIsANumber() {
    #expect(parse("9223372036854775807") == .integer(.max))
    #expect(parse("9223372036854775808") == .number(0x1p63))
  }

  /// The pairs are those of RFC 8259, section 7, and half of one.
  @Test func escapes() {
    #expect(parse(#""\u03b4\ud834\udd1e\b\f\/""#) == "δ𝄞\u{8}\u{c}/")
    #expect(parse(#""\ud834x\udd1e\ud834\u0041""#) == "\u{fffd}x\u{fffd}\u{fffd}A")
  }

  @Test func ofMembersWithOneNameTheLastCounts() {
    #expect(parse(#"{"a":1,"a":2}"#) == ["a": 2])
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "[1 2]", #"{"a"}"#, #"{"a":}"#, #"{a:1}"#, "01", "1.", ".5", "1e", "+1", "-", "tru",
    "nul",
    #""\x""#, #""\u12g4""#, "\"a\nb\"", #""a"#, "1 1", "NaN", "Infinity", "'a'", "\u{feff}1", "[[1]",
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(parse(text) == nil)
  }

  @Test func whatIsNoUTF8IsRefused() {
    #expect(JSONValue(parsing: [0x22, 0xff, 0x22]) == nil)
    #expect(JSONValue(parsing: [0x22, 0xed, 0xa0, 0x80, 0x22]) == nil)
  }

  @Test func depthHasALimit() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(parse(nested(JSONParser.greatestDepth)) != nil)
    #expect(parse(nested(JSONParser.greatestDepth + 1)) == nil)
    #expect(parse(String(repeating: "[", count: 1_000_000)) == nil)
  }
}
