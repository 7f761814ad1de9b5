// What the standard library would copy into thousands of places is called here instead: compared, joined and
// interpolated texts, and arrays that grow. The same source in the native program uses the library's own.

extension String {
  @inline(never)
  static func == (left: String, right: String) -> Bool { areEqual(left, right) }

  @inline(never)
  static func != (left: String, right: String) -> Bool { !areEqual(left, right) }

  @inline(never)
  static func + (left: String, right: String) -> String {
    var joined = left
    joined.append(right)
    return joined
  }
}

@inline(never)
func ~= (pattern: String, value: String) -> Bool { areEqual(pattern, value) }

extension DefaultStringInterpolation {
  @inline(never)
  mutating func appendLiteral(_ literal: String) { write(literal) }

  @inline(never)
  mutating func appendInterpolation(_ text: String) { write(text) }

  @inline(never)
  mutating func appendInterpolation(_ number: Int) { write(number.description) }
}

extension Array {
  @inline(never)
  mutating func append(_ element: __owned Element) { add(element, to: &self) }
}

// By a protocol, the standard library's own is found.

private func areEqual<Value: Equatable>(_ left: Value, _ right: Value) -> Bool { left == right }

private func add<Elements: RangeReplaceableCollection>(
  _ element: Elements.Element, to elements: inout Elements
) {
  elements.append(element)
}
