package dev.serai.flags;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.access.Requires;
import dev.serai.admin.Mutations;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.tenants.Tenants;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/feature-flags", produces = "application/json")
@Tag(name = "feature-flags", description = "What one's organization is shown")
class FlagsApi {
  private final Flags flags;
  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final Mutations mutations;

  FlagsApi(Flags flags, JdbcClient jdbc, Tenants tenants, Mutations mutations) {
    this.flags = flags;
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.mutations = mutations;
  }

  /**
   * @param enabled what holds
   * @param forced on because the gateway's environment says so, whatever the organization set
   */
  @Schema(name = "FeatureFlag")
  record View(String name, boolean enabled, boolean forced, String description) {}

  @Schema(name = "FeatureFlagSetting")
  record Setting(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Boolean enabled) {}

  @Requires(Permission.FEATURE_FLAGS_VIEW)
  @GetMapping
  @Operation(
      operationId = "listFeatureFlags",
      summary = "The flags of one's organization; everybody who signed in sees them")
  Page<View> list() {
    String organization = tenants.current().id();
    return new Page<>(
        Arrays.stream(Flag.values())
            .map(flag -> view(flag, flags.enabled(organization, flag)))
            .toList(),
        "");
  }

  @Requires(Permission.FEATURE_FLAGS_MANAGE)
  @PutMapping(path = "/{name}", consumes = "application/json")
  @Operation(operationId = "setFeatureFlag", summary = "Turn a flag on or off")
  View set(
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody Setting wanted) {
    String organization = tenants.current().id();
    Flag flag = Flag.of(name).orElseThrow(() -> Problem.notFound("feature flag", name));
    if (!Acting.may(Permission.FEATURE_FLAGS_MANAGE, Place.organization(organization)))
      throw Problem.forbidden(Permission.FEATURE_FLAGS_MANAGE);
    Boolean enabled = wanted.enabled();
    if (enabled == null) throw Problem.invalid("enabled", "true or false");
    return mutations.update(
        new Mutations.Target("feature-flag.set", "feature-flag", name, match),
        () -> view(flag, stored(organization, flag)),
        before -> {
          put(organization, flag, enabled);
          return view(flag, enabled);
        });
  }

  private View view(Flag flag, boolean said) {
    boolean forced = flags.forced(flag);
    return new View(flag.text(), said || forced, forced, flag.description());
  }

  private boolean stored(String organization, Flag flag) {
    return jdbc.sql("select enabled from feature_flags where organization_id = ? and name = ?")
        .params(organization, flag.text())
        .query(Boolean.class)
        .optional()
        .orElse(flag.byDefault());
  }

  private void put(String organization, Flag flag, boolean enabled) {
    jdbc.sql(
            """
            insert into feature_flags (organization_id, name, enabled)
            values (?, ?, ?)
            on conflict (organization_id, name) do update
              set enabled = excluded.enabled
            """)
        .params(organization, flag.text(), enabled)
        .update();
  }
}
