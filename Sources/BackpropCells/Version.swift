/// The version of Backprop, as `backprop --version` and kernel_info report it.
package enum Version {
  package static let current = "0.1.0"
}
