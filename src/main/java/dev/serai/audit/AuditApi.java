package dev.serai.audit;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Page;
import dev.serai.audit.AuditReading.Export;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/audit")
@Tag(name = "audit", description = "Who did what")
class AuditApi {
  private static final Logger log = LoggerFactory.getLogger(AuditApi.class);

  private final AuditReading reading;

  AuditApi(AuditReading reading) {
    this.reading = reading;
  }

  @GetMapping(produces = "application/json")
  @Requires(Permission.AUDIT_LOG_VIEW)
  @Operation(operationId = "listAuditRows", summary = "List rows of the audit log, newest first")
  Page<AuditView> list(
      @ParameterObject AuditFilter filter,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return reading.list(filter, after, limit);
  }

  @GetMapping(path = "/{number}", produces = "application/json")
  @Requires(Permission.AUDIT_LOG_VIEW)
  @Operation(operationId = "getAuditRow", summary = "One row of the audit log")
  AuditView get(@PathVariable long number) {
    return reading.get(number);
  }

  @PostMapping(path = "/verify", produces = "application/json")
  @Requires(Permission.AUDIT_LOG_VIEW)
  @Operation(
      operationId = "verifyAuditLog",
      summary = "Check that no row was changed, removed, reordered or inserted")
  Verdict verify() {
    return reading.verify();
  }

  @GetMapping(path = "/export", produces = "application/x-ndjson")
  @Requires(Permission.AUDIT_LOG_VIEW)
  @Operation(
      operationId = "exportAuditLog",
      summary = "Export rows, oldest first, one JSON object a line",
      description =
          "With all that the hashes are made of. A last line with the field error says that the"
              + " export broke off.",
      responses =
          @ApiResponse(
              responseCode = "200",
              content =
                  @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string"))))
  void export(@ParameterObject AuditFilter filter, HttpServletResponse response)
      throws IOException {
    Export export = reading.export(filter);
    response.setContentType("application/x-ndjson");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(export));
    ExportLines lines = new ExportLines(export.organization().id(), response.getOutputStream());
    try {
      reading.rows(export, lines::write);
    } catch (RuntimeException e) {
      if (!response.isCommitted()) throw e;
      log.atError().setCause(e).log("an export of the audit log broke off");
      lines.breakOff("the export broke off: the database did not answer");
    }
    lines.end();
  }

  private static String disposition(Export export) {
    String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "");
    String name = export.organization().name().replaceAll("[^\\p{L}\\p{N}._-]", "-");
    return ContentDisposition.attachment()
        .filename("audit-" + name + "-" + time + ".ndjson", StandardCharsets.UTF_8)
        .build()
        .toString();
  }
}
