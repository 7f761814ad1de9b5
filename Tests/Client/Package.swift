// swift-tools-version: 6.2
import PackageDescription

/// A package as written by a user who trains a network with Backprop. test_client.py puts the address of a
/// tagged clone in place of BACKPROP_URL, and the code of the documentation's first training into
/// Sources/FirstTraining.
let package = Package(
  name: "client",
  dependencies: [.package(url: "BACKPROP_URL", from: "1.0.0")],
  targets: [
    .executableTarget(name: "Client", dependencies: [.product(name: "Backprop", package: "backprop")]),
    .executableTarget(name: "FirstTraining", dependencies: [.product(name: "Backprop", package: "backprop")]),
  ]
)
