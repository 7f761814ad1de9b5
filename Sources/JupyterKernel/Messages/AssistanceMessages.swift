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

/// `complete_reply`.
struct CompleteReply: MessageContent {
  static let type = "complete_reply"
  var completion: Completion

  var json: JSONValue {
    let start = JSONValue.integer(completion.range.lowerBound)
    let end = JSONValue.integer(completion.range.upperBound)
    // Shown next to a match by JupyterLab.
    let details = completion.matches.map { match -> JSONValue in
      [
        "text": .string(match.text), "start": start, "end": end, "type": .string(match.type),
        "signature": .string(match.signature),
      ]
    }
    return [
      "status": "ok", "matches": .array(completion.matches.map { .string($0.text) }), "cursor_start": start,
      "cursor_end": end, "metadata": ["_jupyter_types_experimental": .array(details)],
    ]
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

/// `inspect_reply`.
struct InspectReply: MessageContent {
  static let type = "inspect_reply"
  /// Nil if there is nothing to say.
  var bundle: MIMEBundle?

  var json: JSONValue {
    [
      "status": "ok", "found": .bool(bundle != nil), "data": .object(bundle?.data ?? [:]),
      "metadata": .object(bundle?.metadata ?? [:]),
    ]
  }
}

/// `is_complete_reply`.
struct IsCompleteReply: MessageContent {
  static let type = "is_complete_reply"
  var completeness: Completeness

  var json: JSONValue {
    switch completeness {
    case .complete: ["status": "complete"]
    case .incomplete(let indent): ["status": "incomplete", "indent": .string(indent)]
    case .invalid: ["status": "invalid"]
    case .unknown: ["status": "unknown"]
    }
  }
}
