package dev.serai.models;

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
@RequestMapping(path = "/api/policies", produces = "application/json")
@Tag(name = "policies", description = "Routing policies; of the organization that runs the gateway")
class PoliciesApi {
  private final ManagedPolicies policies;
  private final Idempotency idempotency;

  PoliciesApi(ManagedPolicies policies, Idempotency idempotency) {
    this.policies = policies;
    this.idempotency = idempotency;
  }

  @Requires(Permission.ROUTING_POLICIES_VIEW)
  @GetMapping
  @Operation(operationId = "listPolicies", summary = "List routing policies by name")
  Page<PolicyView> list(
      @RequestParam(defaultValue = "") @Schema(description = "That they list") String provider,
      @RequestParam(defaultValue = "") @Schema(allowableValues = {"api", "file", "environment"})
          String managedBy,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return policies.list(provider, managedBy, after, limit);
  }

  @Requires(Permission.ROUTING_POLICIES_MANAGE)
  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(operationId = "createPolicy", summary = "Create a routing policy")
  ResponseEntity<PolicyView> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody PolicyFields wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/policies", wanted, HttpStatus.CREATED),
        PolicyView.class,
        () -> policies.create(wanted));
  }

  @Requires(Permission.ROUTING_POLICIES_VIEW)
  @GetMapping("/{name}")
  @Operation(operationId = "getPolicy", summary = "One routing policy")
  PolicyView get(@PathVariable String name) {
    return policies.get(name);
  }

  @Requires(Permission.ROUTING_POLICIES_MANAGE)
  @PatchMapping(path = "/{name}", consumes = "application/json")
  @Operation(
      operationId = "updatePolicy",
      summary = "Change providers, aliases or rules, or make it the default",
      description = "One that comes from serai.yaml or the environment is changed there.")
  PolicyView update(
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody PolicyFields wanted) {
    return policies.update(name, wanted, match);
  }

  @Requires(Permission.ROUTING_POLICIES_MANAGE)
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deletePolicy", summary = "Delete a routing policy that nobody uses")
  void delete(
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    policies.delete(name, match);
  }
}
