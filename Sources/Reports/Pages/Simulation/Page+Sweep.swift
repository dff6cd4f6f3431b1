import Essentials
public import Simulation

extension Page {
  /// The report of a sweep: each measure over the first key, a curve for each value of the others.
  public static func sweep(_ sweep: Sweep, _ rows: [Sweep.Row], context: ReportContext) -> Page {
    let axis = sweep.axes[0]
    let isNumeric = axis.values.allSatisfy { Double($0) != nil }
    var figures: [Block] = []
    for (index, measure) in sweep.measures.enumerated() where isNumeric {
      var curves: [(name: String, steps: [Figure.Curve.Step])] = []
      for row in rows {
        guard let x = Double(row.values[0]), let y = row.measures[index] else { continue }
        let name = zip(sweep.axes, row.values).dropFirst().map { "\($0.path) \($1)" }
          .joined(separator: ", ")
        let step = Figure.Curve.Step(x: x, y: y)
        if let place = curves.firstIndex(where: { $0.name == name }) {
          curves[place].steps.append(step)
        } else {
          curves.append((name, [step]))
        }
      }
      guard !curves.isEmpty, curves.count <= 5 else { continue }
      figures.append(
        .figure(
          .curves(
            title: measure.capitalisedFirst,
            description: "One run a point; neighbouring points share the seed.",
            curves.map { .init($0.name.isEmpty ? measure : $0.name, $0.steps) }, x: axis.path,
            y: measure)))
    }
    return Page(
      title: "Sweep of \(sweep.scenario.name)",
      summary: "The simulated scenario \(code: sweep.scenario.name), run over a grid of values.",
      limits: [
        "Simulated people and cameras: nobody was searched, and no product is described.",
        "One run a point: differences within a point's chance mean nothing.",
      ],
      sections: [
        Section(
          "Figures", figures.isEmpty ? [.paragraph("No key with numbers to draw over.")] : figures),
        Section("Rows", [.table(sweep.table(rows), caption: "Every point of the grid")]),
      ], provenance: context.provenance)
  }
}
