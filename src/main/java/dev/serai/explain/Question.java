package dev.serai.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that nobody sends.
 *
 * @param model as a client names it
 * @param dialect that the client speaks; {@code openai-chat} when path is left out too
 * @param path of the gateway port, such as {@code /v1/messages}; instead of the dialect
 * @param key id, name, or {@code project/name}: as a call with it
 * @param policy by name: as a call with a key of this policy
 * @param project by name: as a call with a key of it that has no policy of its own
 * @param stream whether the reply is to be streamed
 * @param endUser for whom it is made
 * @param body as the client would send it: its size and its output cap decide what limits reserve
 */
@Schema(name = "DryRunRequest")
record Question(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String model,
    String dialect,
    String path,
    String key,
    String policy,
    String project,
    boolean stream,
    String endUser,
    @Schema(
            types = {"object", "null"},
            additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
        @Nullable ObjectNode body) {
  private static final int LONGEST_MODEL = 1000;

  Question {
    model = Objects.requireNonNullElse(model, "").strip();
    dialect = Objects.requireNonNullElse(dialect, "");
    path = Objects.requireNonNullElse(path, "");
    key = Objects.requireNonNullElse(key, "");
    policy = Objects.requireNonNullElse(policy, "");
    project = Objects.requireNonNullElse(project, "");
    endUser = Objects.requireNonNullElse(endUser, "");
    if (model.isEmpty() || model.length() > LONGEST_MODEL)
      throw Problem.invalid("model", "the name of a model");
    if (!dialect.isEmpty() && !path.isEmpty())
      throw Problem.invalid("dialect", "nothing beside a path, which says it");
    if (Stream.of(key, policy, project).filter(text -> !text.isEmpty()).count() > 1)
      throw Problem.invalid("key", "one of key, policy and project");
    // it becomes a header's value
    if (endUser.chars().anyMatch(Character::isISOControl))
      throw Problem.invalid("endUser", "a text without control characters");
  }
}
