package dev.serai.usage;

/**
 * Which records; empty = all.
 *
 * @param key its id or its name
 * @param model as requested, as sent to the provider, or as it served
 */
record UsageFilter(String key, String model, String outcome) {
  UsageFilter {
    key = UsageRecord.clean(key); // as records are written, so that it can be compared
    model = UsageRecord.clean(model);
  }
}
