package dev.serai.tenants;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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
@RequestMapping(path = "/api/organizations", produces = "application/json")
@Tag(name = "tenants")
class OrganizationsApi {
  private final Organizations organizations;
  private final Idempotency idempotency;

  OrganizationsApi(Organizations organizations, Idempotency idempotency) {
    this.organizations = organizations;
    this.idempotency = idempotency;
  }

  @GetMapping
  @Requires(Permission.ORGANIZATION_VIEW)
  @Operation(
      operationId = "listOrganizations",
      summary = "One's own organization; all of them for who manages the installation's")
  Page<OrganizationView> list(
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return organizations.list(after, limit);
  }

  @GetMapping("/{id}")
  @Requires(Permission.ORGANIZATION_VIEW)
  @Operation(operationId = "getOrganization", summary = "One organization")
  OrganizationView get(@PathVariable String id) {
    return organizations.get(id);
  }

  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.ORGANIZATION_MANAGE)
  @Operation(
      operationId = "createOrganization",
      summary = "Create an organization, as who manages the installation's")
  ResponseEntity<OrganizationView> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody OrganizationView.New wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/organizations", wanted, HttpStatus.CREATED),
        OrganizationView.class,
        () -> organizations.create(wanted));
  }

  @PatchMapping(path = "/{id}", consumes = "application/json")
  @Requires(Permission.ORGANIZATION_MANAGE)
  @Operation(
      operationId = "updateOrganization",
      summary = "Change an organization's default policy, or its name")
  OrganizationView update(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody OrganizationView.Patch patch) {
    return organizations.update(id, patch, match);
  }
}
