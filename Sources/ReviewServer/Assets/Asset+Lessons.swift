import Foundation

extension Asset {
  /// Draws figures.
  static let figures = Asset("figures.js", type: script, PackageResources.figures_js)
  /// Asks again when a slider moves.
  static let lesson = Asset("lesson.js", type: script, PackageResources.lesson_js)
  /// Hands a report to the server.
  static let viewer = Asset("viewer.js", type: script, PackageResources.viewer_js)
  /// What lessons, classes and the viewer add to the console's style.
  static let lessonStyle = Asset("lessons.css", type: style, PackageResources.lessons_css)

  /// Chart.js, read once from where Debian's package libjs-chart.js puts it; nil where it is not.
  static let chart: Asset? = {
    let path = "/usr/share/javascript/chart.js/chart.min.js"
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return Asset("chart.js", type: script, Array(data))
  }()

  /// What pages with figures load, in order.
  static let drawing = [chart, figures].compactMap { $0 }

  /// Those of lessons, classes and the viewer.
  static let teaching = drawing + [lesson, viewer, lessonStyle]
}
