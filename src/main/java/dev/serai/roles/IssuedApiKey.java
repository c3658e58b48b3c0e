package dev.serai.roles;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.serai.admin.SecretJson;
import dev.serai.call.Secret;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * An API key with its secret: the only thing that ever holds both.
 *
 * @param secret not to be had again
 */
record IssuedApiKey(
    ApiKey key,
    @Schema(type = "string")
        @JsonSerialize(using = SecretJson.Writer.class)
        @JsonDeserialize(using = SecretJson.Reader.class)
        Secret secret) {}
