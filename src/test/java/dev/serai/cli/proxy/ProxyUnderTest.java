package dev.serai.cli.proxy;

import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A proxy before a recording upstream on a real socket, which says {@code {}} unless told. */
final class ProxyUnderTest implements AutoCloseable {
  static final String TOKEN = "token-of-the-person";
  static final String SESSION = "5e551011";

  final FakeProvider upstream = FakeProvider.start().otherwise(Answer.json(200, "{}"));
  final LocalProxy proxy;

  ProxyUnderTest() {
    this(() -> TOKEN, refused -> TOKEN);
  }

  ProxyUnderTest(Supplier<String> token, UnaryOperator<String> renew) {
    try {
      proxy =
          LocalProxy.start(new Upstream(URI.create(upstream.baseUrl()), token, renew, SESSION), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  int port() {
    return proxy.uri().getPort();
  }

  RawClient client() throws IOException {
    return new RawClient(port());
  }

  /** What comes back on a connection of its own. */
  RawClient.Got send(String text) throws IOException {
    try (RawClient client = client()) {
      return client.send(text).read();
    }
  }

  String get(String target, String... headers) {
    return head("GET", target, headers) + "\r\n";
  }

  String post(String target, String body, String... headers) {
    return head("POST", target, headers) + "content-length: " + body.length() + "\r\n\r\n" + body;
  }

  /** With host and bearer, open for more lines. */
  String head(String method, String target, String... headers) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\nhost: 127.0.0.1:"
        + port()
        + "\r\nauthorization: Bearer "
        + proxy.bearer()
        + "\r\n"
        + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n");
  }

  @Override
  public void close() {
    proxy.close();
    upstream.close();
  }
}
