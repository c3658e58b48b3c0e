package dev.serai.tenants;

import dev.serai.access.Acting;
import dev.serai.access.AuditTrail;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Users are made and changed by Keycloak alone: here they are read. */
@RestController
@RequestMapping(path = "/api/users", produces = "application/json")
@Tag(name = "tenants")
class UsersApi {
  private final Users users;
  private final Tenants tenants;
  private final AuditTrail trail;

  UsersApi(Users users, Tenants tenants, AuditTrail trail) {
    this.users = users;
    this.tenants = tenants;
    this.trail = trail;
  }

  @GetMapping
  @Requires(Permission.USERS_VIEW)
  @Operation(
      operationId = "listUsers",
      summary = "List users, newest first; q is part of a name or email, team is an id")
  Page<UserView> list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String team,
      @RequestParam(defaultValue = "") @Schema(allowableValues = {"active", "left"}) String status,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    List<User> found =
        users.list(
            new UserQuery(
                tenants.current().id(),
                q,
                team,
                within(),
                status(status),
                after,
                Page.checked(limit) + 1));
    return Page.of(found.stream().map(UserView::of).toList(), limit, UserView::id);
  }

  /** That somebody looked at somebody else is written down. */
  @GetMapping("/{id}")
  @Requires(Permission.USERS_VIEW)
  @Operation(
      operationId = "getUser",
      summary = "One user, their teams and realm roles; the audit log tells who looked")
  UserView get(@PathVariable String id) {
    User user = users.of(id).filter(this::visible).orElseThrow(() -> absent(id));
    if (!id.equals(TenantRules.me()))
      trail.append(AuditTrail.Entry.of("user.view", "user", user.id()));
    return UserView.of(user);
  }

  private boolean visible(User user) {
    if (!user.organizationId().equals(tenants.current().id())) return false;
    @Nullable Set<String> teams = within();
    return teams == null
        || user.id().equals(TenantRules.me())
        || user.teams().stream().anyMatch(teams::contains);
  }

  /** Teams whose members may be seen, null = everybody may. */
  private static @Nullable Set<String> within() {
    Grants.Where where = Acting.where(Permission.USERS_VIEW);
    return where.everywhere() ? null : where.teams();
  }

  private static User.@Nullable Status status(String text) {
    return switch (text) {
      case "" -> null;
      case "active" -> User.Status.ACTIVE;
      case "left" -> User.Status.LEFT;
      default -> throw Problem.invalid("status", "active or left");
    };
  }

  private static Problem absent(String id) {
    return Problem.notFound("user", id);
  }
}
