import JSON

/// `stream`: text that a cell printed.
package struct StreamOutput: MessageContent {
  package static let type = "stream"
  private let name: String
  private let text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  package var json: JSONValue { ["name": .string(name), "text": .string(text)] }
}

/// `display_data`.
package struct DisplayData: MessageContent {
  package static let type = "display_data"
  private let bundle: MIMEBundle
  private let displayID: String?

  package init(_ bundle: MIMEBundle, displayID: String?) {
    self.bundle = bundle
    self.displayID = displayID
  }

  package var json: JSONValue { bundle.display(displayID) }
}

/// `update_display_data`.
package struct UpdateDisplayData: MessageContent {
  package static let type = "update_display_data"
  private let bundle: MIMEBundle
  private let displayID: String

  package init(_ bundle: MIMEBundle, displayID: String) {
    self.bundle = bundle
    self.displayID = displayID
  }

  package var json: JSONValue { bundle.display(displayID) }
}

/// `execute_result`: the value of a cell.
package struct ExecuteResult: MessageContent {
  package static let type = "execute_result"
  private let bundle: MIMEBundle
  private let executionCount: Int

  package init(_ bundle: MIMEBundle, executionCount: Int) {
    self.bundle = bundle
    self.executionCount = executionCount
  }

  package var json: JSONValue { bundle.content(["execution_count": .integer(executionCount)]) }
}

extension MIMEBundle {
  fileprivate func display(_ identifier: String?) -> JSONValue {
    content(["transient": .object(identifier.map { ["display_id": .string($0)] } ?? [:])])
  }
}
