import BackpropLanguage
import Rendering

extension Report {
  /// For a terminal: tables in Markdown, figures in characters, and the front page's table last.
  var markdown: String {
    let renderer = Renderer()
    var text = "# \(title)\n\n\(introduction)\n"
    for section in sections {
      let parts =
        section.paragraphs + section.tables.map { String($0.markdown.dropLast()) }
        + section.figures.map { "```\n" + renderer.text(for: CellResult(.figure($0))) + "\n```" }
      text += "\n## \(section.title)\n\n" + parts.joined(separator: "\n\n") + "\n"
    }
    return text + "\n## For the front page\n\n" + frontPage
  }
}
