import BackpropLanguage
import Glibc
import JSON
import JupyterKernel

/// `backprop install`: writes the kernelspec, through which Jupyter finds this executable, the extension that
/// highlights the language in JupyterLab and Notebook 7, and nbconvert's templates for LaTeX and for slides
/// (`--template backprop`, `--template backprop-slides`).
@Sendable func installKernelspec(_ arguments: [String]) -> Int32 {
  let shared: String
  switch (arguments.first, arguments.count) {
  case (nil, _), ("--user", 1):
    guard let folder = Environment.jupyterFolder else {
      return fail(.usage, "install does not know your home folder ($HOME); name a folder: --prefix DIR")
    }
    shared = folder
  case ("--sys-prefix", 1):
    guard let prefix = Environment.value("VIRTUAL_ENV") ?? Environment.value("CONDA_PREFIX") else {
      return fail(
        .usage,
        "--sys-prefix installs into the active Python environment, but none is active; name its folder: "
          + "--prefix DIR"
      )
    }
    shared = prefix + "/share/jupyter"
  case ("--prefix", 2): shared = arguments[1] + "/share/jupyter"
  default:
    return fail(
      .usage,
      "install takes one of --user, --sys-prefix and --prefix DIR, not '\(arguments.joined(separator: " "))'")
  }

  let folder = shared + "/kernels/backprop"
  let colours = shared + "/labextensions/backprop-highlighting"
  let templates = shared + "/nbconvert/templates"
  do throws(SystemError) {
    try makeFolder(folder)
    for (name, bytes) in try kernelspecFiles() { try writeFile("\(folder)/\(name)", bytes) }
    try makeFolder(colours + "/static")
    for (name, bytes) in Highlighting.labExtension { try writeFile("\(colours)/\(name)", bytes) }
    for (name, files) in exportTemplates {
      try makeFolder("\(templates)/\(name)")
      for (file, bytes) in files { try writeFile("\(templates)/\(name)/\(file)", bytes) }
    }
  } catch {
    return fail(.cannotCreate, "cannot write to \(shared): \(error)")
  }
  Output.write(
    VisibleText.line("The kernelspec is in \(folder), JupyterLab's colours in \(colours)") + "\n")
  return 0
}

private func kernelspecFiles() throws(SystemError) -> [(name: String, bytes: [UInt8])] {
  guard let executable = realpath("/proc/self/exe", nil) else { throw SystemError(number: errno) }
  defer { free(executable) }
  return [
    ("kernel.json", kernelspec(executable: String(cString: executable)).indentedBytes),
    ("logo-32x32.png", PackageResources.logo_32x32_png),
    ("logo-64x64.png", PackageResources.logo_64x64_png),
    ("logo-svg.svg", PackageResources.logo_svg_svg),
  ]
}

/// nbconvert's templates by name.
private var exportTemplates: [String: [String: [UInt8]]] {
  [
    "backprop": [
      "conf.json": PackageResources.latex_conf_json, "index.tex.j2": PackageResources.latex_tex_j2,
    ],
    "backprop-slides": [
      "conf.json": PackageResources.slides_conf_json, "index.html.j2": PackageResources.slides_html_j2,
    ],
  ]
}

/// `kernel.json`. Sources: "Kernel specs" in the documentation of jupyter_client; JEP 66, in which the
/// protocol's version says that the kernel can choose its ports; JEP 145 for the encryption.
private func kernelspec(executable: String) -> JSONValue {
  [
    "argv": [.string(executable), "kernel", "{connection_file}"], "display_name": "Backprop",
    "language": "backprop",
    "interrupt_mode": "message", "kernel_protocol_version": "5.6",
    "metadata": ["debugger": false, "supported_encryption": ["curve"]],
  ]
}
