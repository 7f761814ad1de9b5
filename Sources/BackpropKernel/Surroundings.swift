import Backprop
import Glibc
import JupyterKernel

/// The files that a wheel puts next to the program; they are used before the program does anything else.
enum Surroundings {
  /// Lets the program for wider registers take over, if one is next to this one and the processor supports
  /// it. The process stays the same, so the parent does not notice. `BACKPROP_CPU=x86-64-v3` prevents it.
  static func giveWayToWiderProgram() {
    guard Processor.isX86v4, Environment.value("BACKPROP_CPU") != "x86-64-v3", let own = ownPath else {
      return
    }
    let wider = own + "-x86-64-v4"
    if access(wider, X_OK) == 0 { execv(wider, CommandLine.unsafeArgv) }
  }

  /// Makes the fonts next to the program available to fontconfig; without them, a picture from a machine
  /// without fonts would lack its letters. The machine's own fonts remain available.
  static func offerFonts() {
    guard Environment.value("FONTCONFIG_FILE") == nil, let own = ownPath, let slash = own.lastIndex(of: "/")
    else {
      return
    }
    let configuration = own[..<slash] + "/fonts/fonts.conf"
    if access(String(configuration), R_OK) == 0 { setenv("FONTCONFIG_FILE", String(configuration), 1) }
  }

  /// Reports if the core was compiled for a newer processor; a signal in the middle of a cell would explain
  /// nothing.
  static func complaintOfProcessor() -> Int32? {
    guard !Processor.runsThisBuild else { return nil }
    return fail(
      .unavailable,
      """
      this program was built for a newer processor (one with AVX2, which most have had since 2013); build it \
      on this machine instead
      """)
  }

  static var ownPath: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
