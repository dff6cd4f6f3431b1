import Hummingbird
import Store

extension Console {
  /// The cookie of a session: for this console alone, out of reach of scripts and other sites.
  func cookie(_ session: Secret) -> Cookie {
    Cookie(
      name: Session.cookie, value: session.text, maxAge: 7 * 86_400, path: "/",
      secure: settings.publicOrigin?.hasPrefix("https:") ?? false, httpOnly: true,
      sameSite: .strict)
  }
}
