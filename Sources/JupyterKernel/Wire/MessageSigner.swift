import CSodium

/// The ways to sign that a connection file may ask for.
public enum SignatureScheme: String, Sendable, CaseIterable {
  case sha256 = "hmac-sha256"
  case sha512 = "hmac-sha512"
}

/// Signs messages with the key of the connection file; with an empty key nothing is signed nor checked.
struct MessageSigner: Sendable {
  let key: [UInt8]
  let scheme: SignatureScheme

  init(key: String, scheme: SignatureScheme) {
    self.key = Array(key.utf8)
    self.scheme = scheme
  }

  /// The signature of the frames in hexadecimal digits; empty without a key.
  func sign(_ frames: ArraySlice<[UInt8]>) -> [UInt8] {
    guard !key.isEmpty else { return [] }
    switch scheme {
    case .sha256:
      var state = crypto_auth_hmacsha256_state()
      var digest = [UInt8](repeating: 0, count: crypto_auth_hmacsha256_bytes())
      crypto_auth_hmacsha256_init(&state, key, key.count)
      for frame in frames { crypto_auth_hmacsha256_update(&state, frame, UInt64(frame.count)) }
      crypto_auth_hmacsha256_final(&state, &digest)
      return hexadecimal(digest)
    case .sha512:
      var state = crypto_auth_hmacsha512_state()
      var digest = [UInt8](repeating: 0, count: crypto_auth_hmacsha512_bytes())
      crypto_auth_hmacsha512_init(&state, key, key.count)
      for frame in frames { crypto_auth_hmacsha512_update(&state, frame, UInt64(frame.count)) }
      crypto_auth_hmacsha512_final(&state, &digest)
      return hexadecimal(digest)
    }
  }

  /// Compares in a time that does not depend on where two signatures differ.
  func accepts(_ signature: [UInt8], of frames: ArraySlice<[UInt8]>) -> Bool {
    let expected = sign(frames)
    return expected.isEmpty
      || signature.count == expected.count && sodium_memcmp(signature, expected, expected.count) == 0
  }

  private func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }
}
