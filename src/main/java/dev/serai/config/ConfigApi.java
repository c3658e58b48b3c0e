package dev.serai.config;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Installation;
import dev.serai.admin.InstallationOnly;
import dev.serai.providers.Owner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code serai apply} over HTTP. */
@RestController
@RequestMapping("/api/config")
@Tag(name = "Configuration")
class ConfigApi {
  private final SeraiYaml yaml;
  private final Apply apply;
  private final Installation installation;
  private final InstallationOnly only;

  ConfigApi(SeraiYaml yaml, Apply apply, Installation installation, InstallationOnly only) {
    this.yaml = yaml;
    this.apply = apply;
    this.installation = installation;
    this.only = only;
  }

  /**
   * A file and what its references stand for where it lies.
   *
   * @param yaml text of the file
   * @param file its name, for messages
   * @param env values of the {@code ${env:NAME}} in it
   * @param files contents of the {@code ${file:path}} in it
   */
  record Sent(String yaml, String file, Map<String, String> env, Map<String, String> files) {
    Sent(
        @Nullable String yaml,
        @Nullable String file,
        @Nullable Map<String, String> env,
        @Nullable Map<String, String> files) {
      this.yaml = Objects.requireNonNullElse(yaml, "");
      this.file = Objects.requireNonNullElse(file, "serai.yaml");
      this.env = Objects.requireNonNullElse(env, Map.of());
      this.files = Objects.requireNonNullElse(files, Map.of());
    }

    /** Everything else may be secret. */
    @Override
    public String toString() {
      return "Sent[" + file + "]";
    }
  }

  @Requires(Permission.ORGANIZATION_MANAGE)
  @Operation(
      summary = "Apply a serai.yaml",
      description =
          "All of it or nothing; the same file again changes nothing. Secrets of keys that were"
              + " made are in the answer and not to be had again.")
  @PostMapping(consumes = "application/json", produces = "application/json")
  Applied apply(
      @RequestBody Sent sent,
      @RequestParam(name = "dry-run", defaultValue = "false") boolean dryRun) {
    return apply(sent.yaml(), sent.file(), References.sent(sent.env(), sent.files()), dryRun);
  }

  @Requires(Permission.ORGANIZATION_MANAGE)
  @Operation(summary = "Apply a serai.yaml without references")
  @PostMapping(
      consumes = {"text/yaml", "application/yaml"},
      produces = "application/json")
  Applied applyText(
      @RequestBody String text,
      @RequestParam(name = "dry-run", defaultValue = "false") boolean dryRun) {
    return apply(text, "serai.yaml", References.sent(Map.of(), Map.of()), dryRun);
  }

  private Applied apply(String text, String file, References references, boolean dryRun) {
    Actor actor = permitted();
    Settings settings = yaml.read(text, file, references);
    return Acting.as(
        actor,
        Acting.origin(),
        () ->
            dryRun
                ? apply.preview(settings, file, Owner.FILE)
                : apply.apply(settings, file, Owner.FILE));
  }

  /**
   * A file is about everything there is, so who may apply one may do all of it.
   *
   * @return whoever asks, with that
   */
  private Actor permitted() {
    only.check(Permission.ORGANIZATION_MANAGE);
    Actor all = Actor.system(installation.organization());
    Actor actor = Acting.actor().orElse(all);
    return new Actor(actor.kind(), actor.id(), actor.name(), actor.session(), all.grants());
  }

  @ExceptionHandler
  ProblemDetail invalid(InvalidSettings invalid) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(invalid.getMessage()));
    problem.setType(URI.create("urn:serai:problem:invalid_settings"));
    problem.setProperty("code", "invalid_settings");
    problem.setProperty("file", invalid.file());
    problem.setProperty("errors", invalid.findings());
    return problem;
  }
}
