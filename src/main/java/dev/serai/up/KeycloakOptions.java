package dev.serai.up;

import dev.serai.call.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code up} about Keycloak. */
final class KeycloakOptions {
  static final String SECRET = "SERAI_KEYCLOAK_CLIENT_SECRET";

  @Option(
      names = "--keycloak-url",
      paramLabel = "<url>",
      defaultValue = "${env:SERAI_KEYCLOAK_URL}",
      description = "Use this Keycloak instead of one of our own (SERAI_KEYCLOAK_URL)")
  @Nullable String url;

  @Option(
      names = "--keycloak-port",
      paramLabel = "<n>",
      defaultValue = "8082",
      description = "Of our own Keycloak (default: ${DEFAULT-VALUE})")
  int port;

  @Option(
      names = "--keycloak-zip",
      paramLabel = "<file>",
      defaultValue = "${env:SERAI_KEYCLOAK_ZIP}",
      description =
          "Keycloak's distribution, instead of fetching it with Maven (SERAI_KEYCLOAK_ZIP)")
  @Nullable Path zip;

  @Option(names = "--no-keycloak", description = "Nobody signs in: virtual keys only")
  boolean none;

  KeycloakWish wish(Map<String, String> env) {
    if (none) return new KeycloakWish.None();
    if (url != null && !url.isBlank()) return given(url.strip(), env.getOrDefault(SECRET, ""));
    if (port < 0 || port > 65535) {
      throw Problem.usage("--keycloak-port " + port + " is not a port (expected: 0 to 65535)");
    }
    boolean named = zip != null && !zip.toString().isBlank();
    if (named && !Files.isRegularFile(zip)) {
      throw Problem.usage("--keycloak-zip: there is no file " + zip);
    }
    return new KeycloakWish.Own(port, named ? zip : null);
  }

  private static KeycloakWish given(String url, String secret) {
    if (!url.matches("https?://[^/]+.*")) {
      throw Problem.usage("--keycloak-url " + url + " is not an address (expected: https://host)");
    }
    if (secret.isBlank()) {
      throw Problem.usage(
          "--keycloak-url needs the secret of the client serai-gateway in " + SECRET);
    }
    return new KeycloakWish.Given(url, Secret.of(secret.strip()));
  }
}
