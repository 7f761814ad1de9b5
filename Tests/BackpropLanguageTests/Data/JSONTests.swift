import Backprop
import Foundation
import Testing

@testable import BackpropLanguage

private func json(_ text: String) throws(FileProblem) -> JSON { try JSON(Array(text.utf8)) }

@Suite struct JSONTests {
  /// The example of RFC 8259, section 13.
  @Test func anObject() throws {
    let value = try json(
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
      value
        == .object([
          JSON.Member(
            "Image",
            .object([
              JSON.Member("Width", .number(800)), JSON.Member("Title", .string("View from 15th Floor")),
              JSON.Member("Animated", .bool(false)),
              JSON.Member("IDs", .array([.number(116), .number(943), .number(234), .number(38793)])),
            ]))
        ]))
  }

  @Test func escapes() throws {
    #expect(
      try json(#""\"\\\/\b\f\n\r\t\u00e9\uD834\uDD1E""#) == .string("\"\\/\u{8}\u{C}\n\r\té\u{1D11E}"))
  }

  /// Texts that a strict parser must refuse, after N. Seriot, Parsing JSON is a minefield (JSONTestSuite, n_*).
  @Test(arguments: [
    "", " ", "[", "]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
    "{'a':1}",
    "[1}", "01", "-", "-01", "1.", ".5", "+1", "1e", "1e+", "0x1", "NaN", "Infinity", "-Infinity", "tru",
    "True",
    "nul", "\"", "\"\t\"", "\"\\x\"", "\"\\u12\"", "\"\\uD800\"", "\"\\uD800\\u0041\"", "\"\\uDC00\"", "1 2",
    "[1]x", "[1]//", "/**/1", "1e400", "-1e400", "{\"a\":1,\"a\":2}", "\u{0}", "[\u{A0}1]",
  ]) func refused(text: String) { #expect(throws: FileProblem.self) { try json(text) } }

  /// Texts that it must accept (JSONTestSuite, y_*).
  @Test(arguments: [
    ("[]", JSON.array([])), ("{}", .object([])), (" null ", .null), ("-0", .number(-0.0)),
    ("1E22", .number(1e22)),
    ("123.456e-2", .number(1.23456)), ("[[] ]", .array([.array([])])), ("\"\u{7F}\"", .string("\u{7F}")),
    ("\u{FEFF}true", .bool(true)), ("\"\\u0000\"", .string("\u{0}")),
  ]) func accepted(text: String, value: JSON) throws { #expect(try json(text) == value) }

  @Test func messagesNameThePlace() {
    #expect(
      throws: FileProblem.unexpected(line: 2, column: 5, expected: "`,` or `]`", found: "`x`")
    ) { try json("[1,\n\"é\" x]") }
    #expect(
      throws: FileProblem.unexpected(line: 1, column: 2, expected: "a value", found: "the end of the file")
    ) { try json("[") }
    #expect(throws: FileProblem.notText(line: 1)) { try JSON([0x22, 0xFF, 0x22]) }
  }

  @Test func depthIsCapped() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try json(nested(64))
    #expect(throws: FileProblem.tooDeep(line: 1, most: 64)) { try json(nested(65)) }
    #expect(throws: FileProblem.tooDeep(line: 1, most: 64)) { try json(nested(1_000_000)) }
  }

  @Test func layout() throws {
    let value = JSON.object([
      JSON.Member("name", .string("a \"b\" \\ \n")),
      JSON.Member(
        "rows", .array([.array([.number(1), .number(0.5)]), .array([.number(-0.0), .number(1e300)])])),
      JSON.Member("empty", .array([])),
    ])
    #expect(
      String(decoding: value.bytes, as: UTF8.self) == #"""
        {
          "name": "a \"b\" \\ \u000a",
          "rows": [
            [1, 0.5],
            [-0.0, 1e+300]
          ],
          "empty": []
        }

        """#)
    #expect(try JSON(value.bytes) == value)
    #expect(try JSON(value.compactBytes) == value)
  }

  /// Doubles of any bits come back as they were, by this parser and by Foundation's.
  @Test func doublesRoundTrip() throws {
    var generator = RandomGenerator(seed: 1)
    var numbers: [Double] = [
      0, .leastNonzeroMagnitude, 2.2250738585072014e-308, 1.7976931348623157e308, 0x1p53, 0.1, 1e21, 1e22,
    ]
    while numbers.count < 2000 {
      let number = Double(bitPattern: generator.next())
      if number.isFinite { numbers.append(number) }
    }
    let bytes = JSON.array(numbers.map { .number($0) }).bytes
    #expect(try JSON(bytes) == .array(numbers.map { .number($0) }))
    #expect(try JSONDecoder().decode([Double].self, from: Data(bytes)) == numbers)
  }

  /// Whatever the bytes, the parser and Foundation's agree on whether they are JSON (of unique names, depth and size
  /// aside).
  @Test func agreesWithFoundationOnRandomText() {
    var generator = RandomGenerator(seed: 2)
    let pieces = [
      "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\"", "1", "-", ".5", "e3", "0", "true", "null", " ",
      "\\n",
    ]
    for _ in 0..<20_000 {
      let text = (0..<generator.below(7)).map { _ in pieces[generator.below(pieces.count)] }.joined()
      let foundation = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      do {
        _ = try json(text)
        #expect(foundation != nil, "\(text)")
      } catch FileProblem.repeatedMember {
      } catch {
        #expect(foundation == nil, "\(text)")
      }
    }
  }
}
