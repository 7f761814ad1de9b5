import Backprop
import Glibc
import JupyterKernel

/// What a wheel lays beside the program, and what is made of it before the program does anything else.
enum Surroundings {
  /// Lets the program for wider registers take over, where one lies beside this one and the processor is fit
  /// for it. It keeps the process, so that whoever started this one never notices. `BACKPROP_CPU=x86-64-v3`
  /// forbids it.
  static func giveWayToWiderProgram() {
    guard Processor.isX86v4, Environment.value("BACKPROP_CPU") != "x86-64-v3", let own = ownPath else {
      return
    }
    let wider = own + "-x86-64-v4"
    if access(wider, X_OK) == 0 { execv(wider, CommandLine.unsafeArgv) }
  }

  /// Shows fontconfig the fonts beside the program, without which a picture from a machine that has none
  /// would lack its letters. The machine's own fonts stay.
  static func offerFonts() {
    guard Environment.value("FONTCONFIG_FILE") == nil, let own = ownPath, let slash = own.lastIndex(of: "/")
    else {
      return
    }
    let configuration = own[..<slash] + "/fonts/fonts.conf"
    if access(String(configuration), R_OK) == 0 { setenv("FONTCONFIG_FILE", String(configuration), 1) }
  }

  /// Says so where the core was compiled for a newer processor; a signal in the middle of a cell would say
  /// nothing.
  static func complaintOfProcessor() -> Int32? {
    guard !Processor.runsThisBuild else { return nil }
    return fail(
      .unavailable,
      "this program was built for a newer processor (one with AVX2, as most have since 2013); build it on this machine instead"
    )
  }

  private static var ownPath: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
