package dev.serai.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can change of a limit beside its cap; what is left out stays, or is as usual. */
final class LimitTerms {
  @Option(names = "--on-breach", paramLabel = "{block | warn}", description = "At the cap (block)")
  @Nullable String onBreach;

  @Option(
      names = "--estimate",
      paramLabel = "{balanced | hard}",
      description = "What a call reserves: what such calls use, or the most it can (balanced)")
  @Nullable String estimate;

  @Option(
      names = "--unknown-price",
      paramLabel = "{refuse | default | tokens-only}",
      description = "A model without a price, in a limit in usd (refuse)")
  @Nullable String unknownPrice;

  @Option(
      names = "--when-blind",
      paramLabel = "{refuse | allow}",
      description = "When the database is away and what a replica holds is used up (refuse)")
  @Nullable String whenBlind;

  @Option(
      names = "--threshold",
      paramLabel = "<percent>",
      split = ",",
      description = "Warn from here on; repeatable (80 and 95)")
  @Nullable List<Integer> thresholds;

  @Option(names = "--contact", paramLabel = "<text>", description = "Whom to ask for more")
  @Nullable String contact;

  /** Those that were given, under the API's names. */
  void into(Map<String, Object> fields) {
    put(fields, "onBreach", onBreach);
    put(fields, "estimate", estimate);
    put(fields, "unknownPrice", unknownPrice);
    put(fields, "whenBlind", whenBlind);
    put(fields, "thresholds", thresholds);
    put(fields, "contact", contact);
  }

  static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) fields.put(name, value);
  }
}
