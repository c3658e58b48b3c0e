package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import dev.serai.cli.signin.SignInFailure;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whose the credential is.
 *
 * @param me empty for one that is nobody's, such as an admin token
 * @param refused why the gateway does not take it
 */
record Whoami(JsonObject me, Optional<Failure> refused) {
  private static final String NOBODY = "not signed in";

  boolean nobody() {
    return refused.filter(why -> NOBODY.equals(why.getMessage())).isPresent();
  }

  /**
   * @param credential asked first: without one nobody is
   */
  static Whoami ask(AdminApi api, Supplier<Settings.Setting> credential) {
    try {
      if (credential.get().value().isEmpty())
        return new Whoami(new JsonObject(), Optional.of(Failure.login(NOBODY, "try: serai login")));
      return new Whoami(api.get("/api/me", Map.of()), Optional.empty());
    } catch (SignInFailure failure) {
      return new Whoami(new JsonObject(), Optional.of(Failure.of(failure)));
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
