package dev.serai.up;

import dev.serai.call.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Passwords of our own Keycloak, made once and remembered in {@code keycloak.properties} of the
 * data folder, which only its owner can read.
 *
 * @param admin password of {@code admin}, who may do everything there
 * @param client secret of the gateway's client
 */
record KeycloakLogin(Secret admin, Secret client, Path file) {
  static final String FILE = "keycloak.properties";
  private static final String APPLIED = "realm-applied";

  static KeycloakLogin in(DataFolder data) {
    Path file = data.file(FILE);
    try {
      Properties saved = PrivateProperties.read(file);
      int before = saved.size();
      saved.putIfAbsent("admin-password", PrivateProperties.secret());
      saved.putIfAbsent("client-secret", PrivateProperties.secret());
      if (saved.size() > before) write(file, saved);
      return new KeycloakLogin(
          Secret.of(saved.getProperty("admin-password")),
          Secret.of(saved.getProperty("client-secret")),
          file);
    } catch (IOException | IllegalArgumentException e) {
      throw Problem.failed("cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  /** Of the realm that was applied last; empty when none was. */
  String applied() throws IOException {
    return PrivateProperties.read(file).getProperty(APPLIED, "");
  }

  void applied(String digest) throws IOException {
    Properties saved = PrivateProperties.read(file);
    saved.setProperty(APPLIED, digest);
    write(file, saved);
  }

  private static void write(Path file, Properties saved) throws IOException {
    PrivateProperties.write(file, saved, "made by serai up, for its own Keycloak");
  }
}
