package dev.serai.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/** Where people sign in; needs no token, since it is asked by those who have none yet. */
@RestController
@Tag(name = "sign-in", description = "Where to sign in")
class SignInApi {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final TokenSettings tokens;
  private final SignInSettings settings;
  private final int gatewayPort;

  SignInApi(
      TokenSettings tokens,
      SignInSettings settings,
      @Value("${serai.gateway.port:8080}") int gatewayPort) {
    this.tokens = tokens;
    this.settings = settings;
    this.gatewayPort = gatewayPort;
  }

  /**
   * @param issuer whose OpenID configuration tells the rest
   * @param gatewayUrl left out when it is not known, or could only be guessed to be http on another
   *     machine
   */
  @Schema(name = "SignInOffer")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Offer(String issuer, String clientId, @Nullable String gatewayUrl) {}

  @GetMapping(path = "/api/sign-in", produces = "application/json")
  @SecurityRequirements
  @Operation(
      operationId = "getSignIn",
      summary = "Where to sign in: Keycloak's realm, and as which client")
  ResponseEntity<Offer> offer() {
    if (!tokens.present())
      throw new Problem(
          HttpStatus.NOT_FOUND,
          "no_sign_in",
          "Nobody can sign in here: this gateway has no Keycloak (serai.keycloak.url).");
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new Offer(tokens.issuer(), settings.clientId(), gatewayUrl()));
  }

  private @Nullable String gatewayUrl() {
    if (!settings.gatewayUrl().isBlank()) return settings.gatewayUrl();
    if (gatewayPort == 0) return null;
    return guessed(ServletUriComponentsBuilder.fromCurrentContextPath().build(), gatewayPort);
  }

  /**
   * @param here how the admin port was reached
   * @return null rather than an address at which a token could be read on its way
   */
  static @Nullable String guessed(UriComponents here, int gatewayPort) {
    if (!"https".equals(here.getScheme()) && !LOOPBACK.contains(String.valueOf(here.getHost())))
      return null;
    return UriComponentsBuilder.newInstance().uriComponents(here).port(gatewayPort).toUriString();
  }
}
