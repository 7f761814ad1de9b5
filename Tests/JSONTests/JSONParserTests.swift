import Testing

@testable import JSON

/// Messages are parsed leniently.
let lenient: JSONRules = {
  var rules = JSONRules()
  rules.mostDepth = 200
  rules.refusesRepeatedNames = false
  rules.refusesLoneSurrogates = false
  rules.refusesByteOrderMark = true
  return rules
}()

func parse(_ text: String, rules: JSONRules = JSONRules()) throws(JSONError) -> JSONValue {
  try JSONValue(parsing: Array(text.utf8), rules: rules)
}

@Suite struct JSONParserTests {
  /// The example of RFC 8259, section 13.
  @Test func anObject() throws {
    let value = try parse(
      """
      {
        "Image": {
            "Width":  800,
            "Title":  "View from 15th Floor",
            "Animated" : false,
            "IDs": [116, 943, 234, 38793]
          }
      }
      """)
    #expect(
      value == [
        "Image": [
          "Width": 800, "Title": "View from 15th Floor", "Animated": false, "IDs": [116, 943, 234, 38793],
        ]
      ])
  }

  @Test func everyKind() throws {
    #expect(
      try parse(#" {"a": [1, -2.5e1, "x", true, false, null], "b": {} , "c":[ ]} "#)
        == ["a": [1, -25.0, "x", true, false, nil], "b": [:], "c": []])
  }

  /// The surrogate pair of RFC 8259, section 7, and half of one.
  @Test func escapes() throws {
    #expect(try parse(#""\"\\\/\b\f\n\r\t\u00e9\uD834\uDD1E""#) == "\"\\/\u{8}\u{C}\n\r\té\u{1D11E}")
    #expect(try parse(#""\u03b4\ud834\udd1e\b\f\/""#) == "δ𝄞\u{8}\u{c}/")
    #expect(
      try parse(#""\ud834x\udd1e\ud834\u0041""#, rules: lenient) == "\u{fffd}x\u{fffd}\u{fffd}A")
  }

  @Test func membersKeepTheirOrder() throws {
    guard case .object(let members) = try parse(#"{"b":1,"a":2,"c":3}"#) else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.name) == ["b", "a", "c"])
  }

  @Test func ofMembersWithOneNameTheLastCountsOrNone() throws {
    #expect(try parse(#"{"a":1,"a":2}"#, rules: lenient) == ["a": 2])
    #expect(throws: JSONError(reason: .repeatedName("a"), index: 7)) { try parse(#"{"a":1,"a":2}"#) }
  }

  /// Names are found among many as well as among few.
  @Test(arguments: [2, 15, 16, 17, 100]) func aNameThatRepeatsAmongMany(count: Int) throws {
    let members = (0..<count).map { #""\#($0)":\#($0)"# }
    let text = "{" + (members + [#""1":-1"#, #""\#(count - 1)":-2"#]).joined(separator: ",") + "}"
    #expect(throws: JSONError.self) { try parse(text) }
    let value = try parse(text, rules: lenient)
    guard case .object(let read) = value else {
      Issue.record("no object")
      return
    }
    #expect(read.count == count)
    #expect(value["0"] == 0)
    #expect(value["\(count - 1)"] == -2)
  }

  /// Texts that every parser must refuse. Seriot, Parsing JSON is a minefield (JSONTestSuite, n_*).
  @Test(arguments: [
    "", " ", "{", "[", "]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
    "{'a':1}", "[1}", "[[1]", "01", "-", "-01", "1.", ".5", "+1", "1e", "1e+", "0x1", "NaN", "Infinity",
    "-Infinity", "tru", "True", "nul", "\"", "\"a", "\"\t\"", "\"a\nb\"", "\"\\x\"", "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\", "\"\\u", "\"\\ud834\\", "\"\\ud834\\u", "1 2", "1 1", "[1]x", "[1]//", "/**/1", "1e400", "-1e400",
    "\u{0}", "[\u{A0}1]", "'a'",
  ]) func refused(text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
    #expect(throws: JSONError.self) { try parse(text, rules: lenient) }
  }

  /// Half a pair of surrogates.
  @Test(arguments: ["\"\\uD800\"", "\"\\uD800\\u0041\"", "\"\\uDC00\""]) func refusedUnlessLenient(
    text: String
  ) {
    #expect(throws: JSONError.self) { try parse(text) }
    #expect(throws: Never.self) { try parse(text, rules: lenient) }
  }

  @Test func aByteOrderMarkIsLetPassWhereTheRulesSaySo() throws {
    #expect(try parse("\u{FEFF}true") == true)
    #expect(throws: JSONError.self) { try parse("\u{feff}1", rules: lenient) }
  }

  /// Texts that it must accept (JSONTestSuite, y_*).
  @Test(
    arguments: [
      ("[]", .array([])), ("{}", .object([])), (" null ", .null), ("-0", .number(-0.0)),
      ("1E22", .number(1e22)), ("123.456e-2", .number(1.23456)), ("[[] ]", .array([.array([])])),
      ("\"\u{7F}\"", .string("\u{7F}")), ("\"\\u0000\"", .string("\u{0}")),
    ] as [(String, JSONValue)]) func accepted(text: String, value: JSONValue) throws
  { #expect(try parse(text) == value) }

  @Test func whatFitsNoIntegerIsANumber() throws {
    guard case .integer(.max) = try parse("9223372036854775807"),
      case .number(0x1p63) = try parse("9223372036854775808"),
      case .number(let zero) = try parse("-0"), zero.sign == .minus
    else {
      Issue.record("another kind of number")
      return
    }
  }

  @Test func whatIsNoUTF8IsRefused() {
    let invalid = JSONError(reason: .notText, index: 0)
    #expect(throws: invalid) { try JSONValue(parsing: [0x22, 0xff, 0x22]) }
    #expect(throws: invalid) { try JSONValue(parsing: [0x22, 0xed, 0xa0, 0x80, 0x22]) }
  }

  @Test(arguments: [JSONRules(), lenient]) func depthIsCapped(rules: JSONRules) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try parse(nested(rules.mostDepth), rules: rules)
    let tooDeep = JSONError(reason: .tooDeep, index: rules.mostDepth)
    #expect(throws: tooDeep) { try parse(nested(rules.mostDepth + 1), rules: rules) }
    #expect(throws: tooDeep) { try parse(nested(1_000_000), rules: rules) }
    #expect(throws: tooDeep) { try parse(String(repeating: "[", count: 1_000_000), rules: rules) }
  }
}
