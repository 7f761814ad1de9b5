import Testing

@testable import JupyterKernel

@Suite struct KernelLogTests {
  @Test(arguments: [
    ("plain", "plain"), ("two words", #""two words""#), ("", #""""#), ("a\"b\\c", #""a\"b\\c""#),
    ("line\nlevel=error\r\u{1b}[2J", #""line level=error  [2J""#),
    ("\u{9b}2J \u{202e}dlrow\u{2028}level=error", #"" 2J  dlrow level=error""#),
    (String(repeating: "x", count: 300), "\"\(String(repeating: "x", count: 200))…\""),
  ])
  func aValueNeverLeavesItsLine(value: String, quoted: String) {
    #expect(KernelLog.quoted(value) == quoted)
  }
}
