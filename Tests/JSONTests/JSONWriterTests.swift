import Foundation
import Testing

@testable import JSON

private func text(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }
private func indentedText(_ value: JSONValue) -> String {
  String(decoding: value.indentedBytes, as: UTF8.self)
}

@Suite struct JSONWriterTests {
  @Test func membersOfADictionaryAreWrittenByName() {
    let members: [String: JSONValue] = ["b": [1, 0.5, "δ/\"\\\n\u{1}\u{1f}"], "a": nil]
    #expect(text(.object(members)) == #"{"a":null,"b":[1,0.5,"δ/\"\\\n\u0001\u001f"]}"#)
  }

  @Test func layout() throws {
    #expect(indentedText(["a": [1], "b": [:]]) == "{\n  \"a\": [1],\n  \"b\": {}\n}\n")
    let value: JSONValue = [
      "name": "a \"b\" \\ \n", "rows": [[.number(1), 0.5], [.number(-0.0), 1e300]], "empty": [],
    ]
    #expect(
      indentedText(value) == #"""
        {
          "name": "a \"b\" \\ \n",
          "rows": [
            [1, 0.5],
            [-0.0, 1e+300]
          ],
          "empty": []
        }

        """#)
    #expect(try JSONValue(parsing: value.indentedBytes) == value)
    #expect(try JSONValue(parsing: value.bytes) == value)
  }

  @Test func whatJSONCannotSayBecomesNull() {
    #expect(text([.number(.nan), .number(.infinity), .number(-.infinity)]) == "[null,null,null]")
  }

  @Test(arguments: [0, 1e-5, 1e16, 1e300, .leastNonzeroMagnitude, 0.1, -1.5]) func numbersSurvive(
    number: Double
  ) throws {
    #expect(try parse(text(.number(number))).number == number)
  }

  /// Doubles with any bits are read back unchanged by this parser and by Foundation's.
  @Test func doublesRoundTrip() throws {
    var generator = SplitMix64(state: 1)
    var numbers: [Double] = [
      0, .leastNonzeroMagnitude, 2.2250738585072014e-308, 1.7976931348623157e308, 0x1p53, 0.1, 1e21, 1e22,
    ]
    while numbers.count < 2000 {
      let number = Double(bitPattern: generator.next())
      if number.isFinite { numbers.append(number) }
    }
    let bytes = JSONValue.array(numbers.map { .number($0) }).indentedBytes
    #expect(try JSONValue(parsing: bytes) == .array(numbers.map { .number($0) }))
    #expect(try JSONDecoder().decode([Double].self, from: Data(bytes)) == numbers)
  }

  /// For any bytes, this parser and Foundation's agree on whether they are JSON (except for unique names,
  /// depth, size and commas before a closing bracket, which Foundation accepts).
  @Test func agreesWithFoundationOnRandomText() {
    var generator = SplitMix64(state: 2)
    let pieces = [
      "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\"", "1", "-", ".5", "e3", "0", "true", "null", " ",
      "\\n",
    ]
    var (valid, invalid) = (0, 0)
    for _ in 0..<20_000 {
      let length = Int.random(in: 0..<7, using: &generator)
      let text = (0..<length).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let dense = text.filter { $0 != " " }
      if dense.contains(",]") || dense.contains(",}") { continue }
      let foundation = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      do {
        _ = try parse(text)
        #expect(foundation != nil, "\(text)")
        valid += 1
      } catch {
        if case .repeatedName = error.reason { continue }
        #expect(foundation == nil, "\(text)")
        invalid += 1
      }
    }
    #expect(valid > 100 && invalid > 100)
  }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}
