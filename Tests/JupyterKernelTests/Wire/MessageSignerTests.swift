import Testing

@testable import JupyterKernel

/// The expected digests are test case 2 of RFC 4231 (key "Jefe"), its data in two pieces as on the wire.
@Suite struct MessageSignerTests {
  let data = [Array("what do ya want ".utf8), Array("for nothing?".utf8)]

  @Test(arguments: [
    (SignatureScheme.sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    (
      .sha512,
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd"
        + "caeab1a34d4a6b4b636e070a38bce737"
    ),
  ])
  func signsAsTheStandardSays(scheme: SignatureScheme, digest: String) {
    let signer = MessageSigner(key: "Jefe", scheme: scheme)
    #expect(signer.sign(data[...]) == Array(digest.utf8))
    #expect(signer.accepts(Array(digest.utf8), of: data[...]))
  }

  @Test func refusesAnyOtherSignature() {
    let signer = MessageSigner(key: "Jefe", scheme: .sha256)
    let good = signer.sign(data[...])
    for wrong in [[], Array(good.dropLast()), good + [0x30], [0x78] + good.dropFirst()] {
      #expect(!signer.accepts(wrong, of: data[...]))
    }
  }

  @Test func anEmptyKeySignsNothingAndAcceptsAll() {
    let signer = MessageSigner(key: "", scheme: .sha256)
    #expect(signer.sign(data[...]).isEmpty)
    #expect(signer.accepts(Array("whatever".utf8), of: data[...]))
  }
}
