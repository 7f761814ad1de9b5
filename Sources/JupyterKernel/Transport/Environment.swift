import Glibc

/// Environment variables. An empty variable counts as not set: this is how shells and services unset what
/// they cannot remove, and how the XDG base directory specification treats its own variables.
package enum Environment {
  package static func value(_ name: String) -> String? {
    text(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The value even if it is empty, for variables where empty has a meaning.
  package static func text(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// The user's home folder.
  package static var home: String? { value("HOME") }

  /// Where a user's programs keep persistent data. A relative path is ignored (XDG base directory
  /// specification 0.8).
  package static var dataFolder: String? {
    if let folder = value("XDG_DATA_HOME"), folder.hasPrefix("/") { return folder }
    return home.map { $0 + "/.local/share" }
  }

  /// Where Jupyter keeps its kernels, as determined by `jupyter_core.paths.jupyter_data_dir`.
  package static var jupyterFolder: String? {
    value("JUPYTER_DATA_DIR") ?? dataFolder.map { $0 + "/jupyter" }
  }
}
