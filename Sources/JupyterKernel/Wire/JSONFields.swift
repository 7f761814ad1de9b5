import JSON

extension JSONRules {
  /// Messages are read as leniently as JavaScript and Python clients read and write them.
  static let messages: JSONRules = {
    var rules = JSONRules()
    rules.mostDepth = 200
    rules.refusesRepeatedNames = false
    rules.refusesLoneSurrogates = false
    rules.refusesByteOrderMark = true
    rules.longestString = .max
    rules.mostValues = .max
    return rules
  }()
}

/// What is wrong with the content of a message.
struct MalformedContent: Error, Equatable {
  /// The field; nil for the content as a whole.
  var field: String?
  var expected: String
}

/// The fields of a JSON object, each checked as it is read. Null counts as missing.
struct JSONFields {
  private let members: JSONValue

  init(_ bytes: [UInt8]) throws(MalformedContent) {
    guard let members = try? JSONValue(parsing: bytes, rules: .messages), case .object = members else {
      throw MalformedContent(field: nil, expected: "a JSON object")
    }
    self.members = members
  }

  /// The value of a field, of any kind.
  func value(_ field: String) -> JSONValue? { members[field] }

  func string(_ field: String) throws(MalformedContent) -> String {
    guard let text = try optionalString(field) else {
      throw MalformedContent(field: field, expected: "a string")
    }
    return text
  }

  func optionalString(_ field: String) throws(MalformedContent) -> String? {
    switch members[field] {
    case nil, .null?: return nil
    case .string(let text)?: return text
    case .some: throw MalformedContent(field: field, expected: "a string")
    }
  }

  func bool(_ field: String) throws(MalformedContent) -> Bool? {
    switch members[field] {
    case nil, .null?: return nil
    case .bool(let value)?: return value
    case .some: throw MalformedContent(field: field, expected: "true or false")
    }
  }

  func integer(_ field: String) throws(MalformedContent) -> Int? {
    switch members[field] {
    case nil, .null?: return nil
    case .integer(let value)?: return value
    case .number(let value)?:
      if let whole = Int(exactly: value) { return whole }
      throw MalformedContent(field: field, expected: "a whole number")
    case .some: throw MalformedContent(field: field, expected: "a whole number")
    }
  }

  func strings(_ field: String) throws(MalformedContent) -> [String: String]? {
    switch members[field] {
    case nil, .null?: return nil
    case .object(let members)?:
      var texts: [String: String] = [:]
      for member in members {
        guard let text = member.value.string else {
          throw MalformedContent(field: field, expected: "strings by name")
        }
        texts[member.name] = text
      }
      return texts
    case .some: throw MalformedContent(field: field, expected: "strings by name")
    }
  }
}
