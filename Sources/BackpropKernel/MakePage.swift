import Glibc
import JupyterKernel

/// `backprop page`: writes a handout as one page that runs in a browser. nbconvert does this, so Python takes
/// over: that of the environment which this program is installed in, or else the first on `PATH`.
@Sendable func makePage(_ arguments: [String]) -> Int32 {
  let own = Surroundings.ownPath ?? ""
  // A wheel installs the program as PREFIX/share/jupyter/kernels/backprop/backprop.
  let inEnvironment = own.split(separator: "/").dropLast(5).map { "/" + $0 }.joined() + "/bin/python3"
  let python = access(inEnvironment, X_OK) == 0 ? inEnvironment : "python3"
  var words = ([python, "-c", pageProgram] + arguments).map { strdup($0) }
  words.append(nil)
  execvp(python, words)
  return fail(.unavailable, "page needs Python, which cannot be started: \(SystemError(number: errno))")
}

private let pageProgram = """
  import sys
  try:
      from backprop_kernel.page import main
  except ImportError as missing:
      needed = "the Python packages backprop_kernel and nbconvert"
      sys.exit(f"backprop: page needs {needed}: {missing} ({sys.executable})")
  main()
  """
