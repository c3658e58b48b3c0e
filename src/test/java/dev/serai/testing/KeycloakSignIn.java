package dev.serai.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.testing.KeycloakBrowser.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Signs in as a person does, through Keycloak's pages in a browser of its own. Then does with the
 * tokens what the command line does.
 */
public final class KeycloakSignIn {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REDIRECT = "http://127.0.0.1:54321/callback";

  private final String issuer;
  private final KeycloakBrowser browser;

  /**
   * @param issuer address of the realm
   */
  public KeycloakSignIn(String issuer) {
    this.issuer = issuer;
    this.browser = new KeycloakBrowser(issuer);
  }

  /** What a device shows its user, and asks for tokens with. */
  public record Device(
      String client, String code, String userCode, String complete, String verifier) {}

  /** Authorization code with PKCE at the client of the command line. */
  public KeycloakTokens withCode(String user, String password) {
    return withCode("serai-cli", "", REDIRECT, user, password);
  }

  /**
   * @param secret empty for a public client
   */
  public KeycloakTokens withCode(
      String client, String secret, String redirect, String user, String password) {
    String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
    Page page = browser.get(authorization(client, redirect, verifier));
    // a browser that has signed in already is sent on at once
    if (page.status() == 200)
      page = browser.submit(page, Map.of("username", user, "password", password));
    String code = page.parameter("code");
    if (code.isEmpty()) throw new IllegalStateException("not signed in: " + page.text());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", client);
    if (!secret.isEmpty()) form.put("client_secret", secret);
    form.put("redirect_uri", redirect);
    form.put("code_verifier", verifier);
    form.put("code", code);
    return KeycloakTokens.of(client, token(form));
  }

  /** The address that a browser is sent to. */
  public String authorization(String client, String redirect, String verifier) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", client);
    query.put("response_type", "code");
    query.put("scope", "openid");
    query.put("redirect_uri", redirect);
    query.put("code_challenge_method", "S256");
    query.put("code_challenge", challenge(verifier));
    return issuer + "/protocol/openid-connect/auth?" + KeycloakBrowser.form(query);
  }

  public KeycloakBrowser browser() {
    return browser;
  }

  public Device startDevice() {
    String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
    JsonNode answer =
        post(
            "/auth/device",
            Map.of(
                "client_id",
                "serai-cli",
                "scope",
                "openid",
                "code_challenge_method",
                "S256",
                "code_challenge",
                challenge(verifier)));
    return new Device(
        "serai-cli",
        answer.path("device_code").asText(),
        answer.path("user_code").asText(),
        answer.path("verification_uri_complete").asText(),
        verifier);
  }

  /** Opens the address that the device shows, signs in, consents. */
  public Page approve(Device device, String user, String password) {
    Page page = browser.follow(browser.get(device.complete()));
    page = browser.follow(browser.submit(page, Map.of("username", user, "password", password)));
    return browser.follow(browser.submit(page, Map.of("accept", "Yes")));
  }

  /** Tokens, or {@link TokenRefused} with {@code authorization_pending}. */
  public KeycloakTokens poll(Device device) {
    return KeycloakTokens.of(
        device.client(),
        token(
            Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "client_id",
                device.client(),
                "device_code",
                device.code(),
                "code_verifier",
                device.verifier())));
  }

  public KeycloakTokens refresh(KeycloakTokens tokens) {
    return KeycloakTokens.of(
        tokens.client(),
        token(
            Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                tokens.client(),
                "refresh_token",
                tokens.refresh())));
  }

  /** RFC 7009: ends what the refresh token stands for. */
  public void revoke(KeycloakTokens tokens) {
    post("/revoke", Map.of("client_id", tokens.client(), "token", tokens.refresh()));
  }

  /** The user signs out. */
  public void logout(KeycloakTokens tokens) {
    post("/logout", Map.of("client_id", tokens.client(), "refresh_token", tokens.refresh()));
  }

  /** The token endpoint said no. */
  public static final class TokenRefused extends RuntimeException {
    TokenRefused(int status, String body) {
      super(status + " " + body);
    }
  }

  /** The answer of the token endpoint. */
  public JsonNode token(Map<String, String> form) {
    return post("/token", form);
  }

  private JsonNode post(String path, Map<String, String> form) {
    Page page = browser.post(issuer + "/protocol/openid-connect" + path, form);
    if (page.status() >= 300) throw new TokenRefused(page.status(), page.body());
    try {
      return JSON.readTree(page.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String challenge(String verifier) {
    try {
      byte[] ascii = verifier.getBytes(StandardCharsets.US_ASCII);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(ascii);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
