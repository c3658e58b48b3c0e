package dev.serai.config;

import dev.serai.call.Dialect;
import dev.serai.call.Provider;
import dev.serai.providers.ProviderType;
import dev.serai.providers.ProviderTypes;
import java.util.List;
import java.util.Set;

/** Provider types as route files would define them. */
final class TestTypes {
  private TestTypes() {}

  static ProviderTypes all() {
    ProviderTypes types = new ProviderTypes();
    for (String name : List.of("openai", "anthropic"))
      types.register(type(name, "http://127.0.0.1:1/v1", name, Provider.Auth.BEARER, List.of()));
    types.register(type("openai-compatible", "", "", Provider.Auth.BEARER, List.of()));
    types.register(type("echo", "http://127.0.0.1:1", "", Provider.Auth.NONE, List.of("*")));
    return types;
  }

  private static ProviderType type(
      String name, String url, String prices, Provider.Auth auth, List<String> models) {
    return new ProviderType(name, url, Set.of(Dialect.OPENAI_CHAT), auth, true, prices, models);
  }
}
