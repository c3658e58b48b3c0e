package dev.serai.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.secrets.Pepper;
import dev.serai.secrets.SecretBox;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs a create once per {@code Idempotency-Key}, however often it is sent within 24 h: the same
 * answer again, secrets included. Claim, creation and answer commit together, so a crash leaves all
 * or nothing.
 */
@Component
public class Idempotency {
  /** On the request. */
  public static final String HEADER = "Idempotency-Key";

  static final String REPLAY = "X-Idempotent-Replay";

  private static final Logger log = LoggerFactory.getLogger(Idempotency.class);
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int KEY_MAX = 255;

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final SecretBox box;
  private final Pepper pepper;
  private final ObjectMapper json;

  Idempotency(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Changes changes,
      SecretBox box,
      Pepper pepper,
      ObjectMapper json) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.changes = changes;
    this.box = box;
    this.pepper = pepper;
    this.json = json;
  }

  /**
   * One create. Actor, method and path are part of the key's identity, the body has to be the same.
   *
   * @param key value of the header, null when it was not sent
   * @param operation such as {@code POST /api/keys}
   */
  public record Request(@Nullable String key, String operation, Object body, HttpStatus status) {
    public Request {
      if (key != null && (key.isBlank() || key.length() > KEY_MAX))
        throw Problem.invalid(HEADER, "1 to " + KEY_MAX + " characters");
    }
  }

  /**
   * Runs the creation in a transaction and makes it visible. An answer is given even when this
   * replica cannot read it back in time: the secret in it cannot be shown twice.
   *
   * @throws Problem 422 when the key was used with another body; 403 when it was answered before
   *     and the actor's permissions have changed since
   */
  public <T> ResponseEntity<T> once(Request request, Class<T> type, Supplier<T> creation) {
    ResponseEntity<T> answer =
        Objects.requireNonNull(
            transactions.execute(
                _ ->
                    request.key() == null
                        ? ResponseEntity.status(request.status()).body(creation.get())
                        : claimed(request, request.key(), type, creation)));
    try {
      changes.refreshNow();
    } catch (Changes.NotYetVisible _) {
      log.atWarn().addKeyValue("operation", request.operation()).log("created, not yet visible");
    }
    return answer;
  }

  /** Nobody is told what somebody else was answered. */
  private static String path(Request request) {
    return Acting.actor()
        .map(
            actor ->
                String.join(
                    " ",
                    actor.organization(),
                    actor.kind().text(),
                    actor.id(),
                    request.operation()))
        .orElseGet(request::operation);
  }

  /** What the actor may do, all of it: an answer is not told again to who may do something else. */
  private byte[] grants() {
    String text =
        Acting.actor().stream()
            .flatMap(actor -> actor.grants().grants().stream())
            .map(
                grant ->
                    grant.kind()
                        + " "
                        + grant.id()
                        + " "
                        + grant.permissions().stream().map(Permission::text).sorted().toList())
            .sorted()
            .collect(Collectors.joining("\n"));
    return pepper.hash(text).bytes();
  }

  private <T> ResponseEntity<T> claimed(
      Request request, String key, Class<T> type, Supplier<T> creation) {
    String path = path(request);
    byte[] hash = hashOf(request.body());
    jdbc.sql("delete from idempotent_answers where created_at < now() - make_interval(secs => ?)")
        .param(KEPT.toSeconds())
        .update();
    // waits for another transaction that holds the same key, so the answer is there afterwards
    int mine =
        jdbc.sql(
                """
                insert into idempotent_answers (path, key, request_hash, grants_hash, created_at)
                values (?, ?, ?, ?, now()) on conflict do nothing
                """)
            .params(path, key, hash, grants())
            .update();
    if (mine == 0) return replay(path, key, hash, type);
    T created = creation.get();
    jdbc.sql("update idempotent_answers set status = ?, answer = ? where path = ? and key = ?")
        .param(request.status().value())
        .param(box.seal(Secret.of(write(created))))
        .param(path)
        .param(key)
        .update();
    return ResponseEntity.status(request.status()).body(created);
  }

  private record Stored(byte[] hash, byte[] grants, int status, byte[] answer) {}

  private <T> ResponseEntity<T> replay(String path, String key, byte[] hash, Class<T> type) {
    Stored stored =
        jdbc.sql(
                """
                select request_hash, grants_hash, status, answer from idempotent_answers
                where path = ? and key = ?
                """)
            .params(path, key)
            .query(
                (row, _) ->
                    new Stored(row.getBytes(1), row.getBytes(2), row.getInt(3), row.getBytes(4)))
            .single();
    if (!MessageDigest.isEqual(stored.hash(), hash))
      throw new Problem(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "idempotency_key_reused",
          "This Idempotency-Key was used with another body. Use a new one for a new request.");
    if (!MessageDigest.isEqual(stored.grants(), grants()))
      throw new Problem(
          HttpStatus.FORBIDDEN,
          "forbidden",
          "What you may do has changed since this Idempotency-Key was used, so its answer is not"
              + " given again. Use a new one for a new request.");
    return ResponseEntity.status(stored.status())
        .header(REPLAY, "true")
        .body(read(box.open(stored.answer()), type));
  }

  /** Under the pepper, because a body may hold a secret. */
  private byte[] hashOf(Object body) {
    return pepper.hash(write(body)).bytes();
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON of " + value.getClass().getName(), e);
    }
  }

  private <T> T read(Secret text, Class<T> type) {
    try {
      return json.readValue(text.reveal(), type);
    } catch (JsonProcessingException _) {
      throw new IllegalStateException("a stored answer is no " + type.getName());
    }
  }
}
