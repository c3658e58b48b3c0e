package dev.serai.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where {@code ${env:NAME}} and {@code ${file:path}} are looked up. */
public interface References {
  Optional<String> env(String name);

  /** Without the line break at its end. */
  Optional<String> file(String path);

  /**
   * Of this machine.
   *
   * @param folder that relative paths start from
   */
  static References here(Map<String, String> env, Path folder) {
    return new References() {
      @Override
      public Optional<String> env(String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
      }

      @Override
      public Optional<String> file(String path) {
        try {
          return Optional.of(Files.readString(folder.resolve(path)).stripTrailing());
        } catch (IOException | RuntimeException _) {
          return Optional.empty();
        }
      }
    };
  }

  /** Sent along by whoever applies: the gateway's own environment and files are not for them. */
  static References sent(Map<String, String> env, Map<String, String> files) {
    return new References() {
      @Override
      public Optional<String> env(String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
      }

      @Override
      public Optional<String> file(String path) {
        return Optional.ofNullable(files.get(path)).map(String::stripTrailing);
      }
    };
  }
}
