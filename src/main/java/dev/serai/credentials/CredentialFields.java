package dev.serai.credentials;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.serai.admin.Problem;
import dev.serai.admin.SecretJson;
import dev.serai.call.Credential.Room;
import dev.serai.call.Rank;
import dev.serai.call.Secret;
import dev.serai.providers.ProviderRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a credential; left out = as it was, or as usual for a new one.
 *
 * @param name of a new one; fixed afterwards
 * @param secret the provider's key; never shown again
 * @param models names or patterns with {@code *}; empty = every model of its provider
 * @param position the order they are tried in; a new one is last
 * @param connections calls at one time, per replica; 0 = any number
 * @param queue calls that wait for one of those to end; 0 = the next candidate is tried at once
 * @param queueWait the longest that each waits
 * @param weight among its equals, 1 to 1000, where a policy orders by weight
 */
@Schema(name = "CredentialFields")
record CredentialFields(
    @Nullable String name,
    @Schema(
            implementation = String.class,
            types = {"string", "null"})
        @JsonDeserialize(using = SecretJson.Reader.class)
        @JsonSerialize(using = SecretJson.Writer.class)
        @Nullable Secret secret,
    @Nullable List<String> models,
    @Nullable Integer position,
    @Nullable Integer connections,
    @Nullable Integer queue,
    @Schema(type = "string", format = "duration", example = "PT10S") @Nullable Duration queueWait,
    @Nullable Integer weight) {
  private static final int SECRET_MAX = 16_384;
  private static final int MODELS_MAX = 1000;
  private static final int PATTERN_MAX = 256;

  CredentialFields {
    if (secret != null) check(secret);
    if (models != null
        && (models.size() > MODELS_MAX
            || models.stream()
                .anyMatch(m -> Objects.isNull(m) || m.isBlank() || m.length() > PATTERN_MAX)))
      throw Problem.invalid(
          "models", "at most %d texts of 1 to %d characters".formatted(MODELS_MAX, PATTERN_MAX));
    notNegative("position", position);
    notNegative("connections", connections);
    notNegative("queue", queue);
    if (weight != null && (weight < 1 || weight > Rank.WEIGHT_MAX))
      throw Problem.invalid("weight", "a whole number, 1 to " + Rank.WEIGHT_MAX);
    if (queueWait != null)
      ProviderRules.timeout(queueWait)
          .ifPresent(
              expected -> {
                throw Problem.invalid("queueWait", expected);
              });
  }

  private static void notNegative(String field, @Nullable Integer value) {
    if (value != null && value < 0) throw Problem.invalid(field, "0 or more");
  }

  Room room(Room before) {
    return new Room(
        Objects.requireNonNullElse(connections, before.connections()),
        Objects.requireNonNullElse(queue, before.queue()),
        Objects.requireNonNullElse(queueWait, before.queueWait()));
  }

  /** It becomes a header's value: what cannot be one would break each call. */
  private static void check(Secret secret) {
    String text = secret.reveal();
    if (text.isBlank()
        || text.length() > SECRET_MAX
        || !text.equals(text.strip())
        || text.chars().anyMatch(c -> c < ' ' || c > '~'))
      throw Problem.invalid(
          "secret", "1 to " + SECRET_MAX + " printable ASCII characters, no space around them");
  }

  @Override
  public String toString() {
    return "CredentialFields[" + name + "]";
  }
}
