package dev.serai.cli.signin;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** {@link Kept} as a file of properties. */
record KeptFile(Path file) {
  Optional<Kept> read() {
    if (!Files.isRegularFile(file)) return Optional.empty();
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      String gateway = properties.getProperty("url", "");
      return Optional.of(
          new Kept(
              URI.create(properties.getProperty("admin-url", "")),
              properties.getProperty("issuer", ""),
              properties.getProperty("client-id", ""),
              gateway.isEmpty() ? null : URI.create(gateway),
              properties.getProperty("user", ""),
              Keeping.valueOf(properties.getProperty("store", ""))));
    } catch (IOException | IllegalArgumentException e) {
      throw SignInFailure.of(
          "cannot read " + file, "delete it, then: serai login", e.getClass().getSimpleName());
    }
  }

  void write(Kept kept) {
    Properties properties = new Properties();
    properties.setProperty("admin-url", kept.admin().toString());
    properties.setProperty("issuer", kept.issuer());
    properties.setProperty("client-id", kept.clientId());
    properties.setProperty("url", kept.gateway() == null ? "" : kept.gateway().toString());
    properties.setProperty("user", kept.user());
    properties.setProperty("store", kept.keeping().name());
    StringWriter text = new StringWriter();
    try {
      properties.store(text, "A sign-in of Serai; its secret is elsewhere");
    } catch (IOException e) {
      throw new IllegalStateException(e); // a string takes everything
    }
    PrivateFolder.replace(file, text.toString());
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw SignInFailure.of("cannot delete " + file, e.getClass().getSimpleName());
    }
  }
}
