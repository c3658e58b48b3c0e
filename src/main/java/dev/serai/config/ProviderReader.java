package dev.serai.config;

import dev.serai.call.Credential;
import dev.serai.call.Provider;
import dev.serai.call.Rank;
import dev.serai.call.Secret;
import dev.serai.config.Settings.CredentialSettings;
import dev.serai.config.Settings.ProviderSettings;
import dev.serai.config.YamlMap.Text;
import dev.serai.providers.ConfiguredProvider;
import dev.serai.providers.ProviderRules;
import dev.serai.providers.ProviderType;
import dev.serai.providers.ProviderTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;

/** The section {@code providers}. */
final class ProviderReader {
  private final ProviderTypes types;

  ProviderReader(ProviderTypes types) {
    this.types = types;
  }

  List<ProviderSettings> read(YamlMap top) {
    List<ProviderSettings> providers = new ArrayList<>();
    SettingsReader.Names names = new SettingsReader.Names("provider");
    for (YamlMap map :
        top.maps(
            "providers",
            "name",
            "type",
            "base-url",
            "models",
            "timeouts",
            "forward-identity",
            "proxy",
            "ca-certificates",
            "http",
            "credentials")) {
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
    if (!name.isEmpty())
      ProviderRules.name(name).ifPresent(expected -> map.wrong("name", "'" + name + "'", expected));
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
        new ConfiguredProvider(
            name, type, url, models, timeouts(map), map.flag("forward-identity"), network(map)),
        credentials(map, name));
  }

  private static void checkType(YamlMap map, ProviderType type, String url, List<String> models) {
    if (!map.has("base-url"))
      ProviderRules.neededUrl(type, url)
          .ifPresent(expected -> missing(map, type, "base-url", expected));
    ProviderRules.neededModels(type, models)
        .ifPresent(expected -> missing(map, type, "models", expected));
  }

  private static void missing(YamlMap map, ProviderType type, String key, String expected) {
    map.findings()
        .add(
            map.line(),
            "provider of type '%s': '%s' is missing (expected: %s)"
                .formatted(type.name(), key, expected));
  }

  private static String url(YamlMap map) {
    String url = map.text("base-url");
    Optional<String> expected = ProviderRules.baseUrl(url);
    if (expected.isEmpty()) return url;
    // the text is not repeated: it may hold a password
    map.wrong("base-url", "no usable URL", expected.get());
    return "";
  }

  /** The texts are not repeated: a proxy may have a password. */
  private static Provider.Network network(YamlMap map) {
    String proxy = map.text("proxy");
    ProviderRules.proxy(proxy)
        .ifPresent(expected -> map.wrong("proxy", "no usable proxy", expected));
    String certificates = map.text("ca-certificates").strip();
    ProviderRules.caCertificates(certificates)
        .ifPresent(expected -> map.wrong("ca-certificates", "no certificates", expected));
    String http = map.text("http");
    if (!http.isEmpty() && Provider.Http.of(http).isEmpty())
      map.wrong("http", "'" + http + "'", ProviderRules.HTTP);
    return new Provider.Network(
        proxy, certificates, Provider.Http.of(http).orElse(Provider.Http.AUTO));
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
    Duration duration = Duration.ZERO;
    try {
      duration = DurationStyle.detectAndParse(text);
    } catch (IllegalArgumentException | ArithmeticException _) {
      // no more a time to wait than none is
    }
    Optional<String> expected = ProviderRules.timeout(duration);
    if (expected.isEmpty()) return duration;
    map.wrong(key, "'" + text + "'", expected.get());
    return usual;
  }

  private static List<CredentialSettings> credentials(YamlMap map, String provider) {
    List<CredentialSettings> credentials = new ArrayList<>();
    SettingsReader.Names names =
        new SettingsReader.Names("credential of provider '" + provider + "'");
    for (YamlMap entry :
        map.maps(
            "credentials",
            "name",
            "secret",
            "models",
            "connections",
            "queue",
            "queue-wait",
            "weight")) {
      String name = entry.required("name");
      Secret secret = Secret.of(entry.required("secret"));
      List<String> models = values(entry.texts("models"));
      if (names.isNew(entry, name))
        credentials.add(
            new CredentialSettings(
                name, secret, models, room(entry), entry.number("weight", 1, 1, Rank.WEIGHT_MAX)));
    }
    return credentials;
  }

  private static Credential.Room room(YamlMap map) {
    return new Credential.Room(
        map.number("connections"),
        map.number("queue"),
        duration(map, "queue-wait", Credential.Room.USUAL_WAIT));
  }

  static List<String> values(List<Text> texts) {
    return texts.stream().map(Text::value).toList();
  }
}
