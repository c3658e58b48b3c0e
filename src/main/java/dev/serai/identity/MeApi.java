package dev.serai.identity;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.access.SignedIn;
import dev.serai.admin.Page;
import dev.serai.identity.UsableProjects.Usable;
import dev.serai.limits.LimitView;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/me", produces = "application/json")
@Tag(name = "me", description = "Who signed in, and what is theirs")
class MeApi {
  private final Users users;
  private final Tenants tenants;
  private final UsableProjects projects;
  private final ManagedSessions sessions;
  private final JdbcClient jdbc;

  MeApi(Users users, Tenants tenants, ManagedSessions sessions, JdbcClient jdbc) {
    this.users = users;
    this.tenants = tenants;
    this.projects = new UsableProjects(jdbc, tenants);
    this.sessions = sessions;
    this.jdbc = jdbc;
  }

  /**
   * @param projects that one may open sessions in; the personal one comes first
   * @param personalProject null = none
   * @param permissions at the whole organization; teams and projects may give more
   */
  @Schema(name = "Me")
  record Me(
      String id,
      String name,
      String email,
      Named organization,
      List<NamedWithPermissions> teams,
      List<MyProject> projects,
      @Nullable Named personalProject,
      List<String> permissions) {}

  @Schema(name = "Named")
  record Named(String id, String name) {}

  /**
   * @param permissions that hold in the whole team
   */
  @Schema(name = "MyTeam")
  record NamedWithPermissions(String id, String name, List<String> permissions) {}

  /**
   * @param team id, empty when it belongs to none
   */
  @Schema(name = "MyProject")
  record MyProject(String id, String name, String team, boolean personal) {}

  @GetMapping
  @SignedIn
  @Operation(operationId = "getMe", summary = "Who one is, and what one may do")
  Me me() {
    Actor actor = actor();
    User user = users.of(actor.id()).orElseThrow();
    Tenants.Organization organization = tenants.current();
    List<Usable> usable = projects.all(user.id());
    return new Me(
        user.id(),
        user.name(),
        user.email(),
        new Named(organization.id(), organization.name()),
        teams(user).stream()
            .map(
                team ->
                    new NamedWithPermissions(
                        team.id(),
                        team.name(),
                        may(actor, Place.team(organization.id(), team.id()))))
            .toList(),
        usable.stream()
            .map(each -> new MyProject(each.id(), each.name(), each.team(), each.personal()))
            .toList(),
        usable.stream()
            .filter(Usable::personal)
            .findFirst()
            .map(each -> new Named(each.id(), each.name()))
            .orElse(null),
        may(actor, Place.organization(organization.id())));
  }

  @GetMapping("/sessions")
  @SignedIn
  @Operation(operationId = "listMySessions", summary = "List one's own sessions, newest first")
  Page<Session> sessions(
      @RequestParam(defaultValue = "") String project,
      @RequestParam(required = false) @Nullable Boolean open,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return sessions.own(new SessionQuery.Asked(project, "", open, after, limit));
  }

  @GetMapping("/sessions/{id}")
  @SignedIn
  @Operation(operationId = "getMySession", summary = "One session of one's own")
  Session session(@PathVariable String id) {
    return sessions.own(id);
  }

  /** Newest first. */
  @Schema(name = "MySessionLimits")
  record MySessionLimits(List<LimitView> items) {}

  @GetMapping("/sessions/{id}/limits")
  @SignedIn
  @Operation(
      operationId = "listMySessionLimits",
      summary = "Which limits are about a session of one's own, and how they stand",
      description = "Those managedBy user are one's own to change; the others an administrator's.")
  MySessionLimits limits(@PathVariable String id) {
    return new MySessionLimits(sessions.ownLimits(id));
  }

  @PutMapping(path = "/sessions/{id}/limits", consumes = "application/json")
  @SignedIn
  @Operation(
      operationId = "limitMySession",
      summary = "Set what a session of one's own may use in all",
      description =
          "In place of the limits that one has set on it, when it was opened or later; what is left"
              + " out or null has none. What the session used before counts. Limits that an"
              + " administrator set, or changed, stay as they are and hold as well: the session's"
              + " limits in the answer are what holds.")
  Session limit(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody SessionLimits limits) {
    return sessions.limitOwn(id, limits, match);
  }

  @PostMapping("/sessions/{id}/revoke")
  @SignedIn
  @Operation(
      operationId = "revokeMySession",
      summary = "End a session of one's own for good, and cut its streams")
  Session revoke(@PathVariable String id) {
    return sessions.revokeOwn(id);
  }

  private List<Named> teams(User user) {
    return jdbc.sql("select id, name from teams where id = any(?) order by name")
        .param(user.teams().toArray(String[]::new))
        .query(Named.class)
        .list();
  }

  private static List<String> may(Actor actor, Place place) {
    return actor.grants().at(place).stream().map(Permission::text).sorted().toList();
  }

  private static Actor actor() {
    return Acting.actor().orElseThrow();
  }
}
