package dev.serai.roles;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
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
@RequestMapping(path = "/api/roles", produces = "application/json")
@Tag(name = "roles", description = "Who may do what")
class RolesApi {
  private final Roles roles;
  private final Idempotency idempotency;

  RolesApi(Roles roles, Idempotency idempotency) {
    this.roles = roles;
    this.idempotency = idempotency;
  }

  /**
   * @param name fixed from then on
   * @param permissions as {@code resource:action}
   */
  @Schema(name = "NewRole")
  record Wanted(String name, List<String> permissions) {
    Wanted(@Nullable String name, @Nullable List<String> permissions) {
      this.name = Objects.requireNonNullElse(name, "");
      this.permissions = Objects.requireNonNullElse(permissions, List.of());
    }
  }

  /**
   * @param permissions all that it has afterwards
   */
  @Schema(name = "RolePatch")
  record Patch(List<String> permissions) {
    Patch(@Nullable List<String> permissions) {
      this.permissions = Objects.requireNonNullElse(permissions, List.of());
    }
  }

  @Requires(Permission.ROLES_VIEW)
  @GetMapping
  @Operation(operationId = "listRoles", summary = "List roles, the built-in ones first")
  Page<RoleView> list(
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    List<RoleView> all = roles.list();
    int start = after.isEmpty() ? 0 : positionOf(after, all) + 1;
    int end = Math.min(all.size(), start + Page.checked(limit) + 1);
    return Page.of(all.subList(start, end), limit, RoleView::id);
  }

  private static int positionOf(String after, List<RoleView> all) {
    for (int i = 0; i < all.size(); i++) if (all.get(i).id().equals(after)) return i;
    throw Problem.invalid("after", "next of an earlier page");
  }

  @Requires(Permission.ROLES_VIEW)
  @GetMapping("/{id}")
  @Operation(operationId = "getRole", summary = "One role")
  RoleView get(@PathVariable String id) {
    return roles.get(id);
  }

  @Requires(Permission.ROLES_MANAGE)
  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(operationId = "createRole", summary = "Make a role of the organization's own")
  ResponseEntity<RoleView> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody Wanted wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/roles", wanted, HttpStatus.CREATED),
        RoleView.class,
        () -> roles.create(wanted.name(), wanted.permissions()));
  }

  @Requires(Permission.ROLES_MANAGE)
  @PatchMapping(path = "/{id}", consumes = "application/json")
  @Operation(
      operationId = "updateRole",
      summary = "Change what a role allows, for everybody who has it")
  RoleView update(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody Patch patch) {
    return roles.update(id, patch.permissions(), match);
  }

  @Requires(Permission.ROLES_MANAGE)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteRole", summary = "Delete a role that nobody has")
  void delete(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    roles.delete(id, match);
  }
}
