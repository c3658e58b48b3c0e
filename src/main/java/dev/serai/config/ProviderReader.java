package dev.serai.config;

import dev.serai.call.Provider;
import dev.serai.call.Secret;
import dev.serai.config.Settings.CredentialSettings;
import dev.serai.config.Settings.ProviderSettings;
import dev.serai.config.YamlMap.Text;
import dev.serai.providers.ConfiguredProvider;
import dev.serai.providers.ProviderType;
import dev.serai.providers.ProviderTypes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/** The section {@code providers}. */
final class ProviderReader {
  /** It is the prefix of a model's name, up to the first slash. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private final ProviderTypes types;

  ProviderReader(ProviderTypes types) {
    this.types = types;
  }

  List<ProviderSettings> read(YamlMap top) {
    List<ProviderSettings> providers = new ArrayList<>();
    SettingsReader.Names names = new SettingsReader.Names("provider");
    for (YamlMap map :
        top.maps("providers", "name", "type", "base-url", "models", "timeouts", "credentials")) {
      ProviderSettings provider = provider(map);
      if (names.isNew(map, provider.provider().name())) providers.add(provider);
    }
    return providers;
  }

  /** Of the price catalogue. */
  String family(ConfiguredProvider provider) {
    return types.find(provider.type()).map(type -> provider.on(type).prices()).orElse("");
  }

  private ProviderSettings provider(YamlMap map) {
    String name = map.required("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches())
      map.wrong("name", "'" + name + "'", "letters, digits and . _ -, without a slash");
    String type = map.required("type");
    String url = url(map);
    List<String> models = values(map.texts("models"));
    if (!type.isEmpty())
      types
          .find(type)
          .ifPresentOrElse(
              known -> checkType(map, known, url, models),
              () ->
                  map.findings()
                      .notOneOf(map.line("type"), "unknown provider type", type, types.names()));
    return new ProviderSettings(
        new ConfiguredProvider(name, type, url, models, timeouts(map)), credentials(map, name));
  }

  private static void checkType(YamlMap map, ProviderType type, String url, List<String> models) {
    if (type.baseUrl().isEmpty() && url.isEmpty() && !map.has("base-url"))
      map.findings()
          .add(
              map.line(),
              "provider of type '%s': 'base-url' is missing (expected: a URL, as this type has none)"
                  .formatted(type.name()));
    if (type.prices().isEmpty() && type.models().isEmpty() && models.isEmpty())
      map.findings()
          .add(
              map.line(),
              "provider of type '%s': 'models' is missing (expected: a list of names or patterns, as the catalogue has none of this type)"
                  .formatted(type.name()));
  }

  private static String url(YamlMap map) {
    String url = map.text("base-url");
    if (url.isEmpty()) return "";
    try {
      URI uri = new URI(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null) return url;
    } catch (URISyntaxException _) {
      // told below
    }
    // the text is not repeated: it may hold a password
    map.wrong("base-url", "no usable URL", "http:// or https://, a host, and maybe a path");
    return "";
  }

  private static Provider.Timeouts timeouts(YamlMap map) {
    YamlMap timeouts = map.map("timeouts", "connect", "first-byte", "first-byte-streamed", "idle");
    Provider.Timeouts usual = Provider.Timeouts.DEFAULT;
    return new Provider.Timeouts(
        duration(timeouts, "connect", usual.connect()),
        duration(timeouts, "first-byte", usual.firstByte()),
        duration(timeouts, "first-byte-streamed", usual.firstByteStreamed()),
        duration(timeouts, "idle", usual.idle()));
  }

  private static Duration duration(YamlMap map, String key, Duration usual) {
    String text = map.text(key);
    if (text.isEmpty()) return usual;
    try {
      Duration duration = DurationStyle.detectAndParse(text);
      if (duration.toMillis() > 0) return duration;
    } catch (IllegalArgumentException | ArithmeticException _) {
      // told below
    }
    map.wrong(key, "'" + text + "'", "a duration such as 500ms, 30s or 10m");
    return usual;
  }

  private static List<CredentialSettings> credentials(YamlMap map, String provider) {
    List<CredentialSettings> credentials = new ArrayList<>();
    SettingsReader.Names names =
        new SettingsReader.Names("credential of provider '" + provider + "'");
    for (YamlMap entry : map.maps("credentials", "name", "secret", "models")) {
      String name = entry.required("name");
      Secret secret = Secret.of(entry.required("secret"));
      List<String> models = values(entry.texts("models"));
      if (names.isNew(entry, name)) credentials.add(new CredentialSettings(name, secret, models));
    }
    return credentials;
  }

  static List<String> values(List<Text> texts) {
    return texts.stream().map(Text::value).toList();
  }
}
