package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Headers;
import io.vertx.core.MultiMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeaderRulesTest {
  private static Headers connection(String... values) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String value : values) headers.add("Connection", value);
    return new HeadersView(headers);
  }

  @Test
  void knowsWhatTheConnectionHeadersName() {
    Set<String> named =
        HeaderRules.connection(connection("keep-alive", "X-App, prefer", "accept ,,close"));

    for (String name : new String[] {"x-app", "Prefer", "ACCEPT"})
      assertThat(HeaderRules.named(named, name)).as(name).isTrue();
    assertThat(HeaderRules.named(named, "user-agent")).isFalse();
  }

  @Test
  void makesNothingOfAConnectionThatOnlyStaysOpenOrNot() {
    assertThat(HeaderRules.connection(connection())).isNull();
    assertThat(HeaderRules.connection(connection("keep-alive"))).isNull();
    assertThat(HeaderRules.connection(connection("Close", "Keep-Alive"))).isNull();
    assertThat(HeaderRules.named(null, "x-app")).isFalse();
  }
}
