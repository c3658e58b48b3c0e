package dev.serai.identity;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.access.SignedIn;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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
@RequestMapping(path = "/api/sessions", produces = "application/json")
@Tag(name = "sessions", description = "Uses of a tool, for which access tokens are taken")
class SessionsApi {
  private final ManagedSessions sessions;
  private final Idempotency idempotency;

  SessionsApi(ManagedSessions sessions, Idempotency idempotency) {
    this.sessions = sessions;
    this.idempotency = idempotency;
  }

  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @SignedIn
  @Operation(
      operationId = "createSession",
      summary = "Open a session for a tool; calls of the same sign-in are taken in its name")
  ResponseEntity<Session> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody NewSession wanted) {
    Actor user = user();
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/sessions", wanted, HttpStatus.CREATED),
        Session.class,
        () -> sessions.create(user, wanted));
  }

  @GetMapping
  @Requires(Permission.SESSIONS_VIEW)
  @Operation(
      operationId = "listSessions",
      summary =
          "List sessions, newest first; those in other people's personal projects take"
              + " virtualKeys:viewOtherPersonal as well")
  Page<Session> list(
      @RequestParam(defaultValue = "") String project,
      @RequestParam(defaultValue = "") String principal,
      @RequestParam(required = false) @Nullable Boolean open,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return sessions.list(new SessionQuery.Asked(project, principal, open, after, limit));
  }

  @GetMapping("/{id}")
  @Requires(Permission.SESSIONS_VIEW)
  @Operation(operationId = "getSession", summary = "One session")
  Session get(@PathVariable String id) {
    return sessions.get(id);
  }

  @PostMapping("/{id}/revoke")
  @Requires(Permission.SESSIONS_MANAGE)
  @Operation(
      operationId = "revokeSession",
      summary = "End a session for good and cut its streams; one's own are under /api/me/sessions")
  Session revoke(@PathVariable String id) {
    return sessions.revoke(id);
  }

  private static Actor user() {
    return Acting.actor()
        .filter(actor -> actor.kind() == Actor.Kind.USER)
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.FORBIDDEN,
                    "sign_in_needed",
                    "Sessions are opened by users who signed in: run serai login."));
  }
}
