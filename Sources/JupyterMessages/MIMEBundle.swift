import JSON

/// One result in several formats; the client shows the richest that it supports.
public struct MIMEBundle: Sendable, Equatable {
  /// By MIME type: text as a string, images in base64, JSON unchanged.
  public var data: [String: JSONValue]
  public var metadata: [String: JSONValue]

  public init(_ data: [String: JSONValue], metadata: [String: JSONValue] = [:]) {
    self.data = data
    self.metadata = metadata
  }

  /// Only plain text.
  public init(plain text: String) { self.init(["text/plain": .string(text)]) }
}

extension MIMEBundle {
  /// `data`, `metadata`, and the message's other fields.
  func content(_ others: [String: JSONValue]) -> JSONValue {
    var fields = others
    fields["data"] = .object(data)
    fields["metadata"] = .object(metadata)
    return .object(fields)
  }
}
