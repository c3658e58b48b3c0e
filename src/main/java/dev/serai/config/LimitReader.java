package dev.serai.config;

import dev.serai.admin.Problem;
import dev.serai.config.Settings.LimitSettings;
import dev.serai.limits.Limit;
import dev.serai.limits.LimitOptions;
import dev.serai.limits.LimitWords;
import dev.serai.limits.Measure;
import dev.serai.limits.NewLimit;
import dev.serai.limits.Scope;
import dev.serai.limits.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The section {@code limits}. What a limit is about is looked up when the file is applied: it may
 * be in the file, or have been made before.
 */
final class LimitReader {
  private static final String[] KEYS = {
    "scope",
    "target",
    "measure",
    "window",
    "time-zone",
    "anchor",
    "cap",
    "provider",
    "models",
    "on-breach",
    "estimate",
    "unknown-price",
    "when-blind",
    "thresholds",
    "contact",
    "paused",
    "allow-unreachable"
  };

  private static final Set<String> LISTS = Set.of("models", "thresholds");

  List<LimitSettings> read(YamlMap top) {
    List<LimitSettings> limits = new ArrayList<>();
    for (YamlMap map : top.maps("limits", KEYS))
      limits.add(new LimitSettings(map.line(), limit(map)));
    return limits;
  }

  private static NewLimit limit(YamlMap map) {
    Scope scope = needed(map, "scope", LimitWords::scope, Scope.ORGANIZATION);
    Measure measure = needed(map, "measure", LimitWords::measure, Measure.REQUESTS);
    if (scope != Scope.ORGANIZATION) map.required("target");
    return new NewLimit(
        scope,
        map.text("target"),
        measure,
        window(map),
        needed(map, "cap", text -> LimitWords.cap(measure, text), 0L),
        map.text("provider"),
        read(map, () -> LimitWords.models(texts(map, "models")), List.of()),
        options(map),
        map.flag("allow-unreachable"));
  }

  private static Window window(YamlMap map) {
    Window usual = Window.of(Window.Kind.TOTAL);
    String window = map.required("window");
    return window.isEmpty()
        ? usual
        : read(
            map, () -> LimitWords.window(window, map.text("time-zone"), map.text("anchor")), usual);
  }

  private static LimitOptions options(YamlMap map) {
    LimitOptions usual = LimitOptions.USUAL;
    return new LimitOptions(
        given(map, "on-breach", LimitWords::onBreach, usual.onBreach()),
        given(map, "estimate", LimitWords::estimate, usual.estimate()),
        given(map, "unknown-price", LimitWords::unknownPrice, usual.unknownPrice()),
        given(map, "when-blind", LimitWords::whenBlind, usual.whenBlind()),
        map.has("thresholds") ? thresholds(map) : Limit.DEFAULT_THRESHOLDS,
        given(map, "contact", LimitWords::contact, usual.contact()),
        map.flag("paused"));
  }

  private static List<Integer> thresholds(YamlMap map) {
    List<Integer> percents = new ArrayList<>();
    for (String text : texts(map, "thresholds"))
      // what is no number is none that may stand here
      percents.add(text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1);
    return read(map, () -> LimitWords.thresholds(percents), Limit.DEFAULT_THRESHOLDS);
  }

  private static List<String> texts(YamlMap map, String key) {
    return map.texts(key).stream().map(YamlMap.Text::value).toList();
  }

  private static <T> T needed(YamlMap map, String key, Function<String, T> words, T otherwise) {
    String text = map.required(key);
    return text.isEmpty() ? otherwise : read(map, () -> words.apply(text), otherwise);
  }

  private static <T> T given(YamlMap map, String key, Function<String, T> words, T usual) {
    String text = map.text(key);
    return text.isEmpty() ? usual : read(map, () -> words.apply(text), usual);
  }

  private static <T> T read(YamlMap map, Supplier<T> words, T otherwise) {
    try {
      return words.get();
    } catch (Problem problem) {
      for (Problem.Field field : problem.fields()) {
        String key = field.field().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        String given = LISTS.contains(key) ? "its entries" : "'" + map.text(key) + "'";
        map.wrong(key, given, field.expected());
      }
      return otherwise;
    }
  }
}
