package dev.serai.roles;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/role-bindings", produces = "application/json")
@Tag(name = "roles")
class RoleBindingsApi {
  private final RoleBindings bindings;
  private final Idempotency idempotency;

  RoleBindingsApi(RoleBindings bindings, Idempotency idempotency) {
    this.bindings = bindings;
    this.idempotency = idempotency;
  }

  @Requires(Permission.ROLES_VIEW)
  @GetMapping
  @Operation(
      operationId = "listRoleBindings",
      summary = "List who has which role where, newest first",
      description = "Those at places where you may see roles.")
  Page<Binding> list(
      @RequestParam(defaultValue = "") @Schema(description = "Id of a user or team") String subject,
      @RequestParam(defaultValue = "") @Schema(description = "Name") String role,
      @RequestParam(defaultValue = "")
          @Schema(description = "Id of an organization, team or project")
          String place,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    int more = Page.checked(limit) + 1;
    List<Binding> found = bindings.list(new BindingStore.Query(subject, role, place, after, more));
    return Page.of(found, limit, Binding::id);
  }

  @Requires(Permission.ROLES_VIEW)
  @GetMapping("/{id}")
  @Operation(operationId = "getRoleBinding", summary = "One role binding")
  Binding get(@PathVariable String id) {
    return bindings.get(id);
  }

  @Requires(Permission.ROLES_MANAGE)
  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createRoleBinding",
      summary = "Give a role to a user or team, at a place",
      description = "Only where you may manage roles, and only what you may do there yourself.")
  ResponseEntity<Binding> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody NewBinding wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/role-bindings", wanted, HttpStatus.CREATED),
        Binding.class,
        () -> bindings.create(wanted));
  }

  @Requires(Permission.ROLES_MANAGE)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteRoleBinding", summary = "Take a role away; holds within a second")
  void delete(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    bindings.delete(id, match);
  }
}
