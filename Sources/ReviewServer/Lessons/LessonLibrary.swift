import Lessons
import Synchronization

/// The lessons, made when the first of them is asked for and kept.
///
/// To make them takes seconds, on a thread that answers no requests: reviewers must not wait for it.
enum LessonLibrary {
  private static let made = Result { try GuidedLesson.all() }
  private static let known = Mutex<[GuidedLesson]?>(nil)

  /// All of them, in the order in which they are taught; "Be the reviewer" is not among them.
  static func lessons() async throws -> [GuidedLesson] {
    if let known = known.withLock({ $0 }) { return known }
    let lessons = try await Background.run { try made.get() }
    known.withLock { $0 = lessons }
    return lessons
  }

  /// The lesson of this name.
  ///
  /// - Throws: ``Problem`` 404 where there is none.
  static func lesson(_ name: String) async throws -> GuidedLesson {
    guard let lesson = try await lessons().first(where: { $0.name == name }) else {
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
