import Testing

@testable import JupyterKernel

@Suite struct RegistrationHandshakeTests {
  let codec = WireCodec(signer: MessageSigner(key: "k", scheme: .sha256))
  let ports = ConnectionInfo.Ports(shell: 1, control: 2, stdin: 3, iopub: 4, heartbeat: 5)

  func handshake(kernelID: String?) -> RegistrationHandshake {
    RegistrationHandshake(
      registration: ConnectionInfo.Registration(ip: "127.0.0.1", port: 9, kernelID: kernelID),
      transport: .tcp,
      codec: codec)
  }

  @Test func aLauncherThatNamesTheKernelGetsThePortsInOneFrame() {
    var stamp = MessageStamp(session: "s")
    let frames = handshake(kernelID: "k1").request(ports, stamp: &stamp)
    #expect(frames.count == 3 && frames[0] == WireCodec.delimiter)
    #expect(codec.signer.accepts(frames[1], of: [frames[2]]))
  }

  @Test func anyOtherGetsAWholeMessage() throws {
    var stamp = MessageStamp(session: "s")
    let message = try codec.decode(handshake(kernelID: nil).request(ports, stamp: &stamp))
    #expect(message.header.type == "handshake_request" && message.identities == [[]])
  }

  @Test func onlyASignedReceiptCounts() {
    let receipt = [Array("ACK".utf8)]
    let frames = [[], WireCodec.delimiter, codec.signer.sign(receipt[...])] + receipt
    #expect(handshake(kernelID: "k1").accepts(frames))
    #expect(!handshake(kernelID: "k1").accepts([WireCodec.delimiter, [], receipt[0]]))
    #expect(!handshake(kernelID: "k1").accepts([]))
    #expect(!handshake(kernelID: nil).accepts(frames))
  }
}
