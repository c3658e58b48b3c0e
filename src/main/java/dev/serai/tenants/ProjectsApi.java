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
@RequestMapping(path = "/api/projects", produces = "application/json")
@Tag(name = "tenants")
class ProjectsApi {
  private final Projects projects;
  private final Idempotency idempotency;

  ProjectsApi(Projects projects, Idempotency idempotency) {
    this.projects = projects;
    this.idempotency = idempotency;
  }

  @GetMapping
  @Requires(Permission.PROJECTS_VIEW)
  @Operation(
      operationId = "listProjects",
      summary = "List projects, newest first; other people's personal ones take a permission more")
  Page<ProjectView> list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String team,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return projects.list(q, team, after, limit);
  }

  @GetMapping("/{id}")
  @Requires(Permission.PROJECTS_VIEW)
  @Operation(operationId = "getProject", summary = "One project")
  ProjectView get(@PathVariable String id) {
    return projects.get(id);
  }

  @PostMapping(consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.PROJECTS_MANAGE)
  @Operation(operationId = "createProject", summary = "Create a project")
  ResponseEntity<ProjectView> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String once,
      @RequestBody ProjectView.New wanted) {
    return idempotency.once(
        new Idempotency.Request(once, "POST /api/projects", wanted, HttpStatus.CREATED),
        ProjectView.class,
        () -> projects.create(wanted));
  }

  @PatchMapping(path = "/{id}", consumes = "application/json")
  @Requires(Permission.PROJECTS_MANAGE)
  @Operation(
      operationId = "updateProject",
      summary = "Rename a project, or move it and its keys to another team")
  ProjectView update(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody ProjectView.Patch patch) {
    return projects.update(id, patch, match);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.PROJECTS_MANAGE)
  @Operation(
      operationId = "deleteProject",
      summary = "Delete a project for good: its keys, sessions, role bindings and limits",
      description =
          "What was used in its name stays, and its name is free again."
              + " Refused with 409 while something works in its name, unless force is true: then it"
              + " ends, on every replica within a second.")
  void delete(
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean force,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    projects.delete(id, force, match);
  }
}
