import Backprop
import JSON

/// A JSON value and its place in the file, for messages: `networks[0].layers[1].units`.
struct JSONReader {
  let value: JSONValue
  let path: String

  init(_ value: JSONValue, path: String = "the file") {
    self.value = value
    self.path = path
  }

  /// The value in a file. Throws: the file is not JSON, an interrupt.
  init(file bytes: [UInt8], isInterrupted: () -> Bool = { false }) throws(FileProblem) {
    var rules = JSONRules()
    rules.packsRows = true
    do throws(JSONError) {
      self.init(try JSONValue(parsing: bytes, rules: rules, isInterrupted: isInterrupted))
    } catch {
      throw FileProblem(error, in: bytes, isInterrupted: isInterrupted)
    }
  }

  func wrong(_ expected: String) -> FileProblem { .wrongValue(path: path, expected: expected) }

  /// The member of an object; nil if it is missing or null.
  func optional(_ name: String) throws(FileProblem) -> JSONReader? {
    guard case .object(let members) = value else { throw wrong("an object") }
    guard let member = members.first(where: { $0.name == name }), member.value != .null else { return nil }
    return JSONReader(member.value, path: path == "the file" ? name : "\(path).\(name)")
  }

  func member(_ name: String) throws(FileProblem) -> JSONReader {
    guard let member = try optional(name) else { throw wrong("a member `\(name)`") }
    return member
  }

  func elements() throws(FileProblem) -> [JSONReader] {
    if case .matrix = value {
      throw .wrongValue(path: "\(path)[0]", expected: "something else than a list of numbers")
    }
    guard case .array(let elements) = value else { throw wrong("a list") }
    return elements.enumerated().map { JSONReader($1, path: "\(path)[\($0)]") }
  }

  func string() throws(FileProblem) -> String {
    guard case .string(let text) = value else { throw wrong("text in quotes") }
    return text
  }

  /// Text that is safe to show, in one line: other characters become spaces.
  func word() throws(FileProblem) -> String {
    let word = FileText.line(try string())
    guard !word.isEmpty, word.unicodeScalars.count <= FileText.longest else {
      throw wrong("a word of 1 to \(FileText.longest) characters")
    }
    return word
  }

  func number() throws(FileProblem) -> Double {
    guard let number = value.number else { throw wrong("a number") }
    return number
  }

  func count() throws(FileProblem) -> Int {
    guard let count = value.number.flatMap({ Int(exactly: $0) }), count >= 1, Int64(count) <= 1 << 32 else {
      throw wrong("a whole number of 1 or more")
    }
    return count
  }

  /// Rows of numbers, at least one row, all of the same length.
  func matrix() throws(FileProblem) -> Matrix {
    if case .matrix(let rows) = value {
      return Matrix(rows: rows.count, columns: rows.columns, elements: rows.elements)
    }
    let rows = try rows("numbers") { $0.number }
    return Matrix(rows: rows.count, columns: rows.columns, elements: rows.elements)
  }

  /// Rows of `what`, one after the other.
  func rows<Element>(
    _ what: String, _ read: (JSONValue) -> Element?
  ) throws(FileProblem) -> (count: Int, columns: Int, elements: [Element]) {
    guard case .array(let rows) = value, case .array(let first)? = rows.first, !first.isEmpty else {
      throw wrong("a list of rows of \(what)")
    }
    var elements: [Element] = []
    for (index, row) in rows.enumerated() {
      guard case .array(let row) = row, row.count == first.count else {
        throw .wrongValue(path: "\(path)[\(index)]", expected: "a row of \(first.count) \(what)")
      }
      for element in row {
        guard let element = read(element) else {
          throw .wrongValue(path: "\(path)[\(index)]", expected: "a row of \(what)")
        }
        elements.append(element)
      }
    }
    return (rows.count, first.count, elements)
  }
}
