package dev.serai.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;

/** What the token endpoint gave to somebody who signed in. */
public record KeycloakTokens(String client, String access, String refresh, String id) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static KeycloakTokens of(String client, JsonNode answer) {
    return new KeycloakTokens(
        client,
        answer.path("access_token").asText(),
        answer.path("refresh_token").asText(),
        answer.path("id_token").asText());
  }

  /** The claims of the access token, unverified. */
  public JsonNode claims() {
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(access.split("\\.")[1]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public String subject() {
    return claims().path("sub").asText();
  }

  /** Of Keycloak's session. */
  public String sid() {
    return claims().path("sid").asText();
  }
}
