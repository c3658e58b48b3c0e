package dev.serai.limits;

import java.util.List;

/**
 * A limit to be made; its words are read by {@link LimitWords}.
 *
 * @param target name or id of what the scope is about; empty = the current organization
 * @param cap in the measure's unit
 * @param provider empty = any
 * @param models patterns, empty = any
 * @param allowUnreachable also when no call can match it, as far as the gateway knows
 */
public record NewLimit(
    Scope scope,
    String target,
    Measure measure,
    Window window,
    long cap,
    String provider,
    List<String> models,
    LimitOptions options,
    boolean allowUnreachable) {
  public NewLimit {
    target = target.strip();
    provider = provider.strip();
    models = List.copyOf(models);
  }

  /** With the usual options, for all providers and models. */
  public static NewLimit of(
      Scope scope, String target, Measure measure, String window, String cap) {
    return new NewLimit(
        scope,
        target,
        measure,
        LimitWords.window(window, "", ""),
        LimitWords.cap(measure, cap),
        "",
        List.of(),
        LimitOptions.USUAL,
        false);
  }

  public NewLimit only(String newProvider, String... newModels) {
    return new NewLimit(
        scope,
        target,
        measure,
        window,
        cap,
        newProvider,
        List.of(newModels),
        options,
        allowUnreachable);
  }

  public NewLimit with(LimitOptions newOptions) {
    return new NewLimit(
        scope, target, measure, window, cap, provider, models, newOptions, allowUnreachable);
  }

  public NewLimit unreachable() {
    return new NewLimit(scope, target, measure, window, cap, provider, models, options, true);
  }
}
