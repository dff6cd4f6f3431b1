import Essentials
public import Evaluation
public import Matching

extension SearchAudit {
  /// Who is enrolled in `gallery`, each template known by its row.
  ///
  /// - Throws: ``Failure`` (`missingInput`) where a template has no subject.
  public static func labels(of gallery: Gallery) throws -> TemplateLabels {
    let rows = try GalleryRows(gallery)
    let subjects = try gallery.subjectNumbers().subjects
    return TemplateLabels(subjects: rows.probes.map { subjects[$0] })
  }
}
