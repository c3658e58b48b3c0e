package dev.serai.cli;

import dev.serai.cli.signin.Kept;
import dev.serai.cli.signin.SignIns;
import dev.serai.cli.signin.Surroundings;
import dev.serai.cli.tls.Authorities;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
 * @param caFile PEM, of authorities that are trusted besides the JDK's; empty = none
 * @param insecure whether a sign-in's token may go over http to another machine
 */
record Settings(
    Setting adminUrl, Setting token, Setting url, Setting key, Setting caFile, boolean insecure) {
  static final String ADMIN_URL = "http://127.0.0.1:8081";
  static final String GATEWAY_URL = "http://127.0.0.1:8080";
  static final String KEY = "SERAI_KEY";
  static final String CA_FILE = "SERAI_CA_FILE";
  static final String INSECURE = "SERAI_INSECURE";

  /** Where a value comes from that nobody said. */
  static final String UNSET = "not set";

  private static final Setting NONE = new Setting("", UNSET);

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

    /**
     * As the address of a port, without a slash at its end.
     *
     * @param port what people call it
     * @param usual an address that would do
     */
    URI address(String port, String usual) {
      try {
        URI uri = URI.create(value.replaceAll("/+$", ""));
        if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null) return uri;
      } catch (IllegalArgumentException e) {
        // told below
      }
      throw Failure.usage(
          "\"" + value + "\" is not an address of the " + port,
          "it comes from " + source,
          "expected: something like " + usual);
    }
  }

  /** What was said on the command line; null = nothing. */
  record Flags(
      @Nullable String adminUrl,
      @Nullable String token,
      @Nullable String url,
      @Nullable String keyEnv,
      boolean insecure) {
    Flags(
        @Nullable String adminUrl,
        @Nullable String token,
        @Nullable String url,
        @Nullable String keyEnv) {
      this(adminUrl, token, url, keyEnv, false);
    }

    static Flags gateway(@Nullable String url, @Nullable String keyEnv) {
      return new Flags(null, null, url, keyEnv);
    }
  }

  /** An admin token goes where somebody said, or to this machine: never where one logged in. */
  static Settings of(Flags flags, Map<String, String> env) {
    Sources sources = new Sources(env, file(env), read(file(env)));
    Setting token = sources.pick("token", flags.token(), "SERAI_ADMIN_TOKEN", NONE);
    return of(flags, sources, token);
  }

  /** For what is done in the name of whoever signed in, whatever there is of admin tokens. */
  static Settings ofSignIn(Flags flags, Map<String, String> env) {
    return of(flags, new Sources(env, file(env), read(file(env))), NONE);
  }

  private static Settings of(Flags flags, Sources sources, Setting token) {
    SignIns signIns = SignIns.of(sources.env());
    Optional<Kept> last = token.value().isEmpty() ? signIns.last() : Optional.empty();
    Setting admin =
        sources.pick(
            "admin-url",
            flags.adminUrl(),
            "SERAI_ADMIN_URL",
            usual(last.map(Kept::admin), "the last login", ADMIN_URL));
    Optional<URI> gateway = kept(signIns, admin).map(Kept::gateway);
    return new Settings(
        admin,
        token,
        sources.pick(
            "url", flags.url(), "SERAI_URL", usual(gateway, "the login there", GATEWAY_URL)),
        flags.keyEnv() == null
            ? sources.pick("key", null, KEY, NONE)
            : new Setting(sources.env().getOrDefault(flags.keyEnv(), "").strip(), flags.keyEnv()),
        sources.pick("ca-file", null, CA_FILE, NONE),
        flags.insecure() || sources.env().getOrDefault(INSECURE, "").strip().equals("1"));
  }

  /** This process trusts the CA that somebody named, and goes on without one. */
  static void trust(Map<String, String> env) {
    Path file = file(env);
    Setting ca = new Sources(env, file, read(file)).pick("ca-file", null, CA_FILE, NONE);
    if (ca.value().isEmpty()) return;
    try {
      Authorities.trust(Path.of(ca.value()));
    } catch (IOException | InvalidPathException e) {
      throw Failure.usage(
          "the CA \"" + ca.value() + "\" cannot be used: " + e.getMessage(),
          "it comes from " + ca.source(),
          "expected: a file with the CA's certificate, -----BEGIN CERTIFICATE-----");
    }
  }

  /** By their names, secrets hidden. */
  Map<String, Setting> forPeople() {
    Map<String, Setting> named = new LinkedHashMap<>();
    named.put("admin-url", adminUrl);
    named.put("token", new Setting(token.hidden(), token.source()));
    named.put("url", url);
    named.put("key", new Setting(key.hidden(), key.source()));
    named.put("ca-file", caFile);
    return named;
  }

  /** The other port of one gateway is not that of another. */
  private static Optional<Kept> kept(SignIns signIns, Setting admin) {
    try {
      return signIns.kept(URI.create(admin.value()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // told when it is asked
    }
  }

  /** Of the admin API; sign-ins are told apart by it. */
  URI admin() {
    return adminUrl.address("admin API", ADMIN_URL);
  }

  /**
   * Of the port for clients of the gateway that somebody signed in to.
   *
   * @throws Failure when nobody knows it: a token goes to no address that is only the usual one
   */
  URI gateway() {
    if (url.source().equals("default") && !PlainHttp.onThisMachine(admin()))
      throw Failure.usage(
          "the gateway at " + adminUrl.value() + " does not say where its port for clients is",
          "try: --url <url>, or SERAI_URL",
          "for who runs it: serai.sign-in.gateway-url");
    return url.address("gateway", GATEWAY_URL);
  }

  /** With the port for clients that a sign-in told, unless somebody named one. */
  Settings at(@Nullable URI gateway) {
    if (gateway == null || !url.source().equals("default")) return this;
    return new Settings(
        adminUrl, token, new Setting(gateway.toString(), "the sign-in"), key, caFile, insecure);
  }

  private static Setting usual(Optional<URI> signedIn, String source, String otherwise) {
    return signedIn
        .map(address -> new Setting(address.toString(), source))
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
    return Surroundings.folder(env).resolve("cli.properties");
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
