import CSodium

/// The signature schemes that a connection file may ask for.
public enum SignatureScheme: String, Sendable, CaseIterable {
  case sha256 = "hmac-sha256"
  case sha512 = "hmac-sha512"
}

/// Signs messages with the key of the connection file; if the key is empty, nothing is signed or checked.
struct MessageSigner: Sendable {
  private let keyed: Keyed

  /// The initial state of a digest after it has processed the key.
  private enum Keyed: Sendable {
    case nothing
    case sha256(crypto_auth_hmacsha256_state)
    case sha512(crypto_auth_hmacsha512_state)
  }

  init(key: String, scheme: SignatureScheme) {
    let key = Array(key.utf8)
    if key.isEmpty {
      keyed = .nothing
      return
    }
    switch scheme {
    case .sha256:
      var state = crypto_auth_hmacsha256_state()
      crypto_auth_hmacsha256_init(&state, key, key.count)
      keyed = .sha256(state)
    case .sha512:
      var state = crypto_auth_hmacsha512_state()
      crypto_auth_hmacsha512_init(&state, key, key.count)
      keyed = .sha512(state)
    }
  }

  /// The signature of the frames in hexadecimal digits; empty without a key.
  func sign(_ frames: ArraySlice<[UInt8]>) -> [UInt8] {
    switch keyed {
    case .nothing: return []
    case .sha256(var state):
      var digest = [UInt8](repeating: 0, count: crypto_auth_hmacsha256_bytes())
      for frame in frames { crypto_auth_hmacsha256_update(&state, frame, UInt64(frame.count)) }
      crypto_auth_hmacsha256_final(&state, &digest)
      return hexadecimal(digest)
    case .sha512(var state):
      var digest = [UInt8](repeating: 0, count: crypto_auth_hmacsha512_bytes())
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
    var text = [CChar](repeating: 0, count: 2 * bytes.count + 1)
    sodium_bin2hex(&text, text.count, bytes, bytes.count)
    return text.dropLast().map { UInt8(bitPattern: $0) }
  }
}
