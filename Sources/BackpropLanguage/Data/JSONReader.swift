import Backprop

/// A JSON value and its place in the file, for messages: `networks[0].layers[1].units`.
struct JSONReader {
  let value: JSON
  let path: String

  init(_ value: JSON, path: String = "the file") {
    self.value = value
    self.path = path
  }

  func wrong(_ expected: String) -> FileProblem { .wrongValue(path: path, expected: expected) }

  /// The member of an object; nil where there is none, or null.
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
    guard case .array(let elements) = value else { throw wrong("a list") }
    return elements.enumerated().map { JSONReader($1, path: "\(path)[\($0)]") }
  }

  func string() throws(FileProblem) -> String {
    guard case .string(let text) = value else { throw wrong("text in quotes") }
    return text
  }

  func number() throws(FileProblem) -> Double {
    guard case .number(let number) = value else { throw wrong("a number") }
    return number
  }

  func count() throws(FileProblem) -> Int {
    guard case .number(let number) = value, let count = Int(exactly: number), count >= 1, count <= 1 << 32
    else {
      throw wrong("a whole number of 1 or more")
    }
    return count
  }

  /// Rows of numbers, all of the same length, at least one.
  func matrix() throws(FileProblem) -> Matrix {
    let rows = try rows("numbers") { element -> Double? in
      guard case .number(let number) = element else { return nil }
      return number
    }
    return Matrix(rows: rows.count, columns: rows.columns, elements: rows.elements)
  }

  /// Rows of `what`, one after the other.
  func rows<Element>(
    _ what: String, _ read: (JSON) -> Element?
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
