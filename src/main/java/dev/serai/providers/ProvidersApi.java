package dev.serai.providers;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
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

@RestController
@RequestMapping(path = "/api/providers", produces = "application/json")
@Tag(
    name = "providers",
    description = "Who serves models; of the organization that runs the gateway")
class ProvidersApi {
  private final ManagedProviders providers;
  private final Idempotency idempotency;

  ProvidersApi(ManagedProviders providers, Idempotency idempotency) {
    this.providers = providers;
    this.idempotency = idempotency;
  }

  @Requires(Permission.GATEWAY_PROVIDERS_VIEW)
  @GetMapping
  @Operation(operationId = "listProviders", summary = "List providers by name")
  Page<ProviderView> list(
      @RequestParam(defaultValue = "") String type,
      @RequestParam(defaultValue = "") @Schema(allowableValues = {"api", "file", "environment"})
          String managedBy,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return providers.list(type, managedBy, after, limit);
  }

  @Requires(Permission.GATEWAY_PROVIDERS_MANAGE)
  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(operationId = "createProvider", summary = "Create a provider")
  ResponseEntity<ProviderView> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody ProviderFields wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/providers", wanted, HttpStatus.CREATED),
        ProviderView.class,
        () -> providers.create(wanted));
  }

  @Requires(Permission.GATEWAY_PROVIDERS_VIEW)
  @GetMapping("/{name}")
  @Operation(operationId = "getProvider", summary = "One provider")
  ProviderView get(@PathVariable String name) {
    return providers.get(name);
  }

  @Requires(Permission.GATEWAY_PROVIDERS_UPDATE)
  @PatchMapping(path = "/{name}", consumes = "application/json")
  @Operation(
      operationId = "updateProvider",
      summary = "Change type, base URL, models or time-outs",
      description = "One that comes from serai.yaml or the environment is changed there.")
  ProviderView update(
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody ProviderFields wanted) {
    return providers.update(name, wanted, match);
  }

  @Requires(Permission.GATEWAY_PROVIDERS_MANAGE)
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteProvider",
      summary = "Delete a provider that no policy lists, with its credentials")
  void delete(
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    providers.delete(name, match);
  }
}
