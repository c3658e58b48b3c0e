package dev.serai.explain;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.InstallationOnly;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "policies")
class DryRunApi {
  private final DryRun dryRun;
  private final InstallationOnly only;

  DryRunApi(DryRun dryRun, InstallationOnly only) {
    this.dryRun = dryRun;
    this.only = only;
  }

  @Requires(Permission.ROUTING_POLICIES_VIEW)
  @PostMapping(
      path = "/api/policies/dry-run",
      consumes = "application/json",
      produces = "application/json")
  @Operation(
      operationId = "dryRunPolicy",
      summary = "How a request would be routed, and why",
      description =
          "Asks the steps of the request path itself. Takes nothing from limits and calls no"
              + " provider; steps of one's own route files are not run. Breakers and rests are"
              + " those of the replica that answers.")
  Answer dryRun(@RequestBody Question question) {
    only.check(Permission.ROUTING_POLICIES_VIEW);
    return dryRun.of(question);
  }
}
