import Foundation
import Testing

@testable import JupyterKernel

/// One after another, because they share the environment of the process.
@Suite(.serialized) struct RuntimeFileTests {
  let folder = "\(NSTemporaryDirectory())runtime-\(UInt64.random(in: 0 ... .max))"

  private func permissions(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  private func withRuntimeFolder(_ body: () throws -> Void) throws {
    setenv("JUPYTER_RUNTIME_DIR", folder, 1)
    defer {
      unsetenv("JUPYTER_RUNTIME_DIR")
      try? FileManager.default.removeItem(atPath: folder)
    }
    try body()
  }

  @Test func itIsForItsOwnerAndGoesWithTheKernel() throws {
    try withRuntimeFolder {
      var file: RuntimeFile? = try RuntimeFile(name: "kernel-1", Array("{}".utf8))
      let path = try #require(file?.path)
      #expect(path == "\(folder)/kernel-1.json")
      #expect(permissions(path) == 0o600 && permissions(folder) == 0o700)
      file = nil
      #expect(permissions(path) == nil)
    }
  }

  @Test func inASharedFolderItHasAFolderOfItsOwn() throws {
    try withRuntimeFolder {
      try makeFolder(folder)
      chmod(folder, 0o1777)
      var file: RuntimeFile? = try RuntimeFile(name: "kernel-1", Array("{}".utf8))
      let path = try #require(file?.path)
      let own = String(path.dropLast("/kernel-1.json".count))
      #expect(own.hasPrefix("\(folder)/backprop-") && permissions(own) == 0o700)
      file = nil
      #expect(permissions(own) == nil)
    }
  }

  /// Somebody who knows the name of a draft could put a link there to have another file overwritten.
  @Test func theDraftIsNotWrittenThroughALink() throws {
    try withRuntimeFolder {
      try makeFolder(folder)
      try writeFile("\(folder)/victim", Array("theirs".utf8))
      symlink("victim", "\(folder)/kernel-1.json.\(getpid())")
      symlink("victim", "\(folder)/kernel-1.json")
      let file = try RuntimeFile(name: "kernel-1", Array("{}".utf8))
      #expect(try readFile("\(folder)/victim") == Array("theirs".utf8))
      #expect(try readFile(file.path) == Array("{}".utf8))
    }
  }
}

@Suite(.serialized) struct EnvironmentTests {
  @Test(arguments: [("", nil), ("relative", nil), ("/data", "/data")] as [(String, String?)])
  func whereDataIsKept(variable: String, folder: String?) {
    let before = Environment.text("XDG_DATA_HOME")
    setenv("XDG_DATA_HOME", variable, 1)
    #expect(Environment.dataFolder == folder ?? Environment.home.map { $0 + "/.local/share" })
    if let before { setenv("XDG_DATA_HOME", before, 1) } else { unsetenv("XDG_DATA_HOME") }
  }
}
