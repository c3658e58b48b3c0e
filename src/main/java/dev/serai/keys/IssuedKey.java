package dev.serai.keys;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.serai.admin.SecretJson;
import dev.serai.call.Secret;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A key with its secret: the only thing that ever holds both.
 *
 * @param secret not to be had again
 */
public record IssuedKey(
    VirtualKey key,
    @Schema(type = "string")
        @JsonSerialize(using = SecretJson.Writer.class)
        @JsonDeserialize(using = SecretJson.Reader.class)
        Secret secret) {
  /** A bean of this type shows the secrets of keys that came about while the gateway started. */
  public interface Listener {
    void onIssued(IssuedKey issued);
  }
}
