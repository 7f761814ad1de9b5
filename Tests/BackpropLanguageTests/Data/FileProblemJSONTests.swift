import Testing

@testable import BackpropLanguage

@Suite struct FileProblemJSONTests {
  func read(_ bytes: some Sequence<UInt8>) throws(FileProblem) -> JSONReader {
    try JSONReader(file: Array(bytes))
  }

  @Test func problemsNameThePlace() {
    #expect(
      throws: FileProblem.unexpected(line: 2, column: 5, expected: "`,` or `]`", found: "`x`")
    ) { try read("[1,\n\"é\" x]".utf8) }
    #expect(
      throws: FileProblem.unexpected(line: 1, column: 2, expected: "a value", found: "the end of the file")
    ) { try read("[".utf8) }
    #expect(throws: FileProblem.notText(line: 1)) { try read([0x22, 0xFF, 0x22]) }
    #expect(throws: FileProblem.repeatedMember(line: 2, name: "a")) {
      try read("{\"a\":1,\n\"a\":2}".utf8)
    }
  }

  @Test func depthIsCapped() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try read(nested(64).utf8)
    #expect(throws: FileProblem.tooDeep(line: 1, most: 64)) { try read(nested(65).utf8) }
    #expect(throws: FileProblem.tooDeep(line: 1, most: 64)) { try read(nested(1_000_000).utf8) }
  }
}
