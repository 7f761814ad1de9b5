import JSON

/// Possible replacements for a range of the cell.
public struct Completion: Sendable, Equatable {
  public var matches: [Match]
  /// The range that a match replaces, in code points.
  public var range: Range<Int>

  public init(matches: [Match], range: Range<Int>) {
    self.matches = matches
    self.range = range
  }

  public struct Match: Sendable, Equatable {
    public var text: String
    /// The kind shown next to it (`command`, `function`, `weight`, …); may be empty.
    public var type: String
    /// A few words about its form or meaning; may be empty.
    public var signature: String

    public init(_ text: String, type: String = "", signature: String = "") {
      self.text = text
      self.type = type
      self.signature = signature
    }
  }
}

/// `complete_reply`.
package struct CompleteReply: MessageContent {
  package static let type = "complete_reply"
  private let completion: Completion

  package init(_ completion: Completion) { self.completion = completion }

  package var json: JSONValue {
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
