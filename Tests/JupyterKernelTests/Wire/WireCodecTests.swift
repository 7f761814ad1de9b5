import Testing

@testable import JupyterKernel

@Suite struct WireCodecTests {
  let codec = WireCodec(signer: MessageSigner(key: "key", scheme: .sha256))
  let header = Array(#"{"msg_id":"1","msg_type":"x_request","session":"s","of_the_future":[1]}"#.utf8)
  let empty = Array("{}".utf8)

  func frames(header: [UInt8]? = nil) -> [[UInt8]] {
    codec.encode(
      identities: [[1, 0, 2], [3]], header: header ?? self.header, parent: empty, metadata: empty,
      content: Array(#"{"code":"δ"}"#.utf8))
  }

  @Test func whatIsEncodedIsDecoded() throws {
    let message = try codec.decode(frames() + [[0xff], []])
    #expect(message.identities == [[1, 0, 2], [3]])
    #expect(message.header == MessageHeader(id: "1", type: "x_request", session: "s"))
    #expect(message.rawHeader == header)
    #expect(try message.fields().string("code") == "δ")
    #expect(message.buffers == [[0xff], []])
  }

  @Test func framesWithoutADelimiterAreNoMessage() {
    #expect(throws: WireError.noDelimiter) { try codec.decode([]) }
    #expect(throws: WireError.noDelimiter) { try codec.decode([[1], [2], [3]]) }
  }

  @Test func tooFewFramesAreNoMessage() {
    for count in 2..<7 {
      #expect(throws: WireError.tooFewFrames) { try codec.decode(Array(frames().prefix(count + 1))) }
    }
  }

  @Test func oneFlippedBitAnywhereIsNoticed() {
    for index in 3...7 {
      var wrong = frames()
      wrong[index][0] ^= 1
      #expect(throws: WireError.wrongSignature) { try codec.decode(wrong) }
    }
  }

  @Test(arguments: [
    "", "[]", "null", "{}", #"{"msg_id":1,"msg_type":2}"#, #"{"msg_id":"1"}"#, "{\"msg_id\":\"\u{0}",
  ])
  func headersMustNameTheirMessage(header: String) {
    let frames = frames(header: Array(header.utf8))
    #expect(throws: WireError.malformedHeader) { try codec.decode(frames) }
  }

  @Test func deepJSONIsRefusedAndNotFollowed() {
    let deep = Array(String(repeating: "[", count: 1_000_000).utf8)
    #expect(throws: WireError.malformedHeader) { try codec.decode(frames(header: deep)) }
  }
}
