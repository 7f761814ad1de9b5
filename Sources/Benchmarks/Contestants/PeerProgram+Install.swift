import Foundation

extension PeerProgram {
  /// Installs the peers one by one, so that a missing one does not affect the others: FANN from Debian, the
  /// libraries from PyPI, and genann's source from cynn's archive on PyPI, which contains it.
  static func install() throws {
    let files = FileManager.default
    try files.createDirectory(at: Folders.build, withIntermediateDirectories: true)
    step("FANN", ["apt-get", "install", "-y", "libfann-dev"])
    step("OpenBLAS", ["apt-get", "install", "-y", "libopenblas0-pthread"])
    if !files.isExecutableFile(atPath: Folders.python) {
      step("a virtual environment", ["python3", "-m", "venv", Folders.virtualEnvironment])
    }
    for library in ["numpy", "torch", "jax"] {
      step(library, [Folders.python, "-m", "pip", "install", "--quiet", library])
    }
    guard !files.fileExists(atPath: Folders.genann.path + "/genann.c") else { return }
    let archive = "cynn-0.1.5"
    let folder = Folders.build.path
    step(
      "genann's source",
      [
        Folders.python, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "cynn", "--dest",
        folder,
        archive.replacingOccurrences(of: "-", with: "=="),
      ])
    try files.createDirectory(at: Folders.genann, withIntermediateDirectories: true)
    step(
      "genann",
      [
        "tar", "-xzf", "\(folder)/\(archive).tar.gz", "-C", Folders.genann.path, "--strip-components=3",
        archive + "/thirdparty/genann",
      ])
  }

  private static func step(_ what: String, _ command: [String]) {
    if !Command.succeeds(command) { Log.line("\(what) could not be installed") }
  }
}
