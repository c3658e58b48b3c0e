package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose the credential is.
 *
 * @param me empty for one that is nobody's, such as an admin token
 * @param refused why the gateway does not take it
 */
record Whoami(JsonObject me, Optional<Failure> refused) {
  static Whoami ask(AdminApi api) {
    try {
      return new Whoami(api.get("/api/me", Map.of()), Optional.empty());
    } catch (Failure failure) {
      boolean login = failure.exitCode() == ExitCode.LOGIN;
      return new Whoami(new JsonObject(), login ? Optional.of(failure) : Optional.empty());
    }
  }

  /** "ann (ann@example.com) of acme". */
  String words() {
    if (me.isEmpty()) return "a token that is nobody's in person";
    String email = Keys.text(me, "email");
    return Keys.text(me, "name")
        + (email.isEmpty() ? "" : " (" + email + ")")
        + " of "
        + organization();
  }

  String organization() {
    return Keys.text(me.getObject("organization", new JsonObject()), "name");
  }

  /** Those that one may open sessions in, the personal one first. */
  String projects() {
    return Limits.in(me, "projects").stream()
        .map(project -> Keys.text(project, "name"))
        .collect(Collectors.joining(", "));
  }
}
