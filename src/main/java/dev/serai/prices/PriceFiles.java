package dev.serai.prices;

import dev.serai.prices.PriceContext.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads {@code prices/*.yaml} from the class path. Every scalar stays the text that was written, so
 * that no price ever passes through a binary fraction.
 */
final class PriceFiles {
  /** A class path cannot be listed quickly; a test holds this against the directory. */
  static final List<String> FAMILIES =
      List.of(
          "anthropic",
          "bedrock",
          "deepseek",
          "google",
          "google-vertex-claude",
          "groq",
          "mistral",
          "openai",
          "xai");

  private PriceFiles() {}

  static List<Family> read() {
    Yaml yaml = plainText();
    return FAMILIES.stream().map(family -> read(yaml, "/prices/" + family + ".yaml")).toList();
  }

  private static Yaml plainText() {
    LoaderOptions loading = new LoaderOptions();
    DumperOptions dumping = new DumperOptions();
    Resolver textOnly =
        new Resolver() {
          @Override
          protected void addImplicitResolvers() {}
        };
    return new Yaml(
        new SafeConstructor(loading), new Representer(dumping), dumping, loading, textOnly);
  }

  private static Family read(Yaml yaml, String file) {
    try (InputStream in = PriceFiles.class.getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException("price file is missing: " + file);
      return family(yaml.load(in));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private static Family family(Map<String, Object> file) {
    String name = text(file, "family");
    Map<Mode, Long> parts = new EnumMap<>(Mode.class);
    map(file, "factors")
        .forEach((mode, part) -> parts.put(mode(mode), Rates.scaled(mode, part.toString(), 3)));
    Object search = map(file, "units").get("web-search");
    List<PriceRow> rows = new ArrayList<>();
    for (Map<String, Object> row : list(file, "models")) rows.add(row(name, row));
    return Family.of(
        name,
        text(file, "version"),
        parts,
        search == null ? 0 : Rates.scaled("web-search", search.toString(), 12),
        rows);
  }

  private static PriceRow row(String family, Map<String, Object> row) {
    List<PriceRow.Period> periods = new ArrayList<>();
    if (row.containsKey("before")) {
      periods.add(period(row, LocalDate.parse(text(row, "since"))));
      periods.add(period(map(row, "before"), LocalDate.EPOCH));
    } else {
      periods.add(period(row, LocalDate.EPOCH));
    }
    Map<Mode, Rates> modes = new EnumMap<>(Mode.class);
    for (String mode : List.of("fast", "flex", "batch"))
      if (row.containsKey(mode)) modes.put(mode(mode), rates(row, mode));
    Object maxOutput = map(row, "limits").getOrDefault("max-output", "0");
    return new PriceRow(
        family,
        text(row, "id"),
        strings(row, "match"),
        Long.parseLong(maxOutput.toString()),
        periods,
        modes);
  }

  private static PriceRow.Period period(Map<String, Object> from, LocalDate since) {
    List<PriceRow.Tier> tiers =
        list(from, "tiers").stream()
            .map(tier -> new PriceRow.Tier(Long.parseLong(text(tier, "above")), rates(tier, "usd")))
            .toList();
    return new PriceRow.Period(since, rates(from, "usd"), tiers);
  }

  @SuppressWarnings("unchecked")
  private static Rates rates(Map<String, Object> from, String key) {
    return Rates.of((Map<String, String>) (Map<?, ?>) map(from, key));
  }

  private static Mode mode(String word) {
    return Mode.valueOf(word.toUpperCase(java.util.Locale.ROOT));
  }

  private static String text(Map<String, Object> from, String key) {
    Object value = from.get(key);
    if (value == null) throw new IllegalArgumentException(key + " is missing");
    return value.toString();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> from, String key) {
    return (Map<String, Object>) from.getOrDefault(key, Map.of());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> from, String key) {
    return (List<Map<String, Object>>) from.getOrDefault(key, List.of());
  }

  @SuppressWarnings("unchecked")
  private static List<String> strings(Map<String, Object> from, String key) {
    return (List<String>) from.getOrDefault(key, List.of());
  }
}
