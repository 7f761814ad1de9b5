import JSON
import JupyterMessages
import Testing

@testable import JupyterKernel

@Suite struct MessageStampTests {
  @Test func aHeaderIsJSONWhateverItsTypeHolds() throws {
    var stamp = MessageStamp(session: "s")
    for type in ["status", "a\"b\\c\n_reply"] {
      let header = try JSONValue(parsing: stamp.header(type: type))
      #expect(header["msg_type"]?.string == type)
      #expect(header["session"]?.string == "s" && header["version"]?.string == JupyterProtocol.version)
    }
  }

  @Test func messagesAreCounted() throws {
    var stamp = MessageStamp(session: "s")
    let ids = try (1...2).map { _ in try JSONValue(parsing: stamp.header(type: "x"))["msg_id"]?.string }
    #expect(ids == ["s_1", "s_2"])
  }

  @Test func timesAreOfOneLengthAndRise() {
    let times = (0..<3).map { _ in MessageStamp.now() }
    #expect(times == times.sorted())
    #expect(times.allSatisfy { $0.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil })
  }
}
