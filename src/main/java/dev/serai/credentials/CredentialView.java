package dev.serai.credentials;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * A credential as admins see it: everything but the secret.
 *
 * @param models patterns of what it may be used for, empty = every model of its provider
 * @param position the order they are tried in
 * @param connections calls at one time, per replica; 0 = any number
 * @param queue calls that wait for one of those to end
 * @param queueWait the longest that each waits, ISO 8601
 * @param weight among its equals, where a policy orders by weight
 * @param secretGivenAt since when it has the secret that it has
 * @param managedBy who may change it: {@code api}, {@code file} or {@code environment}
 */
@Schema(name = "Credential")
record CredentialView(
    String id,
    String provider,
    String name,
    List<String> models,
    int position,
    int connections,
    int queue,
    String queueWait,
    int weight,
    Instant secretGivenAt,
    String managedBy) {
  CredentialView {
    models = List.copyOf(models);
  }

  static CredentialView of(CredentialStore.Row row, Instant givenAt) {
    return new CredentialView(
        row.id(),
        row.provider(),
        row.name(),
        row.models(),
        row.position(),
        row.room().connections(),
        row.room().queue(),
        row.room().queueWait().toString(),
        row.weight(),
        givenAt,
        row.owner().word());
  }
}
