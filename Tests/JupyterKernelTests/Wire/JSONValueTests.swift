import FoundationEssentials
import Testing

@testable import JupyterKernel

@Suite struct JSONValueTests {
  @Test func everyKindSurvivesARoundTrip() throws {
    let value: JSONValue = ["a": [1, 2.5, "x", true, nil], "b": [:]]
    #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value)) == value)
  }

  @Test func whatJSONCannotSayBecomesNull() throws {
    let value: JSONValue = [.number(.nan), .number(.infinity), .number(-.infinity)]
    #expect(String(decoding: try JSONEncoder().encode(value), as: UTF8.self) == "[null,null,null]")
  }
}
