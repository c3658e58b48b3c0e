package dev.serai.config;

import dev.serai.config.Settings.PriceSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The section {@code prices}: rows of one's own. */
final class PriceReader {
  private static final String[] BUCKETS = {
    "input",
    "input-audio",
    "cache-read",
    "cache-read-audio",
    "cache-write-5m",
    "cache-write-1h",
    "output",
    "output-audio"
  };

  private static final Pattern KIND =
      Pattern.compile("(exact|prefix|ends_with|contains|regex):(.+)");

  /** Down to the sixth decimal: a token then costs a whole number of pico-dollars. */
  private static final Pattern RATE = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");

  private final Map<String, String> families;

  /**
   * @param families by the provider's name
   */
  PriceReader(Map<String, String> families) {
    this.families = families;
  }

  List<PriceSettings> read(YamlMap top) {
    List<PriceSettings> prices = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (YamlMap map : top.maps("prices", "match", "provider", "family", "usd-per-mtok")) {
      String match = match(map);
      String family = family(map);
      if (!match.isEmpty() && !family.isEmpty() && !seen.add(family + " " + match))
        map.wrong("match", "'" + match + "' stands here twice", "once per family");
      prices.add(new PriceSettings(family, match, rates(map)));
    }
    return prices;
  }

  private String family(YamlMap map) {
    if (map.has("provider") == map.has("family")) {
      String given =
          map.has("family")
              ? "both 'provider' and 'family' are given"
              : "neither 'provider' nor 'family' is given";
      map.findings().add(map.line(), "price: " + given + " (expected: one of them)");
      return "";
    }
    if (map.has("family")) return map.text("family");
    String provider = map.text("provider");
    if (!families.containsKey(provider) && !provider.isEmpty())
      map.findings()
          .notOneOf(map.line("provider"), "price: unknown provider", provider, families.keySet());
    return families.getOrDefault(provider, "");
  }

  private static Map<String, String> rates(YamlMap map) {
    YamlMap section = map.map("usd-per-mtok", BUCKETS);
    Map<String, String> rates = new LinkedHashMap<>();
    for (String bucket : section.keys()) {
      String text = section.text(bucket);
      if (text.isEmpty()) continue;
      if (RATE.matcher(text).matches()) rates.put(bucket, text);
      else section.wrong(bucket, "'" + text + "'", "USD per million tokens, such as 1.25");
    }
    if (!section.has("input"))
      map.findings()
          .add(
              map.line("usd-per-mtok"),
              "price: 'usd-per-mtok.input' is missing (expected: USD per million tokens)");
    return rates;
  }

  /** A bare name stands for that model alone; with a kind in front it is a pattern. */
  private static String match(YamlMap map) {
    String match = map.required("match");
    Matcher kind = KIND.matcher(match);
    if (match.isEmpty() || !kind.matches()) return match.isEmpty() ? "" : "exact:" + match;
    if (kind.group(1).equals("regex")) {
      try {
        Pattern.compile(kind.group(2));
      } catch (PatternSyntaxException _) {
        map.wrong("match", "'" + match + "'", "a regular expression");
      }
    }
    return match;
  }
}
