import JSON

/// `inspect_reply`.
package struct InspectReply: MessageContent {
  package static let type = "inspect_reply"
  private let bundle: MIMEBundle?

  /// - Parameter bundle: nil if there is nothing to say.
  package init(_ bundle: MIMEBundle?) { self.bundle = bundle }

  package var json: JSONValue {
    (bundle ?? MIMEBundle([:])).content(["status": "ok", "found": .bool(bundle != nil)])
  }
}
