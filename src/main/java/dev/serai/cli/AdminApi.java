package dev.serai.cli;

import com.grack.nanojson.JsonObject;

/** The gateway's admin API; who we are is the admin token. */
final class AdminApi extends Api {
  private final Settings.Setting token;

  AdminApi(Settings settings) {
    super(
        settings.adminUrl(),
        settings.token(),
        new Words("admin API", "admin token", "--admin-url", Settings.ADMIN_URL));
    this.token = settings.token();
  }

  /** What {@code /readyz} says, ready or not; needs no token. */
  JsonObject health() {
    return parse(send(open("/readyz")));
  }

  @Override
  Failure noSecret() {
    return Failure.login(
        "no admin token",
        "`./serai up` printed one at its first start",
        "try: export SERAI_ADMIN_TOKEN=…  (a new one: ./serai up --reset-admin-token)");
  }

  @Override
  Failure notAccepted(JsonObject problem) {
    return Failure.login(
        "the admin token is not accepted",
        "it comes from " + token.source(),
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
            .replace("send \"replace\": true", "add --replace");
    String[] lines = detail.split("\n"); // an invalid serai.yaml has a line for each finding
    if (lines.length > 1) return Failure.of("the gateway refused", lines);
    return detail.equals(title)
        ? unknown(status, title)
        : Failure.of(detail, "the gateway answered " + status + " " + title);
  }
}
