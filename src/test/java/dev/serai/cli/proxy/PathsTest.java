package dev.serai.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
  private static ProxyUnderTest rig;

  @BeforeAll
  static void start() {
    rig = new ProxyUnderTest();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void reset() {
    rig.upstream.reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models/a%3A0%2Fx",
        "/v1/models/a%3a0%2fx",
        "/v1beta/models/vendor%2Fmodel%3A1:streamGenerateContent?alt=sse",
        "/v1/models/publishers/x/models/y@2:generateContent?%24fields=a,b&x=%2e%2e&include[]=z",
        "/api/v1/models/a..b",
        "/openai/v1/models/...",
        "/v1/models/%C3%BC~!$&'()*+,;=",
        "/v1/messages?beta=true"
      })
  void pathsArriveAsTheyWereSent(String target) throws Exception {
    assertThat(rig.send(rig.get(target)).status()).isEqualTo(200);

    assertThat(rig.upstream.lastRequest().target()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../admin",
        "/v1/../api/limits",
        "/v1/..",
        "/v1/./models",
        "/v1/%2e%2e/api",
        "/v1/%2E./api",
        "/v1/.%2e/api",
        "/v1/%2e/models",
        "/v1%2f..%2fapi",
        "/v1/models/..%2f..%2fapi",
        "/v1/models/a%2F..%2Fb",
        "/v1/%252e%252e/api",
        "/v1/%25252e%25252e/api",
        "/v1/%2525252525252e/api",
        "/v1/models/%252e%252e%252fapi",
        "/v1/..;/api",
        "/v1/..;a=b/api",
        "/v1/%2e%2e;x/api",
        "//v1/models",
        "/v1//models",
        "/v1/models//",
        "/v1/models/%2Fetc",
        "/v1/models/a%2F%2Fb",
        "//evil.example/v1/models",
        "/v1/..\\api",
        "/v1/%5c..%5capi",
        "/v1/..%5capi",
        "/v1/models/a%00b",
        "/v1/models/a%0d%0ax:%20y",
        "/v1/models/%zz",
        "/v1/models/%",
        "/v1/models#x",
        "/v1/models/\u00fc",
        "/v1/models/a|b",
        "/v1/models/\"a\"",
        "v1/models",
        "*",
        "http://evil.example/v1/models",
        "http://127.0.0.1/v1/models",
        "https:/v1/models",
        "evil.example:443"
      })
  void aPathThatCouldBeTakenForAnotherGoesNowhere(String target) throws Exception {
    assertThat(rig.send(rig.get(target)).status()).isIn(400, 404);
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/healthz",
        "/readyz",
        "/admin",
        "/api/limits",
        "/v1",
        "/v1models",
        "/v2/models",
        "/V1/models",
        "/%761/models",
        "/model/m/invoke",
        "/api/hello/x"
      })
  void whatIsNotTheGatewaysGoesNowhere(String target) throws Exception {
    RawClient.Got got = rig.send(rig.get(target));

    assertThat(got.status()).isEqualTo(404);
    assertThat(got.body()).contains("/v1/");
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @Test
  void methodsThatOpenTunnelsOrShowTheTokenAreNotServed() throws Exception {
    assertThat(rig.send(rig.head("CONNECT", "/v1/models") + "\r\n").status()).isEqualTo(405);
    assertThat(rig.send(rig.head("TRACE", "/v1/models") + "\r\n").status()).isEqualTo(405);
    assertThat(rig.upstream.requests()).isEmpty();
  }
}
