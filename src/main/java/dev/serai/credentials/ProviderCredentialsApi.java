package dev.serai.credentials;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** None of these answers ever holds a secret. */
@RestController
@RequestMapping(path = "/api/providers/{provider}/credentials", produces = "application/json")
@Tag(name = "Credentials")
class ProviderCredentialsApi {
  private final ManagedCredentials credentials;
  private final Idempotency idempotency;
  private final ObjectProvider<CredentialStates> states;

  ProviderCredentialsApi(
      ManagedCredentials credentials,
      Idempotency idempotency,
      ObjectProvider<CredentialStates> states) {
    this.credentials = credentials;
    this.idempotency = idempotency;
    this.states = states;
  }

  /**
   * @param breakers of those that were used, by id: {@code closed}, {@code open} or {@code
   *     half_open}, on the replica that answers
   */
  @Schema(name = "CredentialPage")
  record Credentials(List<CredentialView> items, String next, Map<String, String> breakers) {}

  @Requires(Permission.GATEWAY_PROVIDERS_VIEW)
  @GetMapping
  @Operation(
      operationId = "listCredentials",
      summary = "List a provider's credentials in the order they are tried, without secrets")
  Credentials list(
      @PathVariable String provider,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    Page<CredentialView> page = credentials.list(provider, after, limit);
    CredentialStates known = states.getIfAvailable();
    Map<String, String> breakers = new TreeMap<>();
    if (known != null) breakers.putAll(known.states());
    breakers.keySet().retainAll(page.items().stream().map(CredentialView::id).toList());
    return new Credentials(page.items(), page.next(), breakers);
  }

  @Requires(Permission.GATEWAY_PROVIDERS_MANAGE)
  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createCredential",
      summary = "Give the provider a credential; its secret is sealed and never shown")
  ResponseEntity<CredentialView> create(
      @PathVariable String provider,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody CredentialFields wanted) {
    return idempotency.once(
        new Idempotency.Request(
            once, "POST /api/providers/" + provider + "/credentials", wanted, HttpStatus.CREATED),
        CredentialView.class,
        () -> credentials.create(provider, wanted));
  }

  @Requires(Permission.GATEWAY_PROVIDERS_VIEW)
  @GetMapping("/{name}")
  @Operation(operationId = "getCredential", summary = "One credential, without its secret")
  CredentialView get(@PathVariable String provider, @PathVariable String name) {
    return credentials.get(provider, name);
  }

  @Requires(Permission.GATEWAY_PROVIDERS_UPDATE)
  @PatchMapping(path = "/{name}", consumes = "application/json")
  @Operation(
      operationId = "updateCredential",
      summary = "Replace the secret, or change models or position")
  CredentialView update(
      @PathVariable String provider,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody CredentialFields wanted) {
    return credentials.update(provider, name, wanted, match);
  }

  @Requires(Permission.GATEWAY_PROVIDERS_MANAGE)
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteCredential", summary = "Delete a credential")
  void delete(
      @PathVariable String provider,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    credentials.delete(provider, name, match);
  }
}
