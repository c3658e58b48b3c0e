package dev.serai.limits;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Idempotency;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
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
@RequestMapping(path = "/api/limits", produces = "application/json")
@Tag(name = "limits", description = "Caps on spend, requests and tokens")
class LimitsApi {
  private final ManagedLimits limits;
  private final Utilisation utilisation;
  private final Explanations explanations;
  private final Idempotency idempotency;

  LimitsApi(
      ManagedLimits limits,
      Utilisation utilisation,
      Explanations explanations,
      Idempotency idempotency) {
    this.limits = limits;
    this.utilisation = utilisation;
    this.explanations = explanations;
    this.idempotency = idempotency;
  }

  /**
   * @param member id of the user or end user
   */
  @Schema(name = "LimitMember")
  record Member(String member, StandingView standing) {}

  /** Most spent first. */
  @Schema(name = "LimitMembers")
  record Members(List<Member> members) {}

  /**
   * @param member not supported: a reset is for all
   */
  @Schema(name = "LimitReset")
  record Reset(@Schema(hidden = true) @Nullable String member) {}

  @Requires(Permission.GATEWAY_BUDGETS_CREATE)
  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(operationId = "createLimit", summary = "Create a limit")
  ResponseEntity<LimitView> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody NewLimitBody wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/limits", wanted, HttpStatus.CREATED),
        LimitView.class,
        () -> view(limits.create(wanted.read())));
  }

  @Requires(Permission.GATEWAY_BUDGETS_VIEW)
  @GetMapping
  @Operation(operationId = "listLimits", summary = "List limits and how they stand, newest first")
  Page<LimitView> list(
      @RequestParam(defaultValue = "") String scope,
      @RequestParam(defaultValue = "") String target,
      @RequestParam(defaultValue = "") String measure,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    Page<StoredLimit> found =
        limits.list(
            new LimitQuery(
                scope.isEmpty() ? null : LimitWords.scope(scope),
                target,
                measure.isEmpty() ? null : LimitWords.measure(measure),
                after,
                limit));
    return new Page<>(views(found.items()), found.next());
  }

  @Requires(Permission.GATEWAY_BUDGETS_VIEW)
  @GetMapping("/explain")
  @Operation(
      operationId = "explainLimits",
      summary = "Which limits a call of a key takes from, and which would refuse it",
      description =
          "In the order in which a call takes from them. With provider or model, limits of others"
              + " are left out; with endUser, each end user's own quota is looked at.")
  KeyLimits explain(
      @RequestParam @Schema(description = "Id, name, or project/name") String key,
      @RequestParam(defaultValue = "") String provider,
      @RequestParam(defaultValue = "") String model,
      @RequestParam(defaultValue = "") String endUser) {
    return explanations.of(key, provider, model, endUser);
  }

  @Requires(Permission.GATEWAY_BUDGETS_VIEW)
  @GetMapping("/{id}")
  @Operation(operationId = "getLimit", summary = "One limit and how it stands")
  LimitView get(@PathVariable String id) {
    return view(limits.get(id));
  }

  @Requires(Permission.GATEWAY_BUDGETS_VIEW)
  @GetMapping("/{id}/members")
  @Operation(
      operationId = "listLimitMembers",
      summary = "How each member of a team or each end user stands, most spent first")
  Members members(@PathVariable String id) {
    return new Members(
        utilisation.members(limits.get(id).limit()).entrySet().stream()
            .map(member -> new Member(member.getKey(), member.getValue()))
            .toList());
  }

  @Requires(Permission.GATEWAY_BUDGETS_UPDATE)
  @PatchMapping(path = "/{id}", consumes = "application/json")
  @Operation(
      operationId = "updateLimit",
      summary = "Change cap or options, pause or resume",
      description = "Scope, target, measure, window and filter are fixed.")
  LimitView update(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody LimitPatchBody patch) {
    return view(limits.update(id, patch.read(), match));
  }

  @Requires(Permission.GATEWAY_BUDGETS_UPDATE)
  @PostMapping("/{id}/reset")
  @Operation(
      operationId = "resetLimit",
      summary = "Begin the window anew: nothing before now counts; what was recorded stays")
  LimitView reset(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody(required = false) @Nullable Reset reset) {
    if (reset != null && reset.member() != null)
      throw Problem.invalid("member", "nothing: a reset is for all members of the limit at once");
    return view(limits.reset(id, match));
  }

  @Requires(Permission.GATEWAY_BUDGETS_DELETE)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteLimit", summary = "Delete the limit; what it counted stays")
  void delete(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    limits.delete(id, match);
  }

  private LimitView view(StoredLimit stored) {
    return views(List.of(stored)).getFirst();
  }

  private List<LimitView> views(List<StoredLimit> stored) {
    List<Limit> single =
        stored.stream().map(StoredLimit::limit).filter(l -> !Utilisation.perMember(l)).toList();
    Map<String, StandingView> standings = utilisation.of(single, "");
    return stored.stream().map(s -> LimitView.of(s, standings.get(s.limit().id()))).toList();
  }
}
