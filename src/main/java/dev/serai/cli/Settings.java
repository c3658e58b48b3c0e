package dev.serai.cli;

import dev.serai.cli.signin.Kept;
import dev.serai.cli.signin.SignIns;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the gateway's two ports are and who we are there: flag, then environment, then file, then
 * the last login, then default.
 *
 * @param token of an admin, for the admin API
 * @param url of the port that clients call
 * @param key virtual key, for that port
 */
record Settings(Setting adminUrl, Setting token, Setting url, Setting key) {
  static final String ADMIN_URL = "http://127.0.0.1:8081";
  static final String GATEWAY_URL = "http://127.0.0.1:8080";
  static final String KEY = "SERAI_KEY";

  static final String HELP =
      """
      SERAI_ADMIN_URL    admin API (http://127.0.0.1:8081), as --admin-url
      SERAI_URL          gateway (http://127.0.0.1:8080), as --url
      SERAI_ADMIN_TOKEN  token of an admin, for automation; wins over the sign-in
      SERAI_KEY          virtual key, for usage and budget of its own, and for a launch without sign-in
      NO_COLOR           no colour, when it is set to anything
      BROWSER            the command that opens the browser of serai login
      XDG_CONFIG_HOME    where serai/cli.properties and what is known of sign-ins are (~/.config)
      SERAI_NO_CACHE     1: keep no file of prepared classes
      """;

  /** A value and who said it; an empty value was said by nobody. */
  record Setting(String value, String source) {
    /** A secret for the screen. */
    String hidden() {
      return value.isEmpty() ? "" : "(hidden)";
    }
  }

  /** What was said on the command line; null = nothing. */
  record Flags(
      @Nullable String adminUrl,
      @Nullable String token,
      @Nullable String url,
      @Nullable String keyEnv) {
    static Flags admin(@Nullable String adminUrl, @Nullable String token) {
      return new Flags(adminUrl, token, null, null);
    }

    static Flags gateway(@Nullable String url, @Nullable String keyEnv) {
      return new Flags(null, null, url, keyEnv);
    }
  }

  static Settings of(Flags flags, Map<String, String> env) {
    Sources sources = new Sources(env, file(env), read(file(env)));
    Optional<Kept> last = SignIns.of(env).last();
    return new Settings(
        sources.pick(
            "admin-url",
            flags.adminUrl(),
            "SERAI_ADMIN_URL",
            usual(last.map(Kept::admin), ADMIN_URL)),
        sources.pick("token", flags.token(), "SERAI_ADMIN_TOKEN", new Setting("", "not set")),
        sources.pick("url", flags.url(), "SERAI_URL", usual(last.map(Kept::gateway), GATEWAY_URL)),
        flags.keyEnv() == null
            ? sources.pick("key", null, KEY, new Setting("", "not set"))
            : new Setting(env.getOrDefault(flags.keyEnv(), "").strip(), flags.keyEnv()));
  }

  /** With the port for clients that a sign-in told, unless somebody named one. */
  Settings at(@Nullable URI gateway) {
    if (gateway == null || !url.source().equals("default")) return this;
    return new Settings(adminUrl, token, new Setting(gateway.toString(), "the sign-in"), key);
  }

  /** Of the gateway that somebody signed in at last, or of one on this machine. */
  private static Setting usual(Optional<URI> signedIn, String otherwise) {
    return signedIn
        .map(address -> new Setting(address.toString(), "the last login"))
        .orElse(new Setting(otherwise, "default"));
  }

  private record Sources(Map<String, String> env, Path file, Properties saved) {
    Setting pick(String name, @Nullable String flag, String variable, Setting otherwise) {
      if (flag != null) return new Setting(flag, "--" + name);
      String exported = env.getOrDefault(variable, "");
      if (!exported.isBlank()) return new Setting(exported.strip(), variable);
      String kept = saved.getProperty(name, "");
      if (!kept.isBlank()) return new Setting(kept.strip(), file.toString());
      return otherwise;
    }
  }

  private static Path file(Map<String, String> env) {
    String folder = env.getOrDefault("XDG_CONFIG_HOME", env.getOrDefault("HOME", ".") + "/.config");
    return Path.of(folder, "serai", "cli.properties");
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    if (!Files.isRegularFile(file)) return properties;
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.of("cannot read " + file, String.valueOf(e.getMessage()));
    }
    return properties;
  }
}
