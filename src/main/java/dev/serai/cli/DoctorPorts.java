package dev.serai.cli;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The gateway's two ports: whether they answer, what time it is there, and who we are. */
final class DoctorPorts {
  private static final long CLOCK_WARN = 5;
  private static final long CLOCK_FAIL = 60;

  private final Settings settings;
  private final Supplier<Settings.Setting> credential;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param credential for the admin API
   */
  DoctorPorts(Settings settings, Supplier<Settings.Setting> credential) {
    this.settings = settings;
    this.credential = credential;
  }

  List<Finding> findings() {
    try {
      AdminApi admin = new AdminApi(settings, credential);
      if (answers("admin API", settings.adminUrl(), () -> admin.probe("/readyz"))) who(admin);
      GatewayApi gateway = new GatewayApi(settings);
      answers("gateway", settings.url(), () -> gateway.probe("/api/hello"));
    } catch (Failure failure) { // an address that is none
      failed("settings", failure);
    }
    return findings;
  }

  private boolean answers(
      String check, Settings.Setting url, Supplier<HttpResponse<String>> question) {
    String at = url.value() + " (" + url.source() + ")";
    try {
      HttpResponse<String> answer = question.get();
      boolean ready = answer.statusCode() != 503;
      if (!ready) findings.add(Finding.warn(check, at + " is not ready", "try: serai status"));
      else findings.add(Finding.ok(check, at + " answers"));
      open(check, url.value());
      clock(check, answer);
      return ready;
    } catch (Failure failure) {
      failed(check, failure);
      return false;
    }
  }

  private void failed(String check, Failure failure) {
    List<String> details = failure.details();
    String why = details.isEmpty() ? "" : ": " + details.getFirst();
    String advice = details.size() > 1 ? details.getLast() : "";
    findings.add(Finding.fail(check, failure.getMessage() + why, advice));
  }

  /** Whoever is in between reads the tokens. */
  private void open(String check, String url) {
    URI uri = URI.create(url);
    String host = String.valueOf(uri.getHost());
    boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    if ("http".equals(uri.getScheme()) && !here)
      findings.add(
          Finding.warn(
              check, "is spoken to without TLS over the network", "use its https:// address"));
  }

  private void clock(String check, HttpResponse<String> answer) {
    String date = answer.headers().firstValue("date").orElse("");
    if (date.isEmpty()) return;
    try {
      Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      findings.add(clock(check, Duration.between(there, Instant.now()).toSeconds()));
    } catch (DateTimeParseException e) {
      findings.add(Finding.warn("clock", "the " + check + " says no time: " + date, ""));
    }
  }

  /**
   * @param ahead seconds that this machine is ahead of the port
   */
  static Finding clock(String check, long ahead) {
    long off = Math.abs(ahead);
    String found =
        "this machine is %d s %s the %s".formatted(off, ahead < 0 ? "behind" : "ahead of", check);
    String advice = "tokens look expired or not yet valid: let NTP set the clock (timedatectl)";
    if (off > CLOCK_FAIL) return Finding.fail("clock", found, advice);
    if (off > CLOCK_WARN) return Finding.warn("clock", found, advice);
    return Finding.ok("clock", "agrees with the " + check);
  }

  private void who(AdminApi admin) {
    Whoami who = Whoami.ask(admin, credential);
    Optional<Failure> refused = who.refused();
    if (who.nobody()) findings.add(Finding.warn("sign-in", "not signed in", "try: serai login"));
    else if (refused.isPresent()) failed("sign-in", refused.get());
    else findings.add(Finding.ok("sign-in", who.words() + " (" + credential.get().source() + ")"));
  }
}
