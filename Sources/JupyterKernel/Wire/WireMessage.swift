/// A received message, with its signature checked and its header decoded.
struct WireMessage: Sendable, Equatable {
  /// The frames that route a reply to the client.
  var identities: [[UInt8]]
  var header: MessageHeader
  /// The header as it was received: replies carry it as their parent, including keys unknown to us.
  var rawHeader: [UInt8]
  /// An object that clients may fill in freely.
  var metadata: [UInt8] = []
  var content: [UInt8]
  var buffers: [[UInt8]] = []

  func fields() throws(MalformedContent) -> JSONFields { try JSONFields(content) }
}

/// Why frames do not form a message.
enum WireError: Error, Equatable {
  case noDelimiter
  case tooFewFrames
  case wrongSignature
  case malformedHeader
}

/// Converts frames to messages and back.
///
/// On the wire: identities, `<IDS|MSG>`, signature, header, parent header, metadata, content, buffers.
/// Source: "The Wire Protocol" in the documentation of jupyter_client.
struct WireCodec: Sendable {
  static let delimiter = Array("<IDS|MSG>".utf8)
  let signer: MessageSigner

  /// The signature is checked on the bytes, before anything is decoded.
  func decode(_ frames: [[UInt8]]) throws(WireError) -> WireMessage {
    guard let delimiter = frames.firstIndex(of: Self.delimiter) else { throw .noDelimiter }
    guard frames.count - delimiter > 5 else { throw .tooFewFrames }
    let first = delimiter + 2
    guard signer.accepts(frames[delimiter + 1], of: frames[first..<first + 4]) else { throw .wrongSignature }
    guard let header = try? MessageHeader(JSONFields(frames[first])) else { throw .malformedHeader }
    return WireMessage(
      identities: Array(frames[..<delimiter]), header: header, rawHeader: frames[first],
      metadata: frames[first + 2], content: frames[first + 3], buffers: Array(frames[(first + 4)...]))
  }

  /// - Parameter identities: the route to the client or, for a publication, its topic.
  func encode(
    identities: [[UInt8]], header: [UInt8], parent: [UInt8], metadata: [UInt8], content: [UInt8]
  ) -> [[UInt8]] {
    let signed = [header, parent, metadata, content]
    return identities + [Self.delimiter, signer.sign(signed[...])] + signed
  }
}
