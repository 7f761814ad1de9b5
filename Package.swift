// swift-tools-version: 6.2
import PackageDescription

/// The settings of every target: Swift 6 mode, and warnings are errors.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

#if arch(x86_64)
  let processorFlag = "-march"
#else
  let processorFlag = "-mcpu"
#endif
/// With BACKPROP_CPU in the environment, the core is built for that kind of processor (`native` for this
/// machine's, `x86-64-v3` for others), and is optimized in debug builds too, where it would otherwise be a
/// hundred times as slow. The scripts set it. Without it there are no such flags, because SwiftPM does not
/// accept them from a package that another one depends on.
let optimized: [SwiftSetting] =
  if let processor = Context.environment["BACKPROP_CPU"] {
    [
      .unsafeFlags([
        "-Xcc", "\(processorFlag)=\(processor)",
        "-O", "-disable-batch-mode", "-whole-module-optimization", "-num-threads", "2",
      ])
    ]
  } else {
    []
  }

let package = Package(
  name: "backprop",
  products: [
    .library(name: "Backprop", targets: ["Backprop"]),
    .executable(name: "backprop", targets: ["BackpropKernel"]),
  ],
  targets: [
    .systemLibrary(name: "CZeroMQ"),
    .systemLibrary(name: "CSodium"),
    .systemLibrary(name: "CNumerics", path: "Sources/CNumerics/include"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CZlib"),
    .target(name: "JSON", swiftSettings: settings),
    .target(name: "JupyterMessages", dependencies: ["JSON"], swiftSettings: settings),
    .target(name: "SystemThreads", swiftSettings: settings),
    .target(name: "Compression", dependencies: ["CZlib"], swiftSettings: settings),
    .target(
      name: "Backprop", dependencies: ["CNumerics", "SystemThreads"], swiftSettings: settings + optimized),
    .target(
      name: "IndexedAlgebra", exclude: ["README.md"], swiftSettings: settings + optimized),
    .target(
      name: "BackpropLanguage", dependencies: ["Backprop", "IndexedAlgebra", "JSON"],
      exclude: ["Data/generate-built-in-data.py", "Derivation/README.md"],
      swiftSettings: settings),
    .target(
      name: "Rendering", dependencies: ["Backprop", "BackpropLanguage", "Compression", "JSON"],
      swiftSettings: settings),
    .target(
      name: "BackpropCells", dependencies: ["BackpropLanguage", "JSON", "JupyterMessages", "Rendering"],
      swiftSettings: settings),
    .target(
      name: "JupyterKernel",
      dependencies: ["CZeroMQ", "CSodium", "CSQLite", "CLinux", "JSON", "JupyterMessages", "SystemThreads"],
      exclude: ["PROTOCOL.md"],
      swiftSettings: settings),
    .executableTarget(
      name: "BackpropKernel",
      dependencies: [
        "Backprop", "BackpropCells", "BackpropLanguage", "CLinux", "Compression", "JSON", "JupyterKernel",
        "JupyterMessages", "Rendering", "SystemThreads",
      ],
      resources: [.embedInCode("Resources")],
      swiftSettings: settings,
      // In a wheel, the shared libraries are in lib next to the program. Unlike a RUNPATH, an RPATH also
      // applies to the libraries that these need.
      linkerSettings: [
        .unsafeFlags(
          ["-Xlinker", "-rpath=$ORIGIN/lib", "-Xlinker", "--disable-new-dtags"], .when(platforms: [.linux]))
      ]),
    .executableTarget(
      name: "Benchmarks", dependencies: ["Backprop", "BackpropLanguage", "Rendering", "CLinux"],
      exclude: ["Peers", "browser", "kernel", "README.md"], swiftSettings: settings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
    .testTarget(name: "IndexedAlgebraTests", dependencies: ["IndexedAlgebra"], swiftSettings: settings),
    .testTarget(name: "BackpropTests", dependencies: ["Backprop", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "BackpropLanguageTests",
      dependencies: [
        "BackpropLanguage", "Compression", "IndexedAlgebra", "JSON", "Rendering", "TestSupport",
      ],
      exclude: ["Programs", "Mistakes", "Formula/Fixtures"], swiftSettings: settings),
    .testTarget(name: "RenderingTests", dependencies: ["Rendering", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "BenchmarksTests", dependencies: ["Backprop", "Benchmarks"], swiftSettings: settings),
    .testTarget(
      name: "JupyterKernelTests", dependencies: ["JSON", "JupyterKernel", "JupyterMessages"],
      swiftSettings: settings),
    .executableTarget(
      name: "EchoKernel", dependencies: ["JupyterKernel", "JupyterMessages"], path: "Tests/EchoKernel",
      swiftSettings: settings),
  ]
)
