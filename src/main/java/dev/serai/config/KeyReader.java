package dev.serai.config;

import dev.serai.call.Secret;
import dev.serai.config.Settings.KeySettings;
import dev.serai.keys.KeyShape;
import dev.serai.tenants.Tenants;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The section {@code keys}. */
final class KeyReader {
  private static final int DATE_LENGTH = "2030-01-31".length();

  private final Set<String> projects;
  private final Set<String> policies;
  private final Set<Secret> secrets = new HashSet<>();

  KeyReader(Set<String> projects, Set<String> policies) {
    this.projects = projects;
    this.policies = policies;
  }

  List<KeySettings> read(YamlMap top) {
    List<KeySettings> keys = new ArrayList<>();
    SettingsReader.Names names = new SettingsReader.Names("key");
    for (YamlMap map :
        top.maps(
            "keys",
            "name",
            "project",
            "policy",
            "secret",
            "requests-per-minute",
            "expires-at",
            "metadata")) {
      KeySettings key = key(map);
      if (names.isNew(map, key.name(), key.project() + "/" + key.name())) keys.add(key);
    }
    return keys;
  }

  private KeySettings key(YamlMap map) {
    String name = map.required("name");
    String project = map.has("project") ? map.text("project") : Tenants.DEFAULT_PROJECT;
    String what = "key '" + name + "': unknown ";
    if (!project.isEmpty() && !projects.contains(project))
      map.findings().notOneOf(map.line("project"), what + "project", project, projects);
    String policy = map.text("policy");
    if (!policy.isEmpty() && !policies.contains(policy))
      map.findings().notOneOf(map.line("policy"), what + "policy", policy, policies);
    return new KeySettings(
        name,
        project,
        policy,
        secret(map),
        map.number("requests-per-minute"),
        expiry(map),
        metadata(map.open("metadata")));
  }

  private @Nullable Secret secret(YamlMap map) {
    Secret secret = map.secret("secret");
    if (secret == null) return null;
    if (!KeyShape.fits(secret.reveal()))
      map.wrong(
          "secret",
          "not in the shape of a key",
          KeyShape.PREFIX
              + " and 26 characters of Crockford base32, or no secret to have one made");
    else if (!secrets.add(secret))
      map.wrong("secret", "another key has the same", "a secret of its own");
    return secret;
  }

  private static @Nullable Instant expiry(YamlMap map) {
    String text = map.text("expires-at");
    if (text.isEmpty()) return null;
    try {
      return text.length() == DATE_LENGTH
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      map.wrong("expires-at", "'" + text + "'", "2030-01-31 or 2030-01-31T12:00:00Z");
      return null;
    }
  }

  private static Map<String, String> metadata(YamlMap map) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String key : map.keys()) metadata.put(key, map.text(key));
    return metadata;
  }
}
