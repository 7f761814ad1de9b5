import JSON

/// `complete_request`.
struct CompleteRequest {
  var code: String
  /// The number of code points before the cursor; the end of the code if missing.
  var cursor: Int?

  init(_ fields: JSONFields) throws(MalformedContent) {
    code = try fields.string("code")
    cursor = try fields.integer("cursor_pos")
  }
}

/// `inspect_request`.
struct InspectRequest {
  var code: String
  var cursor: Int?
  var detail: Int

  init(_ fields: JSONFields) throws(MalformedContent) {
    code = try fields.string("code")
    cursor = try fields.integer("cursor_pos")
    detail = try fields.integer("detail_level") ?? 0
  }
}
