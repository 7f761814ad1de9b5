import JSON
import JupyterMessages

/// `execute_request`: a cell to run. Missing fields have the protocol's defaults.
struct ExecuteRequest: Sendable, Equatable {
  var code: String
  var silent: Bool
  var storeHistory: Bool
  var userExpressions: [String: String]
  var allowStdin: Bool
  var stopOnError: Bool
  /// The identity of a notebook cell, as front ends give it in the metadata.
  var cell: String?

  init(_ fields: JSONFields, metadata: [UInt8] = []) throws(MalformedContent) {
    code = try fields.string("code")
    silent = try fields.bool("silent") ?? false
    storeHistory = try fields.bool("store_history") ?? !silent
    userExpressions = try fields.strings("user_expressions") ?? [:]
    allowStdin = try fields.bool("allow_stdin") ?? true
    stopOnError = try fields.bool("stop_on_error") ?? true
    cell = try? JSONFields(metadata).optionalString("cellId")
  }
}

/// `execute_input`: tells every client what is running.
struct ExecuteInput: MessageContent {
  static let type = "execute_input"
  var code: String
  var executionCount: Int

  var json: JSONValue { ["code": .string(code), "execution_count": .integer(executionCount)] }
}
