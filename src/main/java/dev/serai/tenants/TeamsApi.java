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
@RequestMapping(path = "/api/teams", produces = "application/json")
@Tag(name = "tenants", description = "Organizations, teams, projects, users, service accounts")
class TeamsApi {
  private final Teams teams;
  private final Idempotency idempotency;

  TeamsApi(Teams teams, Idempotency idempotency) {
    this.teams = teams;
    this.idempotency = idempotency;
  }

  @GetMapping
  @Requires(Permission.TEAMS_VIEW)
  @Operation(operationId = "listTeams", summary = "List teams, newest first")
  Page<Team> list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return teams.list(q, after, limit);
  }

  @GetMapping("/{id}")
  @Requires(Permission.TEAMS_VIEW)
  @Operation(operationId = "getTeam", summary = "One team and its members")
  Team.Detail get(@PathVariable String id) {
    return teams.get(id);
  }

  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.TEAMS_MANAGE)
  @Operation(operationId = "createTeam", summary = "Create a team that follows no Keycloak group")
  ResponseEntity<Team> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody Team.New wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/teams", wanted, HttpStatus.CREATED),
        Team.class,
        () -> teams.create(wanted));
  }

  @PatchMapping(path = "/{id}", consumes = "application/json")
  @Requires(Permission.TEAMS_MANAGE)
  @Operation(operationId = "updateTeam", summary = "Change a team's name or default policy")
  Team.Detail update(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody Team.Patch patch) {
    return teams.update(id, patch, match);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.TEAMS_MANAGE)
  @Operation(operationId = "deleteTeam", summary = "Delete a team without projects and members")
  void delete(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    teams.delete(id, match);
  }
}
