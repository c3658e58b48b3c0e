package dev.serai.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where the admin API is and who we are: flag, then environment, then file, then default. */
record Settings(Setting adminUrl, Setting token) {
  static final String DEFAULT_URL = "http://127.0.0.1:8081";

  /** A value and who said it; an empty value was said by nobody. */
  record Setting(String value, String source) {}

  static Settings of(
      @Nullable String urlFlag, @Nullable String tokenFlag, Map<String, String> env) {
    Path file = file(env);
    Properties saved = read(file);
    return new Settings(
        pick("admin-url", urlFlag, "SERAI_ADMIN_URL", env, saved, file, DEFAULT_URL),
        pick("token", tokenFlag, "SERAI_ADMIN_TOKEN", env, saved, file, ""));
  }

  private static Setting pick(
      String name,
      @Nullable String flag,
      String variable,
      Map<String, String> env,
      Properties saved,
      Path file,
      String otherwise) {
    if (flag != null) return new Setting(flag, "--" + name);
    String exported = env.getOrDefault(variable, "");
    if (!exported.isBlank()) return new Setting(exported.strip(), variable);
    String kept = saved.getProperty(name, "");
    if (!kept.isBlank()) return new Setting(kept.strip(), file.toString());
    return new Setting(otherwise, otherwise.isEmpty() ? "not set" : "default");
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
