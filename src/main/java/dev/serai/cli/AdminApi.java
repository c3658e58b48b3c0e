package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.function.Supplier;

/** The gateway's admin API; who we are is the admin token, or whoever signed in. */
final class AdminApi extends Api {
  private final Supplier<Settings.Setting> token;

  /**
   * @param token asked before each request
   */
  AdminApi(Settings settings, Supplier<Settings.Setting> token) {
    super(
        settings.adminUrl(),
        token,
        new Words("admin API", "admin token", "--admin-url", Settings.ADMIN_URL));
    this.token = token;
  }

  /** What {@code /readyz} says, ready or not; needs no token. */
  JsonObject health() {
    return parse(send(open("/readyz")));
  }

  @Override
  Failure noSecret() {
    return Failure.login(
        "not signed in, and no admin token",
        "try: serai login",
        "or:  export SERAI_ADMIN_TOKEN=…  (`./serai up` printed one at its first start)",
        "     a new one: ./serai up --reset-admin-token");
  }

  @Override
  Failure notAccepted(JsonObject problem) {
    String source = token.get().source();
    if (source.startsWith(KeptSignIn.SOURCE))
      return Failure.login(
          source + " is not accepted",
          problem.getString("detail", "the gateway does not say why"),
          "try: serai login");
    String detail = problem.getString("detail", "");
    if (!detail.isEmpty() && !problem.getString("code", "").equals("token_unknown"))
      return Failure.login(detail, "the token that was sent comes from " + source);
    return Failure.login(
        "the admin token is not accepted",
        "it comes from " + source,
        "try: ./serai up --reset-admin-token, then export SERAI_ADMIN_TOKEN=…");
  }

  @Override
  Failure refused(int status, JsonObject problem) {
    String title = problem.getString("title", "status " + status);
    // the API's words for what are options here
    String detail =
        problem
            .getString("detail", title)
            .replace("allowUnreachable", "--allow-unreachable")
            .replace("send \"replace\": true", "add --replace")
            .replace("force=true", "--force");
    String[] lines = detail.split("\n"); // an invalid serai.yaml has a line for each finding
    if (lines.length > 1) return Failure.of("the gateway refused", lines);
    return detail.equals(title)
        ? unknown(status, title)
        : Failure.of(detail, "the gateway answered " + status + " " + title);
  }
}
