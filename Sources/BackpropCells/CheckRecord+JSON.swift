import BackpropLanguage
import JSON

extension [CheckRecord] {
  /// The format below. It changes only when something that programs read does.
  private static var version: Int { 1 }

  /// `{"backprop": {"version": 1, "checks": […]}}`; nil if nothing was checked.
  var metadata: [String: JSONValue]? {
    isEmpty
      ? nil : ["backprop": ["version": .integer(Self.version), "checks": .array(map { $0.json })]]
  }
}

extension CheckRecord {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = [
      "kind": .string(kind.rawValue), "line": .integer(line), "text": .string(text),
      "verdict": .string(verdict.rawValue),
    ]
    if !slips.isEmpty { fields["slips"] = .array(slips.map { .string($0.rawValue) }) }
    if let points { fields["points"] = .number(points) }
    if let of { fields["of"] = .number(of) }
    if !answers.isEmpty { fields["answers"] = .array(answers.map { .string($0) }) }
    if !concerns.isEmpty { fields["look"] = .array(concerns.map { .string($0.rawValue) }) }
    if !lines.isEmpty { fields["lines"] = .array(lines.map { $0.json }) }
    return .object(fields)
  }
}
