package dev.serai.limits;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/limit-requests", produces = "application/json")
@Tag(name = "limits")
class LimitRequestsApi {
  private final LimitRequests requests;

  LimitRequestsApi(LimitRequests requests) {
    this.requests = requests;
  }

  /**
   * @param cap what was asked for when left out
   */
  @Schema(name = "LimitRequestApproval")
  record Approval(@Nullable BigDecimal cap, @Nullable String note) {}

  @Schema(name = "LimitRequestDenial")
  record Denial(@Nullable String note) {}

  @Requires(Permission.GATEWAY_BUDGETS_VIEW)
  @GetMapping
  @Operation(
      operationId = "listLimitRequests",
      summary = "List who asked for more, newest first",
      description = "The open ones unless a status is given; status=any lists all.")
  Page<LimitRequest> list(
      @RequestParam(defaultValue = "open")
          @Schema(allowableValues = {"open", "approved", "denied", "any"})
          String status,
      @RequestParam(defaultValue = "") @Schema(description = "Only those for this limit")
          String limitId,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return requests.list(status.equals("any") ? "" : status, limitId, after, limit);
  }

  @Requires(Permission.GATEWAY_BUDGETS_VIEW)
  @GetMapping("/{id}")
  @Operation(operationId = "getLimitRequest", summary = "One request for more")
  LimitRequest get(@PathVariable String id) {
    return requests.get(id);
  }

  @Requires(Permission.GATEWAY_BUDGETS_UPDATE)
  @PostMapping("/{id}/approve")
  @Operation(
      operationId = "approveLimitRequest",
      summary = "Raise the limit to what was asked for, or to another cap")
  LimitRequest approve(
      @PathVariable String id, @RequestBody(required = false) @Nullable Approval approval) {
    return approval == null
        ? requests.approve(id, null, "")
        : requests.approve(id, approval.cap(), Objects.requireNonNullElse(approval.note(), ""));
  }

  @Requires(Permission.GATEWAY_BUDGETS_UPDATE)
  @PostMapping("/{id}/deny")
  @Operation(operationId = "denyLimitRequest", summary = "Leave the limit as it is")
  LimitRequest deny(
      @PathVariable String id, @RequestBody(required = false) @Nullable Denial denial) {
    return requests.deny(id, denial == null ? "" : Objects.requireNonNullElse(denial.note(), ""));
  }
}
