package dev.serai.cli.proxy;

import dev.serai.cli.proxy.Seen.Refusal;
import dev.serai.cli.tls.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request at a time to the gateway, as the person who signed in. Any thread.
 *
 * <p>Only what the gateway itself says of the token starts anything: its mark is {@value #MARK},
 * and it lets no provider's header of that name through. A provider's 401 is a reply like others.
 */
final class Forward {
  static final String MARK = "x-serai-refusal";

  /** What only says that nothing went through just now. */
  static final String UNREACHABLE = "gateway_unreachable";

  static final String SIGN_IN_AWAY = "sign_in_unavailable";

  private static final String RECORD = "x-serai-request-id";

  /** Refusals of what never became a call. */
  private static final Set<String> UNRECORDED = Set.of("not_found", "method_not_allowed");

  /** A request up to this size is kept until its reply has begun, and can be sent again. */
  private static final int REPEATABLE = 1024 * 1024;

  private static final int LARGEST_REFUSAL = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(200);

  static final String SILENT = "gateway_silent";

  private final Upstream upstream;
  private final HttpClient client;
  private final Tokens tokens;
  private final Books books;
  private final Duration silence;
  private final String base;

  /**
   * @param silence after which the gateway is given up
   */
  Forward(Upstream upstream, HttpClient client, Books books, Duration silence) {
    this.silence = silence;
    this.upstream = upstream;
    this.client = client;
    this.tokens = new Tokens(upstream);
    this.books = books;
    this.base = upstream.gateway().toString().replaceAll("[?#].*$", "").replaceAll("/+$", "");
  }

  /**
   * What goes to the gateway.
   *
   * @param first the body, or its first {@link #REPEATABLE} bytes
   * @param rest null when there is no more
   */
  private record Outgoing(
      RequestHead head,
      Target target,
      byte[] first,
      @Nullable InputStream rest,
      AtomicBoolean touched) {
    boolean repeatable() {
      return rest == null || !touched.get();
    }

    BodyPublisher body() {
      if (rest == null)
        return first.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(first);
      InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), rest);
      BodyPublisher stream =
          BodyPublishers.ofInputStream(
              () -> {
                touched.set(true);
                return whole;
              });
      return head.length() == RequestHead.CHUNKED
          ? stream
          : BodyPublishers.fromPublisher(stream, head.length());
    }
  }

  /**
   * @return whether the connection can serve another request
   * @throws IOException when either side left; the connection is then of no use
   * @throws NotForwarded when there is nothing of the gateway's to tell
   */
  boolean exchange(RequestHead head, Target target, Wire wire, Reply reply)
      throws IOException, NotForwarded {
    Flight flight = new Flight(silence);
    try {
      RequestBody body = new RequestBody(wire, head.length(), () -> flight.watch(wire));
      if (head.length() != 0 && head.headers().first("expect").equalsIgnoreCase("100-continue"))
        reply.goOn();
      byte[] first = first(body);
      InputStream rest = body.ended() ? null : body;
      Outgoing outgoing = new Outgoing(head, target, first, rest, new AtomicBoolean());
      HttpResponse<InputStream> response = booked(outgoing, flight);
      boolean close = head.closes() || !body.ended();
      if (refusal(response)) refuse(response, reply, close);
      else {
        books.answered();
        reply.streamed(response, close, flight::piece);
      }
      return !close;
    } finally {
      flight.end();
    }
  }

  private static byte[] first(RequestBody body) throws IOException, NotForwarded {
    try {
      return body.readNBytes(REPEATABLE);
    } catch (RequestBody.BadChunk e) {
      throw NotForwarded.malformed(e.sentence());
    }
  }

  /** Counts before it asks: whoever leaves meanwhile is in the gateway's books all the same. */
  private HttpResponse<InputStream> booked(Outgoing outgoing, Flight flight)
      throws IOException, NotForwarded {
    books.asked();
    try {
      HttpResponse<InputStream> response = answered(outgoing, flight);
      if (!recorded(response)) books.notRecorded();
      return response;
    } catch (NotForwarded e) {
      books.notRecorded();
      throw e;
    }
  }

  private static boolean recorded(HttpResponse<?> response) {
    return response.headers().firstValue(RECORD).isPresent()
        && !UNRECORDED.contains(response.headers().firstValue(MARK).orElse(""));
  }

  private HttpResponse<InputStream> answered(Outgoing outgoing, Flight flight)
      throws IOException, NotForwarded {
    String token = token(() -> tokens.current());
    HttpResponse<InputStream> response = sent(outgoing, token, flight);
    if (!"token_expired".equals(response.headers().firstValue(MARK).orElse(""))) return response;
    String expired = token;
    String other = token(() -> tokens.insteadOf(expired));
    if (other.equals(expired)) return response;
    response.body().close();
    if (!outgoing.repeatable())
      throw new NotForwarded(
          503,
          "token_renewed",
          "The sign-in was renewed while this large request was on its way. Send it again.");
    return sent(outgoing, other, flight);
  }

  private interface Asking {
    String token();
  }

  private String token(Asking asking) throws NotForwarded {
    try {
      return asking.token();
    } catch (NoToken e) {
      throw noToken(e.passing(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // a fault of ours, which says nothing of the sign-in
      throw noToken(true, "There is no token for the gateway at the moment.");
    }
  }

  /** Agents give up for good on a 401, and try again on a 503. */
  private NotForwarded noToken(boolean passing, String sentence) {
    NotForwarded failed =
        new NotForwarded(passing ? 503 : 401, passing ? SIGN_IN_AWAY : "sign_in_failed", sentence);
    books.refused(new Refusal(failed.code(), failed.sentence()));
    return failed;
  }

  /** Tries again while nobody listens: a gateway that is being replaced is back in seconds. */
  private HttpResponse<InputStream> sent(Outgoing outgoing, String token, Flight flight)
      throws IOException, NotForwarded {
    HttpRequest request = request(outgoing, token);
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return flight.await(client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()));
      } catch (IOException e) {
        if (flight.over()) throw e;
        boolean again = connecting(e) && outgoing.repeatable() && System.nanoTime() < until;
        if (!again) throw unanswered(e);
        pause();
      }
    }
  }

  private HttpRequest request(Outgoing outgoing, String token) throws NotForwarded {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + outgoing.target().sent()));
      Fields headers = outgoing.head().headers();
      for (Fields.Field field : headers.passing()) {
        if (!field.plain())
          throw NotForwarded.malformed(
              "The header " + field.name() + " has characters outside of ASCII.");
        request.header(field.name(), field.value());
      }
      if (headers.of("user-agent").isEmpty()) request.header("user-agent", "serai");
      request.header("authorization", "Bearer " + token);
      if (!upstream.session().isEmpty()) request.header("x-serai-session", upstream.session());
      return request.method(outgoing.head().method(), outgoing.body()).build();
    } catch (IllegalArgumentException e) {
      throw NotForwarded.malformed("The request has a header or path that cannot be passed on.");
    }
  }

  private static boolean connecting(IOException failure) {
    return caused(failure, ConnectException.class) != null
        || caused(failure, HttpConnectTimeoutException.class) != null;
  }

  private static <T extends Throwable> @Nullable T caused(Throwable failure, Class<T> by) {
    for (Throwable each = failure; each != null; each = each.getCause())
      if (by.isInstance(each)) return by.cast(each);
    return null;
  }

  private NotForwarded unanswered(IOException e) {
    RequestBody.BadChunk bad = caused(e, RequestBody.BadChunk.class);
    if (bad != null) return NotForwarded.malformed(bad.sentence());
    if (e instanceof Flight.Silent) return silent();
    Tls tls = Tls.of(e);
    String gateway = "The serai gateway at " + upstream.gateway();
    NotForwarded failed =
        connecting(e)
            ? new NotForwarded(
                503,
                UNREACHABLE,
                gateway + " cannot be reached. Is it running, and is your network up?")
            : tls != Tls.NONE
                ? new NotForwarded(
                    502,
                    UNREACHABLE,
                    gateway + " cannot be used: " + tls.why() + " (" + tls.advice() + ").")
                : new NotForwarded(
                    502, UNREACHABLE, gateway + " closed the connection before it answered.");
    books.refused(new Refusal(failed.code(), failed.sentence()));
    return failed;
  }

  private NotForwarded silent() {
    String sentence = "The serai gateway at " + upstream.gateway() + " did not answer in time.";
    books.refused(new Refusal(SILENT, sentence));
    return new NotForwarded(504, SILENT, sentence);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static boolean refusal(HttpResponse<?> response) {
    return response.headers().firstValue(MARK).isPresent();
  }

  private void refuse(HttpResponse<InputStream> response, Reply reply, boolean close)
      throws IOException {
    byte[] body = response.body().readNBytes(LARGEST_REFUSAL);
    String sentence = RefusalText.sentence(new String(body, StandardCharsets.UTF_8));
    String code = response.headers().firstValue(MARK).orElse("");
    books.refused(new Refusal(code, sentence == null ? code : sentence));
    reply.whole(response, body, close);
  }
}
