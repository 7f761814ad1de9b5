import BackpropLanguage
import Glibc

enum Usage {
  static let text = """
    backprop: the lecture's notation for back propagation as a programming language

    backprop kernel FILE [--log-level debug | info | warning | error]
                              serve a Jupyter client; FILE is the connection file that it wrote
    backprop run [--all] FILE run a file of the language in the terminal; - is the standard input;
                              --all: also what is below a line that fails
    backprop page HANDOUT.ipynb [-o FILE.html]
                              write a notebook as one page that runs in a browser
    backprop install [--user | --sys-prefix | --prefix DIR]
                              tell Jupyter where this kernel is (by default, for this user)
    backprop grammar          print the words and rules of the language, for editors, as JSON
    backprop tokens FILE      print the tokens of a file, as JSON
    backprop --version        print the version
    backprop --help           print this
    """
}

/// The exit statuses, by the names and numbers of sysexits.h.
enum Status: Int32 {
  /// A script has failed.
  case failed = 1
  /// The command line is wrong.
  case usage = 64
  /// A file does not contain what it should.
  case data = 65
  /// A file cannot be read.
  case noInput = 66
  /// A port is in use.
  case unavailable = 69
  /// The system refuses a resource.
  case system = 71
  /// A file cannot be written.
  case cannotCreate = 73
  /// Standard output accepts no more data.
  case output = 74
}

/// Reports an error on standard error: one line, in which control characters of file names are harmless, and
/// below it `details` unchanged.
func fail(_ status: Status, _ message: String, details: String? = nil) -> Int32 {
  fail(status.rawValue, message, details: details)
}

func fail(_ status: Int32, _ message: String, details: String? = nil) -> Int32 {
  let line = Array(("backprop: \(VisibleText.line(message))\n" + (details.map { $0 + "\n" } ?? "")).utf8)
  _ = write(STDERR_FILENO, line, line.count)
  return status
}
