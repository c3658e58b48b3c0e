package dev.serai.pipeline;

import dev.serai.call.Caller;
import dev.serai.dialects.Json;
import dev.serai.limits.LimitRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a key asked for, and what became of it, as JSON. Amounts are as in {@link BudgetPage}. */
final class BudgetRequestsPage {
  private BudgetRequestsPage() {}

  static String of(Caller caller, List<LimitRequest> requests) {
    return "{\"key\":"
        + Json.quoted(caller.keyName())
        + ",\"requests\":["
        + requests.stream().map(BudgetRequestsPage::one).collect(Collectors.joining(","))
        + "]}";
  }

  private static String one(LimitRequest request) {
    return "{\"id\":%s,\"limit\":%s,\"about\":%s,\"measure\":%s,\"presentCap\":%s,\"cap\":%s"
            .formatted(
                Json.quoted(request.id()),
                Json.quoted(request.limitId()),
                Json.quoted(request.limit()),
                Json.quoted(request.measure()),
                request.presentCap(),
                request.cap())
        + ",\"reason\":%s,\"status\":%s,\"approvedCap\":%s,\"note\":%s,\"createdAt\":%s,\"decidedAt\":%s}"
            .formatted(
                Json.quoted(request.reason()),
                Json.quoted(request.status()),
                request.approvedCap(),
                Json.quoted(request.note()),
                Json.quoted(request.createdAt().toString()),
                quoted(request.decidedAt()));
  }

  private static String quoted(@Nullable Object time) {
    return time == null ? "null" : Json.quoted(time.toString());
  }
}
