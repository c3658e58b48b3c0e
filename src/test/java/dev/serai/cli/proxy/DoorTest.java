package dev.serai.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTest {
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

  private static String bare(String target, String... lines) {
    return "GET "
        + target
        + " HTTP/1.1\r\nhost: 127.0.0.1:"
        + rig.port()
        + "\r\n"
        + String.join("", List.of(lines))
        + "\r\n";
  }

  @Test
  void theBearerHas256BitsAndIsNewEachTime() {
    assertThat(Base64.getUrlDecoder().decode(rig.proxy.bearer())).hasSize(32);
    try (ProxyUnderTest other = new ProxyUnderTest()) {
      assertThat(other.proxy.bearer()).isNotEqualTo(rig.proxy.bearer());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization: Bearer KEY",
        "Authorization: bearer KEY",
        "X-Api-Key: KEY",
        "x-goog-api-key: KEY",
        "api-key: KEY"
      })
  void theBearerPassesInEveryFormOfHeader(String line) throws Exception {
    String given = line.replace("KEY", rig.proxy.bearer()) + "\r\n";

    assertThat(rig.send(bare("/v1/models", given)).status()).isEqualTo(200);
    assertNoBearerUpstream();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1beta/models?key=KEY, /v1beta/models",
    "/v1beta/models?alt=sse&key=KEY&pageSize=3, /v1beta/models?alt=sse&pageSize=3",
    "/v1beta/models?%6bey=KEY, /v1beta/models",
    "/v1beta/models?key=KEY&key=other&x=%2F%3A, /v1beta/models?x=%2F%3A"
  })
  void theBearerPassesInTheQueryAndStaysHere(String target, String arrived) throws Exception {
    assertThat(rig.send(bare(target.replace("KEY", rig.proxy.bearer()))).status()).isEqualTo(200);

    assertThat(rig.upstream.lastRequest().target()).isEqualTo(arrived);
    assertNoBearerUpstream();
  }

  private static void assertNoBearerUpstream() {
    var request = rig.upstream.lastRequest();
    assertThat(request.headers()).noneMatch(f -> f.value().contains(rig.proxy.bearer()));
    assertThat(request.target()).doesNotContain(rig.proxy.bearer());
    assertThat(request.headers("authorization")).containsExactly("Bearer " + ProxyUnderTest.TOKEN);
    assertThat(request.headers("x-serai-session")).containsExactly(ProxyUnderTest.SESSION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "authorization: Bearer wrong",
        "authorization: Bearer ",
        "authorization: Bearer",
        "authorization: KEY",
        "authorization: Basic KEY",
        "authorization: Bearer KEYx",
        "authorization: Bearer \u00fc\u00ff\u0080",
        "x-api-key: \u00e4\u00f6\u00fc",
        "x-goog-api-key: \u00ff",
        "api-key: sk-ant-real",
        "cookie: key=KEY",
        "x-serai-session: KEY"
      })
  void whoeverHasNoneIsToldSoAndGoesNowhere(String line) throws Exception {
    String given = line.isEmpty() ? "" : line.replace("KEY", rig.proxy.bearer()) + "\r\n";

    RawClient.Got got = rig.send(bare("/v1/models", given));

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.header("x-should-retry")).isEqualTo("false");
    assertThat(got.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(got.header("x-serai-refusal")).isEmpty();
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/messages?beta=true|{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",",
        "/v1beta/models/m:generateContent|{\"error\":{\"code\":401,",
        "/v1/models/m:generateContent|{\"error\":{\"code\":401,",
        "/v1/chat/completions|{\"error\":{\"message\":\"",
        "/anything|{\"error\":{\"message\":\""
      })
  void theyAreToldInTheirDialect(String target, String start) throws Exception {
    assertThat(rig.send(bare(target)).body()).startsWith(start);
    assertThat(rig.send(bare(target + (target.contains("?") ? "&" : "?") + "key=%ff")).body())
        .startsWith(start);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "localhost.evil.example:PORT",
        "127.0.0.1:PORT@evil.example",
        "127.0.0.1:PORT.evil.example",
        "[::1]:PORT",
        "0.0.0.0:PORT",
        ""
      })
  void aForeignHostIsRefusedThoughTheBearerIsRight(String host) throws Exception {
    String text =
        "GET /v1/models HTTP/1.1\r\nhost: "
            + host.replace("PORT", "" + rig.port())
            + "\r\nauthorization: Bearer "
            + rig.proxy.bearer()
            + "\r\n\r\n";

    assertThat(rig.send(text).status()).isEqualTo(403);
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @Test
  void noHostAndTwoHostsAreRefused() throws Exception {
    String bearer = "authorization: Bearer " + rig.proxy.bearer() + "\r\n\r\n";
    assertThat(rig.send("GET /v1/models HTTP/1.1\r\n" + bearer).status()).isEqualTo(400);
    assertThat(rig.send(rig.get("/v1/models", "Host: evil.example")).status()).isEqualTo(400);
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @Test
  void localhostIsAName() throws Exception {
    String text = rig.get("/v1/models").replace("host: 127.0.0.1", "Host: LocalHost");
    assertThat(rig.send(text).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://127.0.0.1:1",
        "https://127.0.0.1:PORT",
        "http://localhost.evil.example:PORT",
        "http://127.0.0.1:PORT/",
        ""
      })
  void aForeignOriginIsRefusedThoughTheBearerIsRight(String origin) throws Exception {
    String line = "origin: " + origin.replace("PORT", "" + rig.port());

    RawClient.Got got = rig.send(rig.get("/v1/models", line));

    assertThat(got.status()).isEqualTo(403);
    assertThat(got.header("access-control-allow-origin")).isEmpty();
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @Test
  void theOwnOriginPasses() throws Exception {
    String own = "origin: http://127.0.0.1:" + rig.port();
    assertThat(rig.send(rig.get("/v1/models", own)).status()).isEqualTo(200);
  }

  @Test
  void nobodyIsGreetedUnderAForeignName() throws Exception {
    assertThat(rig.send("GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n").status()).isEqualTo(403);
  }

  @Test
  void greetingsNeedNoBearerAndEarnNoTimeToIdle() throws Exception {
    assertThat(rig.send(bare("/")).body()).isEqualTo("ok\n");
    assertThat(rig.send(bare("/api/hello")).body()).isEqualTo("ok\n");
    try (RawClient client = rig.client()) {
      client.send(bare("/api/hello").replace("GET", "HEAD"));
      RawClient.Got got = client.read(true);
      assertThat(got.header("content-length")).isEqualTo("3");
      assertThat(got.header("connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @Test
  void itListensOnLoopbackOnly() throws Exception {
    List<InetAddress> others = new ArrayList<>(List.of(Inet6Address.getByName("::1")));
    NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .forEach(others::add);
    for (InetAddress other : others)
      try (Socket socket = new Socket()) {
        assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, rig.port()), 2000))
            .as("%s", other)
            .isInstanceOf(java.io.IOException.class);
      }
  }

  @Test
  void aGivenPortThatIsTakenIsSaid() {
    Upstream upstream =
        new Upstream(java.net.URI.create(rig.upstream.baseUrl()), () -> "token", "");
    assertThatThrownBy(() -> LocalProxy.start(upstream, rig.port()))
        .hasMessageContaining("127.0.0.1:" + rig.port() + " cannot be opened");
  }

  @Test
  void anotherUsersProcessDoesNotGetIn() throws Exception {
    List<String> command = new ArrayList<>();
    Path setpriv = Path.of("/usr/bin/setpriv");
    if (System.getProperty("user.name").equals("root") && Files.isExecutable(setpriv))
      command.addAll(
          List.of(setpriv.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"));
    String port = Integer.toString(rig.port());
    command.addAll(
        List.of(
            "/bin/bash",
            "-c",
            "id -u; exec 3<>/dev/tcp/127.0.0.1/$0"
                + " && printf 'GET /v1/models HTTP/1.1\\r\\nhost: 127.0.0.1:%s\\r\\n"
                + "authorization: Bearer guessed\\r\\n\\r\\n' $0 >&3 && head -n 1 <&3",
            port));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    Process process = builder.start();

    String said = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("HTTP/1.1 401");
    if (command.contains(setpriv.toString())) assertThat(said).startsWith("65534\n");
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @RepeatedTest(20)
  void afterTheEndNobodyListens() throws Exception {
    int port;
    try (ProxyUnderTest other = new ProxyUnderTest()) {
      port = other.port();
    }
    assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
  }
}
