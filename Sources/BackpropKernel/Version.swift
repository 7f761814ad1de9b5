/// The version of Backprop, as `backprop --version` and kernel_info report it.
enum Version {
  static let current = "0.1.0"
}
