import JSON
import JupyterMessages

/// What a running cell shows to its clients.
package enum CellOutput: Equatable, Sendable {
  /// Text for a terminal, or a remark about the cell.
  case text(String, isRemark: Bool)
  /// A display; one with an identifier can be replaced.
  case display(MIMEBundle, identifier: String?)
  /// Replaces all displays with this identifier.
  case update(MIMEBundle, identifier: String)
  /// The value of the cell, shown as `Out[n]`.
  case result(MIMEBundle)
  /// For the metadata of the reply: what was checked, proved and marked.
  case annotation([String: JSONValue])
}
