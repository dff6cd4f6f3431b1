import Lessons

/// The lessons, made when the first of them is asked for and kept.
enum LessonLibrary {
  private static let made = Result { try GuidedLesson.all() }

  /// All of them, in the order in which they are taught; "Be the reviewer" is not among them.
  static func lessons() throws -> [GuidedLesson] { try made.get() }

  /// The lesson of this name.
  ///
  /// - Throws: ``Problem`` 404 where there is none.
  static func lesson(_ name: String) throws -> GuidedLesson {
    guard let lesson = try lessons().first(where: { $0.name == name }) else {
      throw Problem.notFound
    }
    return lesson
  }

  /// A step of a lesson, counted from 1.
  ///
  /// - Throws: ``Problem`` 404 where there is none.
  static func step(_ text: String, of lesson: GuidedLesson) throws -> Int {
    guard let number = Int(text), lesson.steps.indices.contains(number - 1) else {
      throw Problem.notFound
    }
    return number
  }
}
