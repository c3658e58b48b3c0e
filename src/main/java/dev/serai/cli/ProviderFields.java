package dev.serai.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of a provider; what is left out stays, or is as usual. */
final class ProviderFields {
  @Option(names = "--url", paramLabel = "<url>", description = "Its address; \"\" = the type's")
  @Nullable String url;

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "<pattern>",
      description = "Models it serves, * stands for anything; repeatable (the type's)")
  @Nullable List<String> models;

  @Option(
      names = "--forward-identity",
      paramLabel = "{true | false}",
      description = "Tell it, in a signed token, in whose name calls are made (false)")
  @Nullable Boolean forwardIdentity;

  /** Those that were given, under the API's names. */
  Map<String, Object> into(Map<String, Object> fields) {
    LimitTerms.put(fields, "baseUrl", url);
    LimitTerms.put(fields, "models", models);
    LimitTerms.put(fields, "forwardIdentity", forwardIdentity);
    return fields;
  }
}
