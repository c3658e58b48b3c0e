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
@RequestMapping(path = "/api/service-accounts", produces = "application/json")
@Tag(name = "tenants")
class ServiceAccountsApi {
  private final ServiceAccounts accounts;
  private final Idempotency idempotency;

  ServiceAccountsApi(ServiceAccounts accounts, Idempotency idempotency) {
    this.accounts = accounts;
    this.idempotency = idempotency;
  }

  @GetMapping
  @Requires(Permission.USERS_VIEW)
  @Operation(operationId = "listServiceAccounts", summary = "List service accounts, newest first")
  Page<ServiceAccount> list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return accounts.list(q, after, limit);
  }

  @GetMapping("/{id}")
  @Requires(Permission.USERS_VIEW)
  @Operation(operationId = "getServiceAccount", summary = "One service account")
  ServiceAccount get(@PathVariable String id) {
    return accounts.get(id);
  }

  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.USERS_MANAGE)
  @Operation(operationId = "createServiceAccount", summary = "Create a service account")
  ResponseEntity<ServiceAccount> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody ServiceAccount.Named wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/service-accounts", wanted, HttpStatus.CREATED),
        ServiceAccount.class,
        () -> accounts.create(wanted));
  }

  @PatchMapping(path = "/{id}", consumes = "application/json")
  @Requires(Permission.USERS_MANAGE)
  @Operation(operationId = "renameServiceAccount", summary = "Rename a service account")
  ServiceAccount rename(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody ServiceAccount.Named wanted) {
    return accounts.rename(id, wanted, match);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.USERS_MANAGE)
  @Operation(
      operationId = "deleteServiceAccount",
      summary = "Delete a service account for good: its keys and limits",
      description =
          "What was used in its name stays, and its name is free again."
              + " Refused with 409 while something works in its name, unless force is true: then it"
              + " ends, on every replica within a second.")
  void delete(
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean force,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    accounts.delete(id, force, match);
  }
}
